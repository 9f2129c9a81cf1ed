// The instance's emotions, each with its pose and its cels: the templates of the original's files.
import { her, on, told } from "/static/instance.js";
import { complain } from "/static/notice.js";
import { get, post } from "/static/wire.js";

// Names that other programs' files write without `_index`.
const PLAIN = new Set(["mouth_delta", "mouth_smirk"]);
const news = new EventTarget();
let emotions = {};
let known = "";

const spelt = (name) => (PLAIN.has(name) ? name : `${name}_index`);
export const names = () => Object.keys(emotions);
export const onEmotions = (act) => news.addEventListener("emotions", act);
export const table = () => structuredClone(emotions);

// {parameter or cel: value}, by the names that sliders have; what is left out is 0.
export function valuesOf(name) {
  const { pose = {}, cels = {} } = emotions[name] ?? {};
  const parameters = Object.entries(pose).map(([key, value]) => [key.replace(/_index$/, ""), value]);
  return { ...Object.fromEntries(parameters), ...cels };
}

// A template with every key, of what sliders say.
export function template(values, poses, cels) {
  return {
    pose: Object.fromEntries(poses.map((name) => [spelt(name), values[name] ?? 0])),
    cels: Object.fromEntries(cels.map((name) => [name, values[name] ?? 0])),
  };
}

async function learn() {
  ({ emotions } = await get("emotion_templates", { instance_id: her.id }));
  news.dispatchEvent(new Event("emotions"));
}

// In place of all that were not built in.
export async function teach(theirs) {
  await post("load_emotion_templates", told({ emotions: theirs }));
  await learn();
}

on("instance", () => { known = ""; });
on("state", (state) => {
  const now = `${state.instance_id} ${state.emotions}`;
  if (now === known) return;
  known = now;
  learn().catch((error) => {
    known = "";
    complain(error);
  });
});
