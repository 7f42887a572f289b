/** One listener on the page for each kind of event; an element says by its attributes whose it is. */

import { closeMenu } from "./menu.js";
import { redraw } from "./redraw.js";
import { scrolled } from "./scrolling.js";
import { ui } from "./state.js";

const EVENTS = ["click", "input", "change", "submit", "keydown", "focusin", "focusout"];

/**
 * @param {HTMLElement} root
 * @param {object[]} tables event → name → handler(payload, event, element); the name is what
 *   `data-does` says, or `data-keys` for keys alone
 */
export function listensIn(root, tables) {
  for (const type of EVENTS)
    delegates(root, type, Object.assign({}, ...tables.map((does) => does[type])));
  root.addEventListener("pointerdown", outside);
  // What floats belongs to the field beside it, which keeps the focus.
  root.addEventListener(
    "mousedown",
    (event) =>
      (event.target.closest(".floating, .send") || event.target.matches(".combo")) &&
      event.preventDefault(),
  );
  root.addEventListener("scroll", ({ target }) => scrolls(target), true);
}

/** From the target upwards: the first with a handler has it. A key goes on until one says it is enough. */
function delegates(root, type, handlers) {
  root.addEventListener(type, (event) => {
    for (let el = event.target; el && el !== root; el = el.parentElement) {
      for (const name of new Set([el.dataset.does, el.dataset.keys])) {
        if (!handlers[name]) continue;
        if (type === "submit") event.preventDefault();
        handlers[name](el.payload, event, el);
        if (type === "click" && el.role?.startsWith("menuitem")) closeMenu();
        if (type !== "keydown" || event.cancelBubble) return;
      }
    }
  });
}

function outside({ target }) {
  const opener = target.matches(".combo")
    ? target.querySelector("input")
    : target.closest("button, input");
  if (ui.menu && !target.closest(".floating") && opener?.id !== ui.menu.id) closeMenu();
}

function scrolls(box) {
  if (box.matches?.(".messages")) scrolled(box);
  else if (ui.menu && !box.closest?.(".floating")) redraw();
}
