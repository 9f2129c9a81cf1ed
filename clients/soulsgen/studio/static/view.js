// The live picture: of those that came, the one whose moment is nearest to what is heard.
import { Clock } from "/static/clock.js";
import { her, on } from "/static/instance.js";
import { byId } from "/static/make.js";
import { complain } from "/static/notice.js";
import { Sound } from "/static/sound.js";
import { Stream } from "/static/stream.js";

// A tab that nobody looks at draws nothing; what is kept for it is little.
const MOST_WAITING = 30;
const RATE_MS = 2000;
const CAPTION_S = 6;

export const clock = new Clock();
export const sound = new Sound();
const canvas = byId("picture");
const said = byId("said");
const news = new EventTarget();
let waiting = [];
let captions = [];
let drawn = [];
let shownT = -Infinity;
let spoken = false;
let refused = "";

export const onStatus = (act) => news.addEventListener("status", (event) => act(event.detail));
export const onRate = (act) => news.addEventListener("rate", (event) => act(event.detail));

async function frame({ t, type, content }) {
  let picture;
  try {
    picture = await createImageBitmap(new Blob([content], { type }));
  } catch {
    if (refused !== type) complain(`This browser cannot show ${type.replace("image/", "")} pictures: choose another format in Settings.`);
    refused = type;
    return;
  }
  refused = "";
  clock.came(t, sound.busy);
  waiting.push({ t, picture });
  waiting.sort((one, other) => one.t - other.t);
  while (waiting.length > MOST_WAITING) waiting.shift().picture.close();
}

function draw(picture) {
  if (canvas.width !== picture.width || canvas.height !== picture.height) {
    canvas.width = picture.width;
    canvas.height = picture.height;
    news.dispatchEvent(new Event("size"));
  }
  const pen = canvas.getContext("2d");
  pen.clearRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, 0, 0);
  drawn.push(performance.now());
}

// Of the one that is shown and the next the later is nearer from the middle between them on.
function nearest(moment) {
  let found = null;
  let last = shownT;
  while (waiting.length && (waiting[0].t <= last || waiting[0].t - moment < moment - last)) {
    const next = waiting.shift();
    const late = next.t <= last;
    (late ? next : found)?.picture.close();
    if (!late) found = next;
    last = Math.max(last, next.t);
  }
  return found;
}

function caption(moment) {
  while (captions.length && captions[0].t <= moment) {
    const { t, text } = captions.shift();
    said.textContent = text;
    said.dataset.until = String(t + CAPTION_S + text.length / 15);
  }
  if (said.textContent && !spoken && moment > Number(said.dataset.until)) said.textContent = "";
}

function tick() {
  requestAnimationFrame(tick);
  if (!clock.known) return;
  const moment = clock.shown();
  const found = nearest(moment);
  if (found) {
    shownT = found.t;
    draw(found.picture);
    found.picture.close();
  }
  caption(moment);
}

function forget() {
  for (const each of waiting) each.picture.close();
  waiting = [];
  captions = [];
  drawn = [];
  shownT = -Infinity;
  said.textContent = "";
  clock.forget();
  sound.stop();
  canvas.getContext("2d").clearRect(0, 0, canvas.width, canvas.height);
}

const feed = byId("feed");

const stream = new Stream({
  frame,
  sound: ({ t, rate, content }) => {
    if (clock.known) sound.play(t, new Int16Array(content), rate, t - clock.shown());
  },
  caption: (message) => captions.push(message),
  clock: ({ t }) => clock.heard(t, sound.busy),
  status: (status) => {
    spoken = status.speaking;
    if (!status.speaking && !captions.length) said.dataset.until = String(clock.known ? clock.shown() + 2 : 0);
    news.dispatchEvent(new CustomEvent("status", { detail: status }));
  },
  feed: (source) => {
    feed.hidden = !source;
    canvas.hidden = Boolean(source);
    if (source) feed.src = source;
    else feed.removeAttribute("src");
  },
});

export const onSize = (act) => news.addEventListener("size", act);

// The picture as it is shown, for a file.
export function picture() {
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

export const isFeed = () => !feed.hidden;

setInterval(() => {
  const since = performance.now() - RATE_MS;
  drawn = drawn.filter((each) => each > since);
  news.dispatchEvent(new CustomEvent("rate", { detail: drawn.length / (RATE_MS / 1000) }));
}, RATE_MS / 4);

on("instance", () => {
  forget();
  stream.watch(her.id);
});
requestAnimationFrame(tick);
