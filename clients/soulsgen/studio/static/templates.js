// Templates of all feelings to and from files, and a picture of each.
import * as emotions from "/static/emotions.js";
import { chooser, readTable, save, saveTable } from "/static/file.js";
import { her, told } from "/static/instance.js";
import { button, byId, make } from "/static/make.js";
import { complain, tell, told as words } from "/static/notice.js";
import { post } from "/static/wire.js";

// Before each picture in a ZIP.
const MARK = [0x50, 0x4b, 0x03, 0x04];
let exporting = null;

async function load(file) {
  const table = await readTable(file);
  await emotions.teach({ ...emotions.table(), ...table });
  const count = Object.keys(table).length;
  tell(`${count} ${count === 1 ? "template" : "templates"} of ${file.name} ${count === 1 ? "is" : "are"} among her feelings.`);
}

async function reset() {
  await emotions.teach({});
  tell("Her feelings are those she came with.");
}

const marks = (bytes) => {
  let count = 0;
  for (let at = bytes.indexOf(MARK[0]); at >= 0; at = bytes.indexOf(MARK[0], at + 1)) {
    if (MARK.every((byte, further) => bytes[at + further] === byte)) count += 1;
  }
  return count;
};

async function download(signal) {
  const bar = byId("export-bar");
  const answer = await post("export", told(), { signal });
  const pictures = Number(answer.headers.get("X-Pictures"));
  bar.max = pictures;
  const pieces = [];
  let done = 0;
  for (const reader = answer.body.getReader(); ;) {
    const { value, done: ended } = await reader.read();
    if (ended) break;
    pieces.push(value);
    done += marks(value);
    bar.value = done;
    byId("export-words").textContent = `${done} of ${pictures}`;
  }
  save(new Blob(pieces, { type: "application/zip" }), `${her.state?.character ?? "avatar"}-emotions.zip`);
  tell(`${pictures} pictures are saved.`);
}

async function exportAll() {
  exporting = new AbortController();
  byId("exporting").hidden = false;
  byId("export").disabled = true;
  byId("export-words").textContent = "drawing";
  byId("export-bar").removeAttribute("value");
  try {
    await download(exporting.signal);
  } catch (error) {
    if (!exporting.signal.aborted) complain(`The export broke off: ${error.message}`);
  } finally {
    byId("exporting").hidden = true;
    byId("export").disabled = false;
  }
}

export function start() {
  const file = chooser("application/json,.json", words(load), "templates-file");
  byId("templates").append(
    make("div", { className: "row", role: "group", ariaLabel: "All feelings" },
      button("Export pictures", exportAll, { id: "export", title: "A ZIP with a picture of each feeling" }),
      button("Save all…", () => saveTable(emotions.table(), "emotions.json"), { id: "templates-save" }),
      button("Load…", () => file.click(), { id: "templates-load" }),
      button("Factory reset", words(reset), { id: "templates-reset" }), file),
    make("p", { id: "exporting", className: "row", hidden: true, role: "status" },
      make("progress", { id: "export-bar", ariaLabel: "Pictures drawn" }), make("span", { id: "export-words" }),
      button("Stop", () => exporting?.abort())));
}
