// The voice box: what she is to say and how; what she says right now.
import * as emotions from "/static/emotions.js";
import * as held from "/static/held.js";
import { her, on, told } from "/static/instance.js";
import { byId, make, options, pressed } from "/static/make.js";
import { complain, tell, told as words } from "/static/notice.js";
import * as settings from "/static/settings.js";
import { Slider } from "/static/slider.js";
import { isFeed, onStatus, sound } from "/static/view.js";
import { get, post } from "/static/wire.js";

const AGAIN_MS = 8000;
const AS_SHE_IS = "as she feels";
const text = byId("text");
const speech = byId("speech");
const chosen = { speed: 1, pitch: 0 };
let voiceless = "";
let fault = "";

async function speak(event) {
  event?.preventDefault();
  if (!text.value.trim()) return text.focus();
  if (["mouth_aaa", "mouth_iii", "mouth_uuu"].every((name) => name in held.values())) {
    tell("Her mouth is held by the sliders: let go of it to see it speak.");
  }
  if (!sound.context) sound.wake().then(() => pressed(byId("hear"), sound.on)).catch(complain);
  const voice = byId("voice-name").value;
  const emotion = byId("voice-emotion").value;
  speech.textContent = "asking for the voice";
  speech.className = "";
  try {
    await post("speak", told({
      text: text.value, ...(voice && { voice }), ...(emotion !== AS_SHE_IS && { emotion }),
      ...(chosen.speed !== 1 && { speed: chosen.speed }), ...(chosen.pitch !== 0 && { pitch: chosen.pitch }),
    }));
    if (speech.textContent === "asking for the voice") speech.textContent = "";
  } catch (error) {
    // 409: she was told to stop meanwhile.
    if (error.status === 409) speech.textContent = "";
    else warn(error.message);
  }
  return undefined;
}

function warn(sentence) {
  speech.textContent = sentence;
  speech.className = "warn";
}

function status({ speaking, waiting, fault: now }) {
  document.body.classList.toggle("speaking", speaking);
  if (speaking) {
    speech.className = "";
    speech.textContent = waiting ? `speaking; ${waiting} more ${waiting === 1 ? "text waits" : "texts wait"}` : "speaking";
  } else if (speech.textContent.startsWith("speaking")) speech.textContent = "";
  if (now && now !== fault) warn(now);
  fault = now;
}

async function learn() {
  try {
    const { voices } = await get("voices");
    const select = byId("voice-name");
    const had = select.value;
    options(select, voices.map((each) => each.name));
    for (const [at, each] of voices.entries()) select.options[at].title = [each.language, each.description].filter(Boolean).join(": ");
    if (voices.some((each) => each.name === had)) select.value = had;
    if (voiceless && speech.textContent === voiceless) speech.textContent = "";
    voiceless = "";
  } catch (error) {
    if (error.message !== voiceless) warn(error.message);
    voiceless = error.message;
    setTimeout(learn, AGAIN_MS);
  }
}

function amount(name, label, low, high, usual, onInput) {
  const slider = new Slider({ label, low, high, step: name === "pitch" ? 0.5 : 0.01, title: "Double click, or Delete: as usual", onInput, onReset: () => onInput(usual) });
  slider.range.id = `voice-${name}`;
  slider.show(usual, false);
  return { slider, element: make("label", { className: "amount" }, make("span", {}, label), ...slider.elements) };
}

function own(name, label, low, high, usual) {
  const made = amount(name, label, low, high, usual, (value) => {
    chosen[name] = value;
    made.slider.show(value, value !== usual);
  });
  return made.element;
}

function offset() {
  const made = amount("offset", "Lips before sound", -1, 1, 0, (value) => settings.set("lips_lead", value));
  settings.onTable(() => made.slider.show(settings.get("lips_lead") ?? 0, settings.get("lips_lead") !== 0));
  return made.element;
}

export function start() {
  byId("manner").append(
    make("label", {}, "Voice ", make("select", { id: "voice-name" })),
    make("label", {}, "Feeling ", make("select", { id: "voice-emotion" })),
    own("speed", "Speed", 0.5, 3, 1), own("pitch", "Pitch", -12, 12, 0), offset());
  byId("words").addEventListener("submit", speak);
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) speak(event);
  });
  byId("hush").addEventListener("click", words(async () => {
    await post("stop_speaking", told());
    sound.stop();
  }));
  emotions.onEmotions(() => {
    const select = byId("voice-emotion");
    const had = select.value || AS_SHE_IS;
    options(select, [AS_SHE_IS, ...emotions.names()]);
    select.value = emotions.names().includes(had) ? had : AS_SHE_IS;
  });
  onStatus(status);
  // Where no WebSocket gets through, it is asked for.
  on("state", () => {
    if (isFeed()) get("performance", { instance_id: her.id }).then(status).catch(() => {});
  });
  learn();
}
