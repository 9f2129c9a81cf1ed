// Full-screen table mode: the button, F, or the address with #table for a screen without a keyboard.

const IDLE_MS = 3000;
let awake = null;
let idle = 0;

const isOn = () => document.body.classList.contains("table");

// Where the browser can, the screen stays on while the page is the table's light.
async function keepAwake() {
  if (!isOn() || document.hidden || awake) return;
  try {
    awake = await navigator.wakeLock?.request("screen");
    awake?.addEventListener("release", () => { awake = null; });
  } catch {
    awake = null;
  }
}

export function set(on, full = true) {
  document.body.classList.toggle("table", on);
  if (on) {
    keepAwake();
    stir();
    if (full) document.documentElement.requestFullscreen?.().catch(() => {});
  } else {
    awake?.release();
    if (document.fullscreenElement) document.exitFullscreen();
  }
}

function stir() {
  clearTimeout(idle);
  document.body.classList.remove("idle");
  idle = setTimeout(() => document.body.classList.toggle("idle", isOn()), IDLE_MS);
}

export const toggle = () => set(!isOn());

document.getElementById("table").addEventListener("click", toggle);
document.getElementById("frame").addEventListener("dblclick", toggle);
document.addEventListener("fullscreenchange", () => document.fullscreenElement || set(false));
document.addEventListener("visibilitychange", keepAwake);
addEventListener("pointermove", stir, { passive: true });
if (location.hash === "#table") set(true, false);
