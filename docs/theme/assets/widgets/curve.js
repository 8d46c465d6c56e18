// <compsim-curve>: a pay curve to change, over a picture and a table that were worked out at build time.

import { answers, paysAt, pieces, share } from "./curve-core.js";

const ROWS = [0, 1, 2, 3, 4];
const QUARTERS = 4;

class CompsimCurve extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.settings = JSON.parse(this.querySelector('script[type="application/json"]').textContent);
    this.form.hidden = false;
    this.before = this.asked();
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.form.addEventListener("input", (event) => (event.target.name === "start" ? this.begin() : this.update()));
    this.form.addEventListener("reset", (event) => {
      event.preventDefault();
      this.begin();
    });
    this.begin();
  }

  /** Fills the form with the curve that was chosen. */
  begin() {
    const [kind, beyond, rows] = this.settings.presets[this.form.elements.start.value];
    this.form.elements.kind.value = kind;
    this.form.elements.beyond.value = beyond;
    for (const n of ROWS) [this.field(`x${n}`).value, this.field(`y${n}`).value] = rows[n] ?? ["", ""];
    this.before = this.asked();
    this.update();
  }

  field(name) {
    return this.form.elements[name];
  }

  asked() {
    const texts = Object.fromEntries(["kind", "beyond", "incentive", "reached"].map((name) => [name, this.field(name).value]));
    return { ...texts, rows: ROWS.map((n) => [this.field(`x${n}`).value, this.field(`y${n}`).value]) };
  }

  update() {
    const asked = this.asked();
    const said = answers(asked, this.settings);
    for (const field of this.form.querySelectorAll("input")) {
      field.setAttribute("aria-invalid", String((said.unreadable ?? []).includes(field.name)));
    }
    this.name(asked.kind);
    const wrong = said.wrong ?? (said.unreadable?.length ? "unreadable" : "");
    this.toggleAttribute("data-stale", wrong !== "");
    this.querySelector('[role="status"]').textContent = wrong && this.settings.words[wrong];
    if (!wrong) this.show(said, asked);
  }

  /** What the second column holds depends on how the curve is drawn. */
  name(kind) {
    const { pays } = this.settings;
    this.querySelector("[data-pays]").textContent = pays[kind] ?? pays.rates;
    this.field("beyond").disabled = kind !== "points";
  }

  show(said, asked) {
    this.querySelector("[data-you]").textContent = said.you;
    this.querySelector("[data-file]").textContent = said.file;
    this.querySelector("[data-remarks]").replaceChildren(...said.remarks.map((words) => made("li", words)));
    [...this.querySelector("[data-table]").rows].forEach((row, n) => {
      [...row.cells].forEach((cell, place) => (cell.textContent = said.table[n][place]));
    });
    this.lead(asked);
    this.draw(said);
  }

  /** Only the link whose plan has this very curve stays. */
  lead(asked) {
    const plan = this.settings.presets[this.field("start").value][3];
    const same = ["kind", "beyond", "rows"].every((name) => JSON.stringify(asked[name]) === JSON.stringify(this.before[name]));
    for (const place of this.querySelectorAll("[data-plan]")) place.hidden = !same || place.dataset.plan !== plan;
  }

  draw({ curve, own }) {
    const { across, tops } = this.settings.frame;
    const lines = { now: pieces(curve, across), other: pieces(answers(this.before, this.settings).curve ?? curve, across) };
    const highest = Math.max(...Object.values(lines).flat(2).map(([, y]) => y));
    const top = tops.find((each) => highest <= each + 1e-9) ?? highest;
    for (const [name, line] of Object.entries(lines)) this.line(name, line, top);
    this.dot(own, curve, top);
    for (const tick of this.querySelectorAll("[data-tick]")) {
      tick.textContent = share((top * Number(tick.dataset.tick)) / QUARTERS);
    }
  }

  line(name, line, top) {
    const run = line.map((piece) => `M${piece.map((point) => this.place(point, top)).join("L")}`).join("");
    const pairs = line.slice(1).map((piece, n) => [line[n].at(-1), piece[0]]);
    const leap = pairs.map((ends) => `M${ends.map((point) => this.place(point, top)).join("L")}`).join("");
    this.querySelector(`[data-line="${name}"]`).setAttribute("d", run);
    this.querySelector(`[data-leap="${name}"]`).setAttribute("d", leap);
  }

  dot(own, curve, top) {
    const shape = this.querySelector(".dot");
    const inside = own <= this.settings.frame.across;
    shape.style.display = inside ? "" : "none";
    const [x, y] = this.place([own, paysAt(curve, own)], top).split(" ");
    shape.setAttribute("cx", x);
    shape.setAttribute("cy", y);
  }

  place([x, y], top) {
    const { left, right, tall, across } = this.settings.frame;
    return `${(left + ((right - left) * x) / across).toFixed(1)} ${(tall - (tall * y) / top).toFixed(1)}`;
  }
}

function made(tag, words) {
  const element = document.createElement(tag);
  element.textContent = words;
  return element;
}

customElements.define("compsim-curve", CompsimCurve);
