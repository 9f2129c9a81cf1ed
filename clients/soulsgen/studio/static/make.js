// Elements of the page. What comes from elsewhere goes in as text, never as markup.

// make("button", { type: "button", onclick: act, aria: { pressed: false } }, "Speak")
export function make(name, properties = {}, ...inside) {
  const made = document.createElement(name);
  const { aria, data, ...plain } = properties;
  for (const [key, value] of Object.entries(aria ?? {})) made.setAttribute(`aria-${key}`, String(value));
  Object.assign(made.dataset, data);
  Object.assign(made, plain);
  made.append(...inside.filter((each) => each !== null && each !== undefined));
  return made;
}

export const byId = (id) => document.getElementById(id);

export function button(words, onclick, properties = {}) {
  return make("button", { type: "button", onclick, ...properties }, words);
}

export function options(select, values, words = (value) => value) {
  select.replaceChildren(...values.map((value) => make("option", { value }, words(value))));
}

// "eye_raised_lower_eyelid" -> "raised lower eyelid", for what stands under a heading already.
export function plain(name) {
  return name.replace(/_index$/, "").replaceAll("_", " ");
}

export const capital = (words) => words.charAt(0).toUpperCase() + words.slice(1);

export function pressed(button, on) {
  button.setAttribute("aria-pressed", String(on));
}

export const isPressed = (button) => button.getAttribute("aria-pressed") === "true";
