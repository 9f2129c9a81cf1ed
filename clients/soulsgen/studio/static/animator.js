// The settings of how she moves and how her pictures are made, by what they are about; to and from files.
import { field, isKnown } from "/static/field.js";
import { chooser, readTable, saveTable } from "/static/file.js";
import { button, byId, capital, make, plain } from "/static/make.js";
import { tell, told } from "/static/notice.js";
import * as settings from "/static/settings.js";
import { Slider } from "/static/slider.js";

const GROUPS = {
  "The picture": ["target_fps", "size", "format", "quality", "background", "backdrop_blur", "metrics_enabled"],
  Upscaling: ["upscale", "upscale_quality", "upscale_preset"],
  Feelings: ["pose_interpolator_step", "animefx_enabled", "eye_waver_fps"],
  "Sway and breath": ["sway_morphs", "sway_interval_min", "sway_interval_max", "sway_macro_strength", "sway_micro_strength", "breathing_cycle_duration"],
  Eyes: ["looks_about", "blink_interval_min", "blink_interval_max", "blink_probability", "blink_confusion_duration"],
  "Data eyes": ["data_eyes_fps", "data_eyes_fadeout_duration", "data_eyes_min_duration"],
  Talking: ["talking_fps", "talking_morph", "lips_lead"],
};
// Elsewhere on the page, or for programs.
const LEFT_OUT = new Set(["postprocessor_chain", "crop", "animefx", "look", "backdrop_path"]);
const LABELS = {
  target_fps: "Pictures a second", pose_interpolator_step: "How fast feelings come", animefx_enabled: "Signs about her",
  metrics_enabled: "Log timings", backdrop_blur: "Blur the backdrop", lips_lead: "Lips before sound", looks_about: "Eyes wander",
  upscale: "Times as large", upscale_quality: "By", upscale_preset: "Preset", data_eyes_fps: "Pictures a second",
  data_eyes_fadeout_duration: "Fades for", data_eyes_min_duration: "Seen at least", talking_fps: "Mouths a second", talking_morph: "What opens",
  eye_waver_fps: "Wavering eyes", sway_morphs: "What sways", sway_macro_strength: "How far", sway_micro_strength: "How unquietly",
  sway_interval_min: "Rests at least", sway_interval_max: "Rests at most", breathing_cycle_duration: "A breath takes",
  blink_interval_min: "Blinks after", blink_interval_max: "And before", blink_probability: "How readily", blink_confusion_duration: "Confused for",
};
// Of two, the second is never less.
const PAIRS = { blink_interval: ["blink_interval_min", "blink_interval_max"], sway_interval: ["sway_interval_min", "sway_interval_max"] };
const LEAST_CROP = 0.05;
const EDGES = { left: ["right", -1], right: ["left", 1], top: ["bottom", -1], bottom: ["top", 1] };
const panel = byId("animator");
const shows = [];

function change(key, value) {
  const changed = { ...settings.all(), [key]: value };
  for (const [low, high] of Object.values(PAIRS)) {
    if (key === low) changed[high] = Math.max(changed[high], value);
    if (key === high) changed[low] = Math.min(changed[low], value);
  }
  settings.use(changed);
}

function known(key) {
  const label = LABELS[key] ?? capital(plain(key));
  const made = field(key, settings.metadata[key], { label, about: capital(plain(key)), onInput: (value) => change(key, value) });
  shows.push((table) => made.show(table[key]));
  return made.element;
}

function edge(name) {
  const [other, way] = EDGES[name];
  const slider = new Slider({
    label: `Crop: ${name}`, low: 0, high: 1, step: 0.01, title: "Double click, or Delete: the whole picture",
    onInput: (value) => {
      const crop = settings.get("crop");
      const limit = crop[other] + way * LEAST_CROP;
      settings.set("crop", { ...crop, [name]: way < 0 ? Math.min(value, limit) : Math.max(value, limit) });
    },
    onReset: () => settings.set("crop", { ...settings.get("crop"), [name]: way < 0 ? 0 : 1 }),
  });
  shows.push(({ crop }) => slider.show(crop[name], crop[name] !== (way < 0 ? 0 : 1)));
  return make("div", { className: "field" }, make("span", { className: "name" }, capital(name)), make("span", { className: "control" }, ...slider.elements));
}

function crop() {
  const box = make("input", { type: "checkbox", id: "crop-on" });
  box.addEventListener("change", () => settings.set("crop", { ...settings.get("crop"), enabled: box.checked }));
  shows.push((table) => { box.checked = table.crop.enabled; });
  return group("Crop", [make("label", { className: "check" }, box, "Cut the picture"), ...Object.keys(EDGES).map(edge)]);
}

// Which feelings show as which signs: each on or off; the rest of it as the file says.
function signs() {
  const list = make("div", { className: "signs" });
  shows.push(({ animefx }) => list.replaceChildren(...animefx.map(([name, one], at) => {
    const box = make("input", { type: "checkbox", checked: one.enabled ?? true });
    box.addEventListener("change", () => {
      const changed = structuredClone(settings.get("animefx"));
      changed[at][1].enabled = box.checked;
      settings.set("animefx", changed);
    });
    return make("label", { className: "check" }, box, make("span", {}, capital(name), make("small", {}, ` ${(one.emotions ?? []).join(", ")}`)));
  })));
  return group("Signs", [list], false);
}

const group = (title, inside, open = false) => make("details", { className: "group", open }, make("summary", {}, title), ...inside);

async function load(file) {
  await settings.load(await readTable(file));
  tell(`The settings of ${file.name} are hers.`);
}

async function reset() {
  await settings.load({});
  tell("All settings, and the filters, are the usual ones.");
}

function files() {
  const file = chooser("application/json,.json", told(load), "settings-file");
  return make("div", { className: "row", role: "group", ariaLabel: "All settings" },
    button("Save…", () => saveTable(settings.all(), "animator.json"), { id: "settings-save" }),
    button("Load…", () => file.click(), { id: "settings-load" }),
    button("Factory reset", told(reset), { id: "settings-reset" }), file);
}

function build() {
  const grouped = new Set([...Object.values(GROUPS).flat(), ...LEFT_OUT]);
  const more = Object.keys(settings.metadata).filter((key) => !grouped.has(key) && isKnown(settings.metadata[key]));
  const made = Object.entries({ ...GROUPS, ...(more.length ? { More: more } : {}) }).map(([title, keys], at) => group(
    title, keys.filter((key) => key in settings.metadata).map(known), at === 0));
  made.splice(2, 0, crop());
  panel.append(files(), ...made, signs());
  show();
}

function show() {
  const table = settings.all();
  if (!("target_fps" in table)) return;
  // A box that has the focus would lose it when it is made anew.
  const focused = panel.contains(document.activeElement) && document.activeElement.closest(".signs");
  for (const each of shows) if (!focused || each !== shows.at(-1)) each(table);
}

export function start() {
  settings.onMetadata(build);
  settings.onTable(show);
}
