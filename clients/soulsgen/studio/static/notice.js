// What went wrong, or was done, in a sentence that can be read and put away.
import { button, byId, make } from "/static/make.js";

const READ_MS = 12000;
const MOST = 4;

export function tell(words, kind = "done") {
  const list = byId("notices");
  for (const each of list.children) if (each.dataset.words === words) each.remove();
  const notice = make("p", { className: kind, data: { words } }, make("span", {}, words));
  notice.append(button("×", () => notice.remove(), { aria: { label: "Put away" } }));
  list.append(notice);
  while (list.children.length > MOST) list.firstElementChild.remove();
  setTimeout(() => notice.remove(), READ_MS);
}

export const complain = (error) => tell(typeof error === "string" ? error : error.message, "trouble");

// For what is done when something is pressed: what it throws is told.
export const told = (act) => async (...given) => {
  try {
    return await act(...given);
  } catch (error) {
    complain(error);
    return undefined;
  }
};
