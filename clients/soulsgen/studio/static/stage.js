// About the picture: how it lies in its frame, what is behind it, where the crop cuts, where she looks.
import { chooser, save } from "/static/file.js";
import { her, on, refresh, told } from "/static/instance.js";
import { byId, isPressed, pressed } from "/static/make.js";
import { complain, tell, told as words } from "/static/notice.js";
import * as settings from "/static/settings.js";
import { isFeed, onSize, picture, sound } from "/static/view.js";
import { address, ask, post } from "/static/wire.js";

const view = byId("view");
const fit = byId("fit");
const crop = byId("crop");
const backdrop = byId("backdrop");
const behind = byId("behind");
const outline = byId("outline");
const look = byId("look");
const WHOLE = { left: 0, top: 0, right: 1, bottom: 1 };
const percent = (share) => `${100 * share}%`;
// How often she is told of a point that moves, and how far an arrow key moves it.
const POINT_MS = 120;
const STEP = 0.06;
let point = [0.5, 0.3];
let sentAt = 0;

function place(element, box) {
  element.style.left = percent(box.left);
  element.style.top = percent(box.top);
  element.style.width = percent(box.right - box.left);
  element.style.height = percent(box.bottom - box.top);
}

// With the crop's frame on, what is cut lies where it was in the whole picture.
function lay() {
  const table = settings.get("crop") ?? { enabled: false, ...WHOLE };
  const framed = isPressed(outline);
  crop.hidden = !framed;
  place(fit, framed && table.enabled ? table : WHOLE);
  place(crop, table);
  crop.firstElementChild.textContent = table.enabled ? "kept" : "kept, once the crop is on";
}

async function snap() {
  const when = new Date().toISOString().slice(0, 19).replaceAll(/[-:]/g, "").replace("T", "-");
  const blob = isFeed() ? await (await ask(address("frame", { instance_id: her.id }))).blob() : await picture();
  save(blob, `${her.state?.character ?? "avatar"}-${when}.${blob.type.replace("image/", "")}`);
  tell("The picture is saved.");
}

async function choose(file) {
  try {
    const image = await createImageBitmap(file);
    backdrop.width = image.width;
    backdrop.height = image.height;
    backdrop.getContext("2d").drawImage(image, 0, 0);
    image.close();
    dress("picture");
  } catch {
    complain(`${file.name} is no picture that this browser can show.`);
    behind.value = view.dataset.behind;
  }
}

function dress(name) {
  view.dataset.behind = name;
  backdrop.hidden = name !== "picture";
  backdrop.classList.toggle("blurred", settings.get("backdrop_blur") ?? true);
  behind.value = name;
}

function lookAt() {
  if (Date.now() - sentAt < POINT_MS) return;
  sentAt = Date.now();
  post("look_at", told({ point })).catch(complain);
}

function pointed(event) {
  if (look.value !== "point") return;
  const box = fit.getBoundingClientRect();
  point = [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
  lookAt();
}

const ARROWS = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };

function stepped(event) {
  if (look.value !== "point" || !ARROWS[event.key]) return;
  event.preventDefault();
  point = point.map((each, at) => Math.min(1.5, Math.max(-0.5, each + ARROWS[event.key][at])));
  sentAt = 0;
  lookAt();
}

export function start() {
  const backdropFile = chooser("image/*", choose, "backdrop-file");
  view.append(backdropFile);
  behind.addEventListener("change", () => {
    if (behind.value === "picture") backdropFile.click();
    else dress(behind.value);
  });
  backdropFile.addEventListener("cancel", () => { behind.value = view.dataset.behind; });
  outline.addEventListener("click", () => {
    pressed(outline, !isPressed(outline));
    lay();
  });
  byId("snap").addEventListener("click", words(snap));
  byId("hear").addEventListener("click", async () => {
    if (isPressed(byId("hear"))) sound.mute();
    else await sound.wake();
    pressed(byId("hear"), sound.on);
  });
  byId("run").addEventListener("click", words(async () => {
    await post(her.state?.running ? "stop" : "start", told());
    await refresh();
  }));
  look.addEventListener("change", words(async () => {
    if (look.value === "point") return view.focus();
    return post("look_at", told({ point: look.value === "camera" ? "camera" : null }));
  }));
  view.addEventListener("pointermove", pointed);
  view.addEventListener("pointerdown", pointed);
  view.addEventListener("keydown", stepped);
  on("state", ({ running }) => { byId("run").textContent = running ? "Pause" : "Move"; });
  settings.onTable(() => { lay(); dress(view.dataset.behind); });
  onSize(lay);
  dress("dusk");
  lay();
}
