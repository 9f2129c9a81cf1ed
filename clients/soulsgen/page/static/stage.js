// The picture that is looked at, and the fade from one to the next.
import { clock, duration } from "/static/words.js";

const TRIES = 6;
const frame = document.getElementById("frame");
const caption = document.getElementById("caption");
const when = document.getElementById("when");
const pictures = [...document.querySelectorAll(".pictures img")];
const glows = [...document.querySelectorAll("#glow img")];
let turn = 0;
let current = null;

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

// A file may be listed a moment before a network drive shows it.
async function loaded(picture, address, mine) {
  for (let tried = 0; tried < TRIES && mine === turn; tried += 1) {
    picture.src = tried ? `${address}?again=${tried}` : address;
    try {
      await picture.decode();
      return true;
    } catch {
      await pause(700 * (tried + 1));
    }
  }
  return false;
}

function fade(pair, next) {
  for (const each of pair) each.classList.toggle("shown", each === next);
}

export async function show(scene) {
  if (scene.image === current) return;
  current = scene.image;
  turn += 1;
  const mine = turn;
  const next = pictures.find((each) => !each.classList.contains("shown")) ?? pictures[0];
  const glow = glows.find((each) => !each.classList.contains("shown")) ?? glows[0];
  frame.classList.add("turning");
  next.alt = scene.scene;
  const there = await loaded(next, `/image/${scene.image}`, mine);
  if (mine !== turn) return;
  caption.textContent = scene.scene;
  when.textContent = clock(scene.at);
  when.dateTime = duration(scene.at);
  frame.classList.remove("turning");
  if (!there) return;
  const ratio = next.naturalWidth / next.naturalHeight;
  document.documentElement.style.setProperty("--ratio", String(ratio));
  document.body.classList.toggle("wide", ratio > 1.45 && ratio < 2.1);
  fade(pictures, next);
  if (await loaded(glow, `/thumb/${scene.image}`, mine) && mine === turn) fade(glows, glow);
}

export function clear() {
  turn += 1;
  current = null;
  fade(pictures, null);
  fade(glows, null);
  caption.textContent = when.textContent = "";
}
