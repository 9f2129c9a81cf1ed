// Recordings: begun, ended, and fetched.
import { her, on, told } from "/static/instance.js";
import { button, byId, make, options } from "/static/make.js";
import { complain, told as words } from "/static/notice.js";
import { clock, onStatus } from "/static/view.js";
import { address, post } from "/static/wire.js";

const FORMS = { mp4: "MP4, with sound", webm: "WebM, with sound, transparent", gif: "GIF" };
let since = null;
let fault = "";

const time = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

async function press() {
  const recording = since !== null;
  byId("record-go").disabled = true;
  try {
    if (recording) finished(await (await post("stop_recording", told(), { signal: AbortSignal.timeout(120000) })).json());
    else await post("start_recording", told({ format: byId("record-form").value }));
  } finally {
    byId("record-go").disabled = false;
  }
}

function finished(kept) {
  const link = byId("record-file");
  link.hidden = !kept;
  if (!kept) return;
  link.href = address("recording", { file: kept.file });
  link.download = kept.file;
  link.textContent = `Download ${kept.file.split(".").at(-1).toUpperCase()} (${time(kept.seconds)}, ${(kept.bytes / 1e6).toFixed(1)} MB)`;
  link.title = kept.ended_because || "";
}

function status({ recording_since: began, recorded, recording_fault: now }) {
  since = began;
  byId("record-go").textContent = since === null ? "Record" : "Stop recording";
  byId("record").classList.toggle("on", since !== null);
  byId("record-form").disabled = since !== null;
  finished(recorded);
  if (now && now !== fault) complain(now);
  fault = now;
  tick();
}

function tick() {
  byId("record-time").textContent = since === null || !clock.known ? "" : time(Math.max(0, clock.now() - since));
}

export function start() {
  const form = make("select", { id: "record-form", ariaLabel: "What is recorded" });
  options(form, Object.keys(FORMS), (name) => FORMS[name]);
  byId("record").append(form, button("Record", words(press), { id: "record-go" }), make("span", { id: "record-time" }),
    make("a", { id: "record-file", hidden: true }));
  onStatus(status);
  on("instance", () => {
    since = null;
    byId("record-file").hidden = !her.id;
    finished(null);
  });
  setInterval(tick, 500);
}
