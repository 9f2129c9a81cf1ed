// What was said, newest at the bottom; stays where the reader is once the reader has scrolled away.
import { clock, duration, element, voices } from "/static/words.js";

const NEAR = 60; // pixels from the bottom that still count as being there
const MOST = 3000; // lines kept in the page; earlier ones are asked for again
const scroll = document.querySelector("#talk .scroll");
const list = document.querySelector("#talk ol");
const earlier = document.getElementById("earlier");
const newest = document.getElementById("newest");
const said = document.getElementById("said");
let voice = voices();
let first = 0;
let hush = 0;
let unplaced = []; // scenes among lines that are not in the page

const atEnd = () => scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < NEAR;
const toEnd = () => { scroll.scrollTop = scroll.scrollHeight; };

function made(line, before) {
  const item = element("li");
  item.dataset.at = line.at;
  item.dataset.speaker = line.speaker ?? "";
  const sameVoice = before?.dataset.speaker === item.dataset.speaker && line.at - before.dataset.at < 90;
  if (!sameVoice) {
    const head = element("b", null, line.speaker ? voice(line.speaker) : "");
    const time = element("time", clock(line.at));
    time.dateTime = duration(line.at);
    head.append(element("span", line.speaker ?? ""), time);
    item.append(head);
  }
  item.append(element("span", line.text));
  return item;
}

export function add(news) {
  const follow = atEnd();
  if (news.fresh) {
    list.replaceChildren();
    voice = voices();
    first = news.first;
    unplaced = [];
  }
  for (const line of news.lines) {
    const item = made(line, list.lastElementChild);
    if (!news.fresh) item.classList.add("new");
    list.append(item);
  }
  while (follow && list.childElementCount > MOST) {
    if (list.firstElementChild.dataset.speaker !== undefined) first += 1;
    list.firstElementChild.remove();
  }
  earlier.hidden = first === 0;
  if (follow) toEnd();
  else if (news.lines.length) newest.hidden = false;
  if (!news.fresh && news.lines.length) speak(news.lines.at(-1));
}

// The last words, for table mode.
function speak(line) {
  said.replaceChildren(element("span", line.text));
  if (line.speaker) said.prepend(element("b", line.speaker, voice(line.speaker)));
  said.classList.add("shown");
  clearTimeout(hush);
  hush = setTimeout(() => said.classList.remove("shown"), 12000);
}

// A mark between the lines where a scene belongs.
export function addScene(scene, number, choose) {
  const lines = [...list.children];
  if (first > 0 && Number(lines[0]?.dataset.at) > scene.at) {
    unplaced.push([scene, number, choose]);
    return;
  }
  const item = element("li", null, "scene");
  const button = element("button", `scene ${number + 1}`);
  button.type = "button";
  button.addEventListener("click", () => choose(number));
  item.append(button);
  item.dataset.scene = number;
  const follow = atEnd();
  const after = lines.find((line) => Number(line.dataset.at) > scene.at);
  list.insertBefore(item, after ?? null);
  if (follow) toEnd();
}

export function reveal(number) {
  const item = list.querySelector(`[data-scene="${Number(number)}"]`);
  if (!item) return;
  scroll.scrollTop += item.getBoundingClientRect().top - scroll.getBoundingClientRect().top - scroll.clientHeight * 0.6;
  newest.hidden = atEnd();
}

export function follow() {
  toEnd();
  newest.hidden = true;
}

earlier.addEventListener("click", async () => {
  const answer = await fetch(`/lines?before=${first}`);
  if (!answer.ok) return;
  const found = await answer.json();
  const height = scroll.scrollHeight;
  const items = [];
  for (const line of found.lines) items.push(made(line, items.at(-1)));
  list.prepend(...items);
  first = found.first;
  earlier.hidden = first === 0;
  for (const each of unplaced.splice(0)) addScene(...each);
  scroll.scrollTop += scroll.scrollHeight - height;
});
newest.addEventListener("click", follow);
scroll.addEventListener("scroll", () => { if (atEnd()) newest.hidden = true; }, { passive: true });
