// The instance's settings: one table, as the server has it; what is changed here is sent as a whole.
import { her, on, refresh, told } from "/static/instance.js";
import { complain } from "/static/notice.js";
import { get as fetched, post } from "/static/wire.js";

const WAIT_MS = 150;
const news = new EventTarget();
let table = {};
let waiting = 0;
let sending = false;

export let metadata = {};
export const get = (key) => table[key];
export const all = () => structuredClone(table);
export const onTable = (act) => news.addEventListener("table", act);
export const onMetadata = (act) => news.addEventListener("metadata", act);

const tell = () => news.dispatchEvent(new Event("table"));

export function set(key, value) {
  use({ ...table, [key]: value });
}

export function use(changed) {
  table = changed;
  her.changes += 1;
  tell();
  clearTimeout(waiting);
  waiting = setTimeout(send, WAIT_MS);
}

export const defaults = () => Object.fromEntries(Object.entries(metadata).map(([key, each]) => [key, structuredClone(each.default)]));

// One at a time, so that an older table never comes after a newer one.
async function send() {
  waiting = 0;
  if (sending) {
    waiting = setTimeout(send, WAIT_MS);
    return;
  }
  sending = true;
  try {
    await post("load_animator_settings", told({ animator_settings: table }));
  } catch (error) {
    complain(error);
    refresh();
  } finally {
    sending = false;
    her.changes += 1;
  }
}

// What somebody else, or a file, has set meanwhile.
function heard({ animator_settings: theirs, stale }) {
  if (stale || sending || waiting || JSON.stringify(theirs) === JSON.stringify(table)) return;
  table = theirs;
  tell();
}

// A file's settings: checked by the server before they are ours.
export async function load(theirs) {
  await post("load_animator_settings", told({ animator_settings: theirs }));
  her.changes += 1;
  await refresh();
}

// {poses, cels}: the rest of what editors need.
export async function learn() {
  const told = await fetched("settings_metadata");
  metadata = told.settings;
  news.dispatchEvent(new Event("metadata"));
  return told;
}

on("state", heard);
