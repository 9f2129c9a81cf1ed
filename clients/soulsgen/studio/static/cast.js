// Who is live, and who could be: characters of the archive, pictures that are brought along, goodbyes.
import { chooser } from "/static/file.js";
import { become, her, on, refresh } from "/static/instance.js";
import { button, byId, make } from "/static/make.js";
import { complain, tell, told } from "/static/notice.js";
import { address, get, post, upload } from "/static/wire.js";

const AGAIN_MS = 4000;
const dialog = byId("people");
const who = byId("who");
let live = [];
let known = [];

async function begin(answer) {
  const { instance_id: id, token } = await answer.json();
  await post("start", { instance_id: id });
  become({ instance_id: id, token });
  await refresh();
  dialog.close();
}

const bring = told(async (character) => begin(await post("load", { character })));
const swap = told(async (character) => {
  const form = [["json", JSON.stringify({ instance_id: her.id })], ["character", character]];
  await upload("reload", form);
  await refresh();
  dialog.close();
});

// The first picture is hers, the others are laid over it, each by its file's name.
const bringPicture = told(async (files) => {
  const [first, ...rest] = [...files].sort((one, other) => isLayer(one) - isLayer(other));
  await begin(await upload("load", [["file", first], ...rest.map((each) => [stem(each), each])]));
});
const stem = (file) => file.name.replace(/\.[^.]*$/, "");
const isLayer = (file) => Number(/^(blush|shadow|sweat|tears|data|waver)\d$|^fx_/.test(stem(file)));

const dismiss = told(async (id) => {
  await post("unload", { instance_id: id });
  if (id === her.id) become(null);
  await refresh();
  build();
});

const share = told(async ({ instance_id: id, token }) => {
  const url = new URL(address("result_feed", { instance_id: id, token }), location.href).href;
  try {
    await navigator.clipboard.writeText(url);
    tell("The address of her pictures is copied: whoever has it may look, and nothing else.");
  } catch {
    tell(url);
  }
});

function liveRow(one) {
  return make("li", {}, make("b", {}, one.character), make("small", {}, `${one.emotion}, ${one.viewers} ${one.viewers === 1 ? "viewer" : "viewers"}`),
    button("Direct", () => { become(one); refresh(); dialog.close(); }, { disabled: one.instance_id === her.id, aria: { label: `Direct ${one.character}` } }),
    button("Share view", () => share(one), { aria: { label: `Share the view of ${one.character}` } }),
    button("Dismiss", () => dismiss(one.instance_id), { aria: { label: `Dismiss ${one.character}` } }));
}

function knownRow(one) {
  const laid = `${one.cels.length} cels, ${one.effects.length} signs`;
  return make("li", {}, make("b", {}, one.name), make("small", {}, laid),
    button("Bring in", () => bring(one.name), { aria: { label: `Bring in ${one.name}` } }),
    her.id ? button("Swap in", () => swap(one.name), { title: "She goes on as this one", aria: { label: `Go on as ${one.name}` } }) : null);
}

function build() {
  const file = chooser("image/png,image/webp", bringPicture, "cast-file", true);
  dialog.replaceChildren(
    make("h2", { id: "h-people" }, "Cast"),
    make("h3", {}, "Live"), live.length ? make("ul", {}, ...live.map(liveRow)) : make("p", { className: "hint" }, "Nobody yet."),
    make("h3", {}, "Characters"), make("ul", {}, ...known.map(knownRow)),
    make("h3", {}, "A picture of your own"),
    make("p", { className: "hint" }, "A PNG of a figure before nothing; the pictures laid over it beside it (blush1.png, tears1.png, …)."),
    make("div", { className: "row" }, button("Choose pictures…", () => file.click()), button("Close", () => dialog.close(), { className: "main" })), file);
}

async function learn() {
  try {
    ({ characters: known } = await get("characters"));
  } catch (error) {
    byId("nobody").querySelector(".then").textContent = `The characters cannot be told yet: ${error.message}.`;
    setTimeout(learn, AGAIN_MS);
    return;
  }
  byId("nobody").querySelector(".then").textContent = "Bring a character in, and she comes alive.";
  byId("nobody").querySelector(".names").replaceChildren(...known.map((one) => button(one.name, () => bring(one.name), { className: "main" })));
}

async function open() {
  try {
    ({ characters: known } = await get("characters"));
  } catch (error) {
    complain(error);
  }
  build();
  dialog.showModal();
}

function everybody({ instances }) {
  live = instances;
  const wanted = JSON.stringify(instances.map((each) => [each.instance_id, each.character]));
  if (who.dataset.shown !== wanted) {
    who.dataset.shown = wanted;
    who.replaceChildren(...instances.map((each, at) => make("option", { value: each.instance_id }, same(instances, each) ? `${each.character} ${at + 1}` : each.character)));
  }
  who.hidden = instances.length < 2;
  who.value = her.id;
}

const same = (instances, one) => instances.filter((each) => each.character === one.character).length > 1;

export function start() {
  byId("cast").addEventListener("click", open);
  who.addEventListener("change", () => {
    become(live.find((each) => each.instance_id === who.value));
    refresh();
  });
  on("everybody", (told) => {
    everybody(told);
    byId("nobody").hidden = told.instances.length > 0;
    document.body.classList.toggle("empty-stage", told.instances.length === 0);
  });
  on("instance", () => { who.value = her.id; });
  learn();
}
