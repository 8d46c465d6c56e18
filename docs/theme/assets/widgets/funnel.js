// <compsim-funnel>: brings the form over the table to life. Everything it shows first was computed at build time.

import { funnelForTarget, perWeek, readInputs } from "./core.js";

const shown = (count) => count.toLocaleString("en");

class CompsimFunnel extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.settings = JSON.parse(this.querySelector('script[type="application/json"]').textContent);
    this.form.hidden = false;
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.form.addEventListener("input", () => this.update());
    this.form.addEventListener("reset", () => setTimeout(() => this.update()));
  }

  update() {
    const texts = Object.fromEntries(new FormData(this.form));
    const { inputs, unreadable } = readInputs(texts, this.settings.rates);
    for (const field of this.form.querySelectorAll("input")) {
      field.setAttribute("aria-invalid", String(unreadable.includes(field.name)));
    }
    this.toggleAttribute("data-stale", unreadable.length > 0);
    if (unreadable.length > 0) return this.tell(this.settings.unreadable);
    this.show(funnelForTarget(inputs), inputs.weeks);
  }

  show(funnel, weeks) {
    const largest = Math.max(...Object.values(funnel));
    for (const [name, count] of Object.entries(funnel)) {
      this.querySelector(`[data-count="${name}"]`).textContent = shown(count);
      this.querySelector(`[data-weekly="${name}"]`).textContent = shown(perWeek(count, weeks));
      this.querySelector(`[data-bar="${name}"]`).setAttribute("width", ((100 * count) / largest).toFixed(2));
    }
    this.querySelector("caption").textContent = this.settings.caption.replace("{weeks}", shown(Number(weeks[0] / weeks[1])));
    this.tell("");
  }

  tell(words) {
    this.querySelector('[role="status"]').textContent = words;
  }
}

customElements.define("compsim-funnel", CompsimFunnel);
