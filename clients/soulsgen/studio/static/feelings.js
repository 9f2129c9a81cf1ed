// The feelings as a grid of buttons with her face on each; arrow keys go between them.
import * as emotions from "/static/emotions.js";
import * as face from "/static/face.js";
import { her, on, refresh, told } from "/static/instance.js";
import { byId, isPressed, make, pressed } from "/static/make.js";
import { told as words } from "/static/notice.js";
import { address, post } from "/static/wire.js";

const grid = byId("grid");
const AGAIN_MS = 3000;
const SIDE = 256;
let turn = 0;
let chosen = "";

const buttons = () => [...grid.children];

async function feel(name) {
  mark(name);
  face.felt(name);
  her.changes += 1;
  await post("set_emotion", told({ emotion_name: name }));
  await refresh();
}

function mark(name) {
  chosen = name;
  for (const each of buttons()) pressed(each, each.dataset.name === name);
  const focused = buttons().find((each) => each.dataset.name === name) ?? grid.firstElementChild;
  if (grid.contains(document.activeElement)) return;
  for (const each of buttons()) each.tabIndex = each === focused ? 0 : -1;
}

// In the row above or below, the one that is nearest.
function beside(from, key) {
  const list = buttons();
  const at = list.indexOf(from);
  const columns = list.filter((each) => each.offsetTop === list[0].offsetTop).length;
  const moves = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns, Home: -at, End: list.length - 1 - at };
  return key in moves ? list[at + moves[key]] ?? from : null;
}

grid.addEventListener("keydown", (event) => {
  const next = beside(event.target.closest("button"), event.key);
  if (!next) return;
  event.preventDefault();
  for (const each of buttons()) each.tabIndex = each === next ? 0 : -1;
  next.focus();
});

function build() {
  const had = document.activeElement?.dataset?.name;
  grid.replaceChildren(...emotions.names().map((name) => make("button", {
    type: "button", tabIndex: -1, data: { name }, aria: { pressed: false }, onclick: words(() => feel(name)),
  }, make("img", { alt: "", width: 64, height: 64 }), make("span", {}, name))));
  mark(her.state?.emotion ?? chosen);
  buttons().find((each) => each.dataset.name === had)?.focus();
  picture(++turn);
}

// One after the other: she herself is drawn by the same archive.
async function picture(mine) {
  for (const each of buttons()) {
    const image = each.querySelector("img");
    while (mine === turn && !await drawn(image, each.dataset.name)) await new Promise((done) => setTimeout(done, AGAIN_MS));
    if (mine !== turn) return;
  }
}

async function drawn(image, emotion) {
  try {
    image.src = address("still", { instance_id: her.id, emotion, size: SIDE, face: "" });
    await image.decode();
    image.className = "shown";
    return true;
  } catch {
    image.removeAttribute("src");
    return false;
  }
}

function toggled(button, on, off) {
  button.addEventListener("click", words(async () => {
    await post(isPressed(button) ? off : on, told());
    pressed(button, !isPressed(button));
    her.changes += 1;
  }));
}

export function start() {
  toggled(byId("talk"), "start_talking", "stop_talking");
  toggled(byId("data-eyes"), "start_data_eyes", "stop_data_eyes");
  emotions.onEmotions(build);
  on("state", (state) => {
    if (state.stale) return;
    pressed(byId("talk"), state.talking);
    pressed(byId("data-eyes"), state.data_eyes);
    if (state.emotion !== chosen) mark(state.emotion);
  });
  on("instance", () => { turn += 1; });
}
