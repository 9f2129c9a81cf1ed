// A control for a setting or a filter's parameter, made of what the server says it may be.
import { capital, make, options, plain } from "/static/make.js";
import { Slider } from "/static/slider.js";

// Slider ends of what may be an hour, or 60 times a second.
const FAR = { s: 30 };
let count = 0;

const byte = (share) => Math.round(255 * share).toString(16).padStart(2, "0");
const hex = (shares) => `#${shares.map(byte).join("")}`;
const shares = (text) => [1, 3, 5].map((at) => Number((parseInt(text.slice(at, at + 2), 16) / 255).toFixed(4)));
const unindexed = (value) => plain(value);

function amount(told, { label, onInput }) {
  const [low, high] = told.range ?? [told.low, told.high];
  const whole = told.kind === "integer" || told.type === "integer";
  const far = high > 100 * (FAR[told.unit] ?? Infinity) ? FAR[told.unit] : high;
  const slider = new Slider({
    label, low, high, far, ...(whole ? { step: 1 } : {}), title: "Double click, or Delete: the default",
    onInput: (value) => onInput(whole ? Math.round(value) : value), onReset: () => onInput(told.default),
  });
  return { elements: slider.elements, show: (value) => slider.show(value, value !== told.default) };
}

function toggle(told, { label, onInput }) {
  const box = make("input", { type: "checkbox", ariaLabel: label });
  box.addEventListener("change", () => onInput(box.checked));
  return { elements: [box], show: (value) => { box.checked = value; } };
}

function choice(told, { label, onInput }) {
  const select = make("select", { ariaLabel: label });
  options(select, told.choices, told.type === "parameter" ? unindexed : (value) => value);
  select.addEventListener("change", () => onInput(select.value));
  return { elements: [select], show: (value) => { select.value = value; } };
}

function words(told, { label, onInput }) {
  const input = make("input", { type: "text", maxLength: 100, ariaLabel: label });
  input.addEventListener("change", () => onInput(input.value || told.default));
  return { elements: [input], show: (value) => { if (document.activeElement !== input) input.value = value ?? ""; } };
}

// Three shares in filters; "#rrggbb" or "transparent" in settings.
function colour(told, { label, onInput }) {
  const input = make("input", { type: "color", ariaLabel: label });
  if (Array.isArray(told.default)) {
    input.addEventListener("input", () => onInput(shares(input.value)));
    return { elements: [input], show: (value) => { input.value = hex(value); } };
  }
  const box = make("input", { type: "checkbox", ariaLabel: `${label}: opaque` });
  const given = () => onInput(box.checked ? input.value : "transparent");
  box.addEventListener("change", given);
  input.addEventListener("input", () => { box.checked = true; given(); });
  return {
    elements: [box, input],
    show: (value) => {
      box.checked = value !== "transparent";
      if (box.checked) input.value = value;
    },
  };
}

function several(told, { label, onInput }) {
  const boxes = told.choices.map((value) => {
    const box = make("input", { type: "checkbox", value });
    box.addEventListener("change", () => onInput(boxes.filter((each) => each.checked).map((each) => each.value)));
    return box;
  });
  const summary = make("summary", {});
  const all = make("details", { className: "several" }, summary, ...boxes.map((box) => make("label", {}, box, unindexed(box.value))));
  return {
    elements: [all],
    show: (values) => {
      for (const box of boxes) box.checked = values.includes(box.value);
      summary.textContent = `${values.length} of ${boxes.length}`;
      summary.ariaLabel = `${label}: ${values.length} of ${boxes.length}`;
    },
  };
}

const KINDS = {
  number: amount, integer: amount, boolean: toggle, switch: toggle, choice, parameter: choice,
  colour, name: words, text: words, "list of parameter": several,
};

export const isKnown = (told) => (told.kind ?? told.type) in KINDS;

// {element, show}; told: what metadata says. name: its key; label: how it is called, if otherwise than its key.
export function field(name, told, { label = capital(plain(name)), about = label, onInput }) {
  const control = KINDS[told.kind ?? told.type](told, { label: about, onInput });
  const hint = told.words ? make("small", { id: `hint-${count += 1}` }, told.words) : null;
  if (hint) for (const each of control.elements) each.setAttribute("aria-describedby", hint.id);
  const unit = told.unit && told.unit !== "Hz" ? make("i", {}, ` ${told.unit}`) : null;
  const element = make("div", { className: "field", data: { name } }, make("span", { className: "name" }, label, unit),
    make("span", { className: "control" }, ...control.elements), hint);
  return { element, show: control.show };
}
