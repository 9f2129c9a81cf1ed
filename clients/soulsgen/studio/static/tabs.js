// Which panel is seen: one of five on a telephone; on a wide screen voice and feelings always are.
import { byId } from "/static/make.js";

const list = byId("tabs");
const tabs = [...list.children];
const wide = matchMedia("(min-width: 64rem)");
const ALWAYS = new Set(["voice", "feelings"]);
let chosen = "";

const panelOf = (tab) => byId(tab.getAttribute("aria-controls"));
const offered = () => tabs.filter((tab) => !tab.hidden);

function choose(tab) {
  chosen = tab.id;
  for (const each of tabs) {
    const on = each === tab;
    each.setAttribute("aria-selected", String(on));
    each.tabIndex = on ? 0 : -1;
    panelOf(each).hidden = !on && !(wide.matches && ALWAYS.has(panelOf(each).id));
  }
}

// A panel that is always there is no tab's.
function lay() {
  for (const tab of tabs) {
    const panel = panelOf(tab);
    const always = wide.matches && ALWAYS.has(panel.id);
    tab.hidden = always;
    panel.setAttribute("role", always ? "region" : "tabpanel");
    panel.setAttribute("aria-labelledby", always ? panel.querySelector("h2").id : tab.id);
  }
  choose(offered().find((tab) => tab.id === chosen) ?? offered()[0]);
}

const MOVES = { ArrowLeft: -1, ArrowRight: 1 };

export function start() {
  for (const tab of tabs) tab.addEventListener("click", () => choose(tab));
  list.addEventListener("keydown", (event) => {
    const all = offered();
    const at = all.indexOf(document.activeElement);
    const to = { Home: 0, End: all.length - 1 }[event.key] ?? (event.key in MOVES ? (at + MOVES[event.key] + all.length) % all.length : -1);
    if (to < 0 || at < 0) return;
    event.preventDefault();
    choose(all[to]);
    all[to].focus();
  });
  wide.addEventListener("change", lay);
  lay();
}
