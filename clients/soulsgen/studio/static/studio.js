// The studio: its parts begin, and what is heard of the server is shown.
import * as animator from "/static/animator.js";
import * as cast from "/static/cast.js";
import * as face from "/static/face.js";
import * as feelings from "/static/feelings.js";
import * as filters from "/static/filters.js";
import { on, refresh } from "/static/instance.js";
import { byId, capital } from "/static/make.js";
import * as record from "/static/record.js";
import * as settings from "/static/settings.js";
import * as stage from "/static/stage.js";
import * as tabs from "/static/tabs.js";
import * as templates from "/static/templates.js";
import { onRate } from "/static/view.js";
import * as voice from "/static/voice.js";
import { Away } from "/static/wire.js";

const AGAIN_MS = 1500;
let heard = Date.now();
let away = false;

function link(live) {
  away = !live;
  const shown = byId("link");
  shown.className = live ? "live" : "lost";
  shown.lastElementChild.textContent = live ? "live" : "no connection";
  byId("lost").hidden = live;
  document.body.classList.toggle("away", !live);
  if (live) heard = Date.now();
  const time = new Date(heard).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  byId("since").textContent = `Last heard at ${time}. Trying again.`;
}

on("reached", () => link(true));
on("away", () => link(false));
on("state", ({ trouble, character, running }) => {
  document.title = `${character} · Studio`;
  byId("trouble").hidden = !trouble && running;
  byId("trouble").textContent = capital(trouble) || (running ? "" : "She rests: the last picture stays.");
  byId("trouble").classList.toggle("warn", Boolean(trouble));
});
onRate((rate) => { byId("fps").textContent = away ? "" : `${rate.toFixed(rate < 9.95 ? 1 : 0)} pictures a second`; });

// What there is to set does not change: it is asked for until it is known.
async function learn() {
  try {
    face.start(await settings.learn());
  } catch (error) {
    if (!(error instanceof Away)) throw error;
    link(false);
    setTimeout(learn, AGAIN_MS);
    return;
  }
  refresh();
}

for (const part of [tabs, stage, animator, filters, feelings, templates, voice, record, cast]) part.start();
learn();
