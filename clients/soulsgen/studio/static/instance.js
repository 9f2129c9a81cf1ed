// Whom the page directs, and how she is: asked for again and again, as others direct her too.
import { Away, get, Refusal } from "/static/wire.js";

const AGAIN_MS = 1500;
const news = new EventTarget();
let asking = null;
let timer = 0;

// state: as the server tells it, or null. changes: of what is held or set here, counted as they are made.
export const her = { id: "", token: "", state: null, changes: 0 };

export function on(name, act) {
  news.addEventListener(name, (event) => act(event.detail));
}

const tell = (name, detail) => news.dispatchEvent(new CustomEvent(name, { detail }));

export const told = (table = {}) => ({ instance_id: her.id, ...table });

export function become(told) {
  const id = told?.instance_id ?? "";
  if (id === her.id) return;
  Object.assign(her, { id, token: told?.token ?? "", state: null });
  sessionStorage.setItem("studio.instance", id);
  tell("instance", her);
}

// What is answered was asked before the page's own changes: `stale` tells it from what is so now.
async function look() {
  const changes = her.changes;
  const { instances, most } = await get("instances");
  tell("reached");
  tell("everybody", { instances, most });
  const wanted = her.id || sessionStorage.getItem("studio.instance");
  become(instances.find((each) => each.instance_id === wanted) ?? instances[0]);
  if (!her.id) return;
  her.state = await get("state", { instance_id: her.id });
  tell("state", { ...her.state, stale: changes !== her.changes });
}

export async function refresh() {
  clearTimeout(timer);
  asking ??= look().finally(() => { asking = null; });
  try {
    await asking;
  } catch (error) {
    if (error instanceof Away) tell("away");
    else if (!(error instanceof Refusal)) throw error;
  } finally {
    clearTimeout(timer);
    timer = setTimeout(refresh, AGAIN_MS);
  }
}

document.addEventListener("visibilitychange", () => document.hidden || refresh());
addEventListener("online", refresh);
