// The chain of filters: added, moved by hand or by keys, and set, as the archive says each may be.
import { field } from "/static/field.js";
import { button, byId, capital, make, options, plain } from "/static/make.js";
import { complain } from "/static/notice.js";
import * as settings from "/static/settings.js";
import { get } from "/static/wire.js";

const KEY = "postprocessor_chain";
const AGAIN_MS = 5000;
const MOST = 32;
const panel = byId("filters");
const list = make("ol", { id: "chain" });
const moved = make("p", { className: "unseen", role: "status" });
const none = make("p", { className: "hint" }, "No filter: she is shown as she is drawn.");
let known = new Map();
let cards = [];
let shownNames = "";

const chain = () => settings.get(KEY) ?? [];
const words = (name) => capital(plain(name));

function use(changed) {
  settings.set(KEY, changed);
}

function change(at, parameter, value) {
  const changed = structuredClone(chain());
  changed[at][1][parameter] = value;
  use(changed);
}

function move(from, to) {
  if (to < 0 || to >= chain().length || from === to) return;
  const changed = structuredClone(chain());
  changed.splice(to, 0, ...changed.splice(from, 1));
  cards.splice(to, 0, ...cards.splice(from, 1));
  shownNames = names(changed);
  use(changed);
  place();
  moved.textContent = `${words(changed[to][0])} is ${to + 1} of ${changed.length}.`;
}

function remove(at) {
  cards.splice(at, 1);
  const changed = chain().filter((_, place) => place !== at);
  shownNames = names(changed);
  use(changed);
  place();
  (cards[Math.min(at, cards.length - 1)]?.handle ?? byId("add")).focus();
}

function add(name) {
  if (chain().length >= MOST) return complain(`A chain has at most ${MOST} filters.`);
  // Under a name of its own its chances are its own.
  const same = chain().filter(([each]) => each === name).length;
  return use([...chain(), [name, same ? { name: `${name}${same}` } : {}]]);
}

const names = (of) => of.map(([name]) => name).join(" ");
const at = (card) => cards.indexOf(card);

// By hand, or finger: the card follows over the others. It is moved among them meanwhile, which would end a
// pointer's capture.
function drag(card) {
  let to = at(card);
  card.element.classList.add("dragged");
  const over = ({ clientY }) => {
    const others = cards.filter((each) => each !== card);
    to = others.filter((each) => {
      const box = each.element.getBoundingClientRect();
      return clientY > box.top + box.height / 2;
    }).length;
    list.insertBefore(card.element, others[to]?.element ?? null);
  };
  const end = (ended) => {
    card.element.classList.remove("dragged");
    for (const [name, act] of acts) removeEventListener(name, act);
    if (ended.type === "pointerup") move(at(card), to);
    place();
  };
  const acts = [["pointermove", over], ["pointerup", end], ["pointercancel", end]];
  for (const [name, act] of acts) addEventListener(name, act);
}

const ARROWS = { ArrowUp: -1, ArrowDown: 1 };

function handleOf(card, name) {
  const handle = button("⠿", null, { className: "handle", title: "Drag, or arrow keys" });
  handle.addEventListener("pointerdown", () => drag(card));
  handle.addEventListener("keydown", (event) => {
    if (event.key === "Delete") return remove(at(card));
    if (!ARROWS[event.key]) return undefined;
    event.preventDefault();
    move(at(card), at(card) + ARROWS[event.key]);
    return handle.focus();
  });
  handle.ariaLabel = `${words(name)}: arrow up and down move it, Delete removes it`;
  return handle;
}

function cardOf(name) {
  const card = {};
  const told = known.get(name) ?? { words: "The archive does not know it.", parameters: {} };
  card.handle = handleOf(card, name);
  card.fields = Object.entries(told.parameters).map(([parameter, each]) => [parameter, each, field(parameter, each, {
    about: `${words(name)}: ${plain(parameter)}`, onInput: (value) => change(at(card), parameter, value),
  })]);
  const head = make("div", { className: "head" }, card.handle, make("b", {}, words(name)),
    button("↑", () => move(at(card), at(card) - 1), { aria: { label: `${words(name)} earlier` } }),
    button("↓", () => move(at(card), at(card) + 1), { aria: { label: `${words(name)} later` } }),
    button("Reset", () => use(chain().map((each, place) => (place === at(card) ? [name, {}] : each))), { aria: { label: `${words(name)}: all defaults` } }),
    button("×", () => remove(at(card)), { aria: { label: `Remove ${words(name)}` } }));
  const fields = make("details", {}, make("summary", {}, told.words), ...card.fields.map(([, , each]) => each.element));
  card.element = make("li", { data: { name } }, head, fields);
  card.details = fields;
  return card;
}

function place() {
  const focused = document.activeElement;
  cards.forEach((card, number) => {
    if (list.children[number] !== card.element) list.insertBefore(card.element, list.children[number] ?? null);
  });
  while (list.children.length > cards.length) list.lastElementChild.remove();
  if (list.contains(focused)) focused.focus();
}

function show() {
  const now = chain();
  if (names(now) !== shownNames) {
    const grown = now.length === cards.length + 1 && names(now.slice(0, -1)) === shownNames;
    cards = grown ? [...cards, cardOf(now.at(-1)[0])] : now.map(([name]) => cardOf(name));
    shownNames = names(now);
    list.replaceChildren(...cards.map((card) => card.element));
    if (grown) cards.at(-1).details.open = true;
  }
  now.forEach(([, given], number) => {
    for (const [parameter, told, each] of cards[number].fields) each.show(given[parameter] ?? told.default);
  });
  none.hidden = now.length > 0;
}

async function learn() {
  try {
    known = new Map((await get("get_available_filters")).filters.map(([name, told]) => [name, whole(told)]));
    options(byId("add"), ["", ...known.keys()], (name) => (name ? words(name) : "Add a filter…"));
    byId("filters-away").hidden = true;
    shownNames = "?";
    show();
  } catch (error) {
    byId("filters-away").hidden = false;
    byId("filters-away").textContent = `Filters cannot be added yet: ${error.message}`;
    setTimeout(learn, AGAIN_MS);
  }
}

// Archives from before parameters were told in words tell ranges and defaults alone.
function whole(told) {
  if (told.parameters) return told;
  const parameters = Object.entries(told.ranges ?? {}).map(([name, range]) => [name, ofRange(range, told.defaults[name])]);
  return { words: "", ...told, parameters: Object.fromEntries(parameters) };
}

function ofRange(range, fallback) {
  const told = { default: fallback };
  if (range[0] === "!RGB") return { ...told, kind: "colour" };
  if (range[0] === "!ignore") return { ...told, kind: "name" };
  if (typeof fallback === "boolean") return { ...told, kind: "switch" };
  if (typeof fallback === "number") return { ...told, kind: "number", low: range[0], high: range[1] };
  return { ...told, kind: "choice", choices: range };
}

export function start() {
  const select = make("select", { id: "add", ariaLabel: "Add a filter" });
  options(select, [""], () => "Add a filter…");
  select.addEventListener("change", () => {
    if (select.value) add(select.value);
    select.value = "";
  });
  panel.append(make("div", { className: "row" }, select,
    button("Usual", () => use(settings.defaults()[KEY]), { id: "chain-usual" }),
    button("None", () => use([]), { id: "chain-none" })),
  make("p", { id: "filters-away", className: "warn", role: "status", hidden: true }), none, list, moved);
  settings.onTable(show);
  learn();
}
