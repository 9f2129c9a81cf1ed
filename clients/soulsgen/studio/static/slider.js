// A value between two ends: a slider, and a field in which it is typed. Both are given back by a double click,
// by Delete, or by an empty field.
import { make } from "/static/make.js";

const RESET = new Set(["Delete", "Backspace"]);

export const places = (step) => (step >= 1 ? 0 : Math.min(4, Math.ceil(-Math.log10(step))));

// A hundredth of the way, rounded to what one would type.
function stepOf(low, high) {
  return Math.min(1, 10 ** Math.round(Math.log10((high - low) / 200)));
}

export class Slider {
  // far: where the slider ends when what may be typed goes on beyond it.
  constructor({ label, low, high, far = high, step = stepOf(low, far), title = "", onInput, onReset }) {
    Object.assign(this, { low, high, far, step, onInput, onReset, value: low });
    this.range = make("input", { type: "range", min: low, max: far, step, title, aria: { label } });
    this.number = make("input", { type: "number", min: low, max: high, step: step >= 1 ? 1 : "any", inputMode: "decimal", aria: { label: `${label}, as a number` } });
    this.range.addEventListener("input", () => this.given(this.range.valueAsNumber));
    this.range.addEventListener("dblclick", () => this.reset());
    this.range.addEventListener("keydown", (event) => {
      if (!RESET.has(event.key)) return;
      event.preventDefault();
      this.reset();
    });
    this.number.addEventListener("change", () => this.typed());
  }

  get elements() {
    return [this.range, this.number];
  }

  given(value) {
    const within = Math.min(this.high, Math.max(this.low, value));
    this.onInput(Number(within.toFixed(6)));
  }

  typed() {
    if (Number.isNaN(this.number.valueAsNumber)) this.reset();
    else this.given(this.number.valueAsNumber);
    this.write();
  }

  reset() {
    this.onReset();
  }

  write() {
    this.number.value = Number(this.value.toFixed(Math.max(2, places(this.step))));
  }

  // held: whether it is somebody's, or where it is by itself.
  show(value, held = true) {
    this.value = value;
    this.range.value = value;
    const share = (place) => `${Math.min(100, (100 * (place - this.low)) / (this.far - this.low))}%`;
    this.range.style.setProperty("--from", share(Math.max(this.low, Math.min(0, value))));
    this.range.style.setProperty("--to", share(Math.max(value, Math.min(0, this.far))));
    for (const each of this.elements) each.classList.toggle("held", held);
    if (document.activeElement !== this.number) this.write();
  }

  disable(off) {
    for (const each of this.elements) each.disabled = off;
  }
}
