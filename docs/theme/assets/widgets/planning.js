// <compsim-planning>: brings a calculator's form to life. What it shows first was computed at build time.

import { written } from "./figures.js";
import { calculate } from "./planning-core.js";

class CompsimPlanning extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.settings = JSON.parse(this.querySelector('script[type="application/json"]').textContent);
    this.blocks = [...this.form.querySelectorAll("[data-rows]")];
    this.first = this.blocks.map((block) => block.querySelector("tbody").innerHTML);
    this.form.hidden = false;
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.form.addEventListener("input", () => this.update());
    this.form.addEventListener("click", (event) => this.clicked(event.target));
    this.form.addEventListener("reset", () => setTimeout(() => this.begin()));
  }

  begin() {
    this.blocks.forEach((block, n) => (block.querySelector("tbody").innerHTML = this.first[n]));
    this.update();
  }

  clicked(button) {
    const block = button.closest("[data-rows]");
    if (button.matches("[data-add]")) this.add(block);
    else if (button.matches("[data-remove]")) this.remove(block, button.closest("tr"));
    else return;
    this.update();
  }

  add(block) {
    const rows = block.querySelector("tbody");
    if (rows.children.length >= this.settings.most) return;
    const row = rows.lastElementChild.cloneNode(true);
    for (const input of row.querySelectorAll("input")) input.value = "";
    rows.append(row);
    this.count(block);
    row.querySelector("input").focus();
  }

  remove(block, row) {
    const rows = block.querySelector("tbody");
    if (rows.children.length < 2) return;
    const next = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    this.count(block);
    next.querySelector("[data-remove]").focus();
  }

  /** Names and labels of the cells by the place of their row. */
  count(block) {
    block.querySelectorAll("tbody tr").forEach((row, n) => {
      for (const input of row.querySelectorAll("input")) {
        input.name = `${block.dataset.rows}.${n}.${input.dataset.cell}`;
        input.setAttribute("aria-label", input.getAttribute("aria-label").replace(/\d+$/, n + 1));
      }
      row.querySelector("[data-remove]").setAttribute("aria-label", `Take row ${n + 1} away`);
    });
  }

  texts() {
    const texts = Object.fromEntries([...new FormData(this.form)].filter(([name]) => !name.includes(".")));
    for (const block of this.blocks) {
      texts[block.dataset.rows] = [...block.querySelectorAll("tbody tr")].map((row) =>
        Object.fromEntries([...row.querySelectorAll("input")].map((input) => [input.dataset.cell, input.value])),
      );
    }
    return texts;
  }

  update() {
    const { calculator, asks, words } = this.settings;
    const texts = this.texts();
    const { figures, unreadable, why } = calculate(calculator, asks, texts);
    for (const field of this.form.querySelectorAll("input, select")) {
      field.setAttribute("aria-invalid", String(unreadable.some((name) => field.name === name || field.name.startsWith(`${name}.`))));
    }
    this.toggleAttribute("data-stale", unreadable.length > 0);
    this.querySelector('[role="status"]').textContent = unreadable.length ? words[why ?? "unreadable"] : "";
    if (figures) this.show(figures, texts);
  }

  show(figures, texts) {
    const { outputs } = this.settings;
    for (const output of outputs) {
      if (output.rows.length) this.fill(output, figures[output.name]);
      else this.querySelector(`[data-figure="${output.name}"]`).textContent = written(figures[output.name], output.unit);
    }
    this.draw(outputs.filter((output) => !output.rows.length), figures);
    const link = this.querySelector("[data-simulator]");
    const fields = this.settings.asks.filter((ask) => ask.kind !== "table").map(({ name }) => [name, texts[name]]);
    const query = new URLSearchParams([["calc", this.settings.calculator], ...fields]);
    link.search = query.toString();
  }

  fill({ name, rows }, lines) {
    const body = this.querySelector(`[data-table="${name}"] tbody`);
    body.replaceChildren(
      ...lines.map((line) => {
        const row = document.createElement("tr");
        for (const column of rows) row.insertCell().textContent = written(line[column.name], column.unit);
        return row;
      }),
    );
  }

  /** Bars of figures that have a unit in common. */
  draw(outputs, figures) {
    const size = ({ name }) => Math.max(0, figures[name] ?? 0);
    for (const output of outputs) {
      const largest = Math.max(...outputs.filter(({ unit }) => unit === output.unit).map(size));
      const bar = this.querySelector(`[data-bar="${output.name}"]`);
      bar?.setAttribute("width", (largest ? (100 * size(output)) / largest : 0).toFixed(2));
    }
  }
}

customElements.define("compsim-planning", CompsimPlanning);
