// The page: what the feed tells goes to stage, strip and talk; who looks back is left in peace.
import { feed } from "/static/feed.js";
import * as stage from "/static/stage.js";
import * as strip from "/static/strip.js";
import * as table from "/static/table.js";
import * as talk from "/static/talk.js";

const scenes = [];
let looking = -1;
let following = true;

const byId = (id) => document.getElementById(id);
const now = byId("now");

function choose(number) {
  if (number < 0 || number >= scenes.length) return;
  const before = looking;
  looking = number;
  following = number === scenes.length - 1;
  stage.show(scenes[number]);
  strip.mark(number);
  if (!following) talk.reveal(number);
  else if (before !== number) talk.follow();
  arrows();
}

function arrows() {
  byId("back").disabled = looking <= 0;
  byId("on").disabled = looking >= scenes.length - 1;
  const newer = scenes.length - 1 - looking;
  now.hidden = following || newer < 1;
  now.textContent = newer === 1 ? "Back to now · 1 newer" : `Back to now · ${newer} newer`;
}

const last = () => choose(scenes.length - 1);
const step = (by) => choose(looking + by);

function onNews(news) {
  document.title = byId("title").textContent = news.session.title;
  const status = byId("status");
  status.textContent = [news.status.words, news.status.cost].filter(Boolean).join(" · ");
  status.classList.toggle("trouble", news.status.state === "trouble");
  if (news.fresh) startAnew();
  talk.add(news);
  for (const scene of news.scenes) {
    const number = scenes.push(scene) - 1;
    strip.add(scene, number, choose);
    talk.addScene(scene, number, choose);
  }
  document.body.classList.toggle("empty", scenes.length === 0);
  if (news.scenes.length && following) last();
  else arrows();
}

function startAnew() {
  scenes.length = 0;
  looking = -1;
  following = true;
  strip.clear();
  stage.clear();
}

function onLink(live, heard) {
  const link = byId("link");
  link.className = live ? "live" : "lost";
  link.lastElementChild.textContent = live ? "live" : "no connection";
  byId("lost").hidden = live;
  document.body.classList.toggle("away", !live);
  const time = new Date(heard).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  byId("since").textContent = `Last heard at ${time}. Trying again.`;
}

const KEYS = { ArrowLeft: () => step(-1), ArrowRight: () => step(1), Home: () => choose(0), End: last, f: table.toggle, F: table.toggle, Escape: () => table.set(false) };
addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !KEYS[event.key]) return;
  if (event.key === "Home" || event.key === "End") event.preventDefault();
  KEYS[event.key]();
});

let touched = null;
const frame = byId("frame");
frame.addEventListener("touchstart", (event) => { touched = event.changedTouches[0].clientX; }, { passive: true });
frame.addEventListener("touchend", (event) => {
  const moved = event.changedTouches[0].clientX - touched;
  if (Math.abs(moved) > 50) step(moved > 0 ? -1 : 1);
}, { passive: true });
byId("back").addEventListener("click", () => step(-1));
byId("on").addEventListener("click", () => step(1));
now.addEventListener("click", last);
feed(onNews, onLink);
