// What of her face is held, by name, and the calls that hold it: the newest values, one call at a time.
import { her, on, told } from "/static/instance.js";
import { complain } from "/static/notice.js";
import { post } from "/static/wire.js";

const news = new EventTarget();
let held = {};
let wanted = {}; // name: value, or null to let go
let sending = false;

export const values = () => held;
export const onHeld = (act) => news.addEventListener("held", act);

export function hold(changes) {
  held = { ...held };
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) delete held[name];
    else held[name] = value;
  }
  Object.assign(wanted, changes);
  her.changes += 1;
  news.dispatchEvent(new Event("held"));
  if (!sending) send();
}

export const letGo = (names = Object.keys(held)) => hold(Object.fromEntries(names.map((name) => [name, null])));

function parts() {
  const given = Object.entries(wanted);
  wanted = {};
  return {
    set: Object.fromEntries(given.filter(([, value]) => value !== null)),
    unset: Object.fromEntries(given.filter(([, value]) => value === null).map(([name]) => [name, 0])),
  };
}

async function send() {
  sending = true;
  try {
    while (Object.keys(wanted).length) {
      for (const [action, overrides] of Object.entries(parts())) {
        if (Object.keys(overrides).length) await post("modify_overrides", told({ action, overrides }));
      }
    }
  } catch (error) {
    wanted = {};
    complain(error);
  } finally {
    sending = false;
    her.changes += 1;
  }
}

on("state", ({ held: theirs, stale }) => {
  if (stale || sending || JSON.stringify(theirs) === JSON.stringify(held)) return;
  held = { ...theirs };
  news.dispatchEvent(new Event("held"));
});
on("instance", () => {
  held = {};
  wanted = {};
  news.dispatchEvent(new Event("held"));
});
