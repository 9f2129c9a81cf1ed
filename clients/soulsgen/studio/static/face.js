// The face: a slider for each of the 45 parameters and for each cel. What is touched is held; the rest is hers.
import * as emotions from "/static/emotions.js";
import { chooser, readTable, saveTable } from "/static/file.js";
import * as held from "/static/held.js";
import { her, on } from "/static/instance.js";
import { button, byId, capital, isPressed, make, plain, pressed } from "/static/make.js";
import { tell, told } from "/static/notice.js";
import { Slider } from "/static/slider.js";

const GROUPS = [
  ["Eyebrows", /^eyebrow_/, "eyebrow"],
  ["Eyes", /^eye_/, "eye"],
  ["Irises", /^iris_/, "iris"],
  ["Mouth", /^mouth_/, "mouth"],
  ["Head and body", /./, ""],
];
const WORDS = {
  iris_rotation_x: "Up, down", iris_rotation_y: "Aside", head_x: "Head up, down", head_y: "Head aside",
  neck_z: "Neck tilts", body_y: "Body aside", body_z: "Body leans",
};
const SIDE = /_(left|right)$/;
const panel = byId("face");
const sliders = new Map();
const links = [];
let poses = [];
let cels = [];

const base = () => emotions.valuesOf(her.state?.emotion ?? "neutral");
const all = () => [...poses, ...cels.filter((name) => her.state?.cels.includes(name))];
const isPosed = () => poses.length > 0 && poses.every((name) => name in held.values());

export const values = () => ({ ...base(), ...held.values() });

// Every slider at what `wanted` says: the picture is exactly that.
export function pose(wanted = values()) {
  held.hold(Object.fromEntries(all().map((name) => [name, wanted[name] ?? 0])));
}

// A posed face takes a feeling as its sliders' places.
export function felt(name) {
  if (isPosed()) pose(emotions.valuesOf(name));
}

function show() {
  const [mine, hers, posed] = [held.values(), base(), isPosed()];
  for (const [name, slider] of sliders) slider.show(mine[name] ?? hers[name] ?? 0, name in mine);
  pressed(byId("alive"), !posed);
  pressed(byId("posed"), posed);
  const count = Object.keys(mine).length;
  byId("count").textContent = posed ? "Every slider is held: she is exactly that." : count ? `${count} held; the rest moves by itself.` : "She moves by herself; what you touch is held.";
  byId("let-go").disabled = !count;
}

const change = (names, value) => held.hold(Object.fromEntries(names.map((name) => [name, value])));
const reset = (names) => change(names, isPosed() ? 0 : null);

function slider(name, label, names = () => [name]) {
  const [low, high] = bounds[name] ?? [0, 1];
  const made = new Slider({
    label, low, high, step: 0.01, title: "Double click, or Delete, lets go",
    onInput: (value) => change(names(), value), onReset: () => reset(names()),
  });
  made.range.dataset.name = name;
  sliders.set(name, made);
  return made;
}

let bounds = {};

function single(name, words, label) {
  return make("div", { className: "single" }, make("span", { className: "name" }, words), ...slider(name, label).elements);
}

function pair(stem, words, label) {
  const sides = [`${stem}_left`, `${stem}_right`];
  const link = button("", () => pressed(link, !isPressed(link)), {
    className: "link", title: "Left and right together", aria: { pressed: true, label: `${label}: left and right together` },
  });
  links.push(link);
  const of = (name) => () => (isPressed(link) ? sides : [name]);
  const row = make("div", { className: "pair", role: "group", aria: { label } }, make("span", { className: "name" }, words));
  for (const name of sides) {
    const side = name.match(SIDE)[1];
    row.append(make("span", { className: "side", title: `Her ${side}` }, side[0].toUpperCase()), ...slider(name, `${label}, ${side}`, of(name)).elements);
  }
  row.append(link);
  return row;
}

function rows(names, prefix) {
  const made = [];
  for (const name of names) {
    const stem = name.replace(SIDE, "");
    const words = WORDS[name] ?? capital(plain(prefix && stem.startsWith(`${prefix}_`) ? stem.slice(prefix.length + 1) : stem));
    const label = `${prefix ? `${capital(prefix)}: ` : ""}${words.toLowerCase()}`;
    if (stem === name) made.push(single(name, words, label));
    else if (name.endsWith("_left")) made.push(pair(stem, words, label));
  }
  return made;
}

function group(title, names, prefix, open) {
  return make("details", { open, className: "group" }, make("summary", {}, title, make("small", {}, String(names.length))), ...rows(names, prefix));
}

function groups() {
  let left = poses;
  return GROUPS.map(([title, fits, prefix]) => {
    const names = left.filter((name) => fits.test(name));
    left = left.filter((name) => !fits.test(name));
    return group(title, names, prefix, true);
  });
}

async function load(file) {
  const table = await readTable(file);
  const [[name, one] = []] = Object.entries(table);
  if (!one?.pose && !one?.cels) throw new Error(`${file.name} holds no template: {"name": {"pose": …, "cels": …}}`);
  await emotions.teach({ ...emotions.table(), ...table });
  byId("face-name").value = name;
  pose(emotions.valuesOf(name));
  tell(`${name} is on the sliders, and among the feelings.`);
}

const named = () => byId("face-name").value.trim() || her.state?.emotion || "face";
const mine = () => ({ [named()]: emotions.template(values(), poses, cels) });

async function keep() {
  await emotions.teach({ ...emotions.table(), ...mine() });
  tell(`${named()} is among the feelings now, as long as she is here.`);
}

function head() {
  const linkAll = button("Link sides", () => {
    pressed(linkAll, !isPressed(linkAll));
    for (const each of links) pressed(each, isPressed(linkAll));
  }, { id: "link-all", aria: { pressed: true } });
  return [
    make("div", { className: "row" },
      make("span", { className: "segments", role: "group", ariaLabel: "Who moves her" },
        button("Alive", () => held.letGo(), { id: "alive", aria: { pressed: true } }),
        button("Posed", () => pose(), { id: "posed", aria: { pressed: false } })),
      linkAll,
      button("Let go of all", () => held.letGo(), { id: "let-go" })),
    make("p", { id: "count", className: "hint", role: "status" }),
  ];
}

function foot() {
  const file = chooser("application/json,.json", told(load), "face-file");
  return make("div", { className: "row", role: "group", ariaLabel: "This face as a template" },
    make("input", { id: "face-name", placeholder: "a name for this face", maxLength: 60, aria: { label: "A name for this face" } }),
    button("Keep", told(keep), { id: "face-keep", title: "Among her feelings" }),
    button("Save…", () => saveTable(mine(), `${named().replaceAll(/[^\w-]+/g, "_")}.json`), { id: "face-save" }),
    button("Load…", () => file.click(), { id: "face-load" }), file);
}

// What is laid over the face: those that this character has no picture of cannot be seen.
function wear(theirs) {
  for (const name of cels) sliders.get(name)?.disable(!theirs.includes(name));
}

export function start(metadata) {
  bounds = metadata.poses;
  poses = Object.keys(metadata.poses);
  cels = metadata.cels;
  const laid = make("details", { open: true, className: "group" }, make("summary", {}, "Laid over the face", make("small", {}, String(cels.length))),
    ...cels.map((name) => single(name, capital(name.replace(/(\d)$/, " $1")), `Laid over: ${name}`)));
  panel.append(...head(), foot(), ...groups(), laid);
  held.onHeld(show);
  emotions.onEmotions(show);
  on("state", ({ cels: theirs }) => {
    wear(theirs);
    show();
  });
  show();
}
