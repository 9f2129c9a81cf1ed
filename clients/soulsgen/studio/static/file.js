// Files to and from whoever sits here.
import { make } from "/static/make.js";

const KEPT_MS = 60000;

export function save(blob, name) {
  const url = URL.createObjectURL(blob);
  const link = make("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
}

export function saveTable(table, name) {
  save(new Blob([`${JSON.stringify(table, null, 2)}\n`], { type: "application/json" }), name);
}

// A button's file input that the page can also be given files by.
export function chooser(accept, onFile, id, multiple = false) {
  const input = make("input", { type: "file", accept, id, multiple, hidden: true });
  input.addEventListener("change", () => {
    const files = [...input.files];
    input.value = "";
    if (files.length) onFile(multiple ? files : files[0]);
  });
  return input;
}

export async function readTable(file) {
  let table;
  try {
    table = JSON.parse(await file.text());
  } catch (error) {
    throw new Error(`${file.name} is no JSON: ${error.message}`);
  }
  if (typeof table !== "object" || table === null || Array.isArray(table)) {
    throw new Error(`${file.name} is not an object of settings`);
  }
  return table;
}
