// Every scene so far, oldest first; the newest is at the right edge.
import { clock, element } from "/static/words.js";

const list = document.querySelector("#strip ol");

export function add(scene, number, choose) {
  const item = element("li");
  const button = element("button");
  const picture = element("img");
  button.type = "button";
  button.title = scene.scene;
  button.setAttribute("aria-label", `Scene ${number + 1}, ${clock(scene.at)}: ${scene.scene}`);
  picture.loading = "lazy";
  picture.alt = "";
  picture.src = `/thumb/${scene.image}`;
  button.append(picture, element("time", clock(scene.at)));
  button.addEventListener("click", () => choose(number));
  item.append(button);
  list.append(item);
}

export function mark(number) {
  [...list.children].forEach((item, at) => item.classList.toggle("chosen", at === number));
  const chosen = list.children[number];
  if (!chosen) return;
  const middle = chosen.offsetLeft - list.offsetLeft - (list.clientWidth - chosen.offsetWidth) / 2;
  list.scrollTo({ left: middle });
}

export function clear() {
  list.replaceChildren();
}
