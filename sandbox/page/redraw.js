/** One redraw for every change: the whole page is described anew and patched in. */

import { keepingFocus } from "./focus.js";
import { patch } from "./h.js";
import { whenStill } from "./press.js";

let root = null;
let describe = null;
let waiting = false;
let above = [];

/** @param {() => object[]} described what the root holds now; layers come after it */
export function draws(element, described) {
  root = element;
  describe = described;
  redrawNow();
}

export function redraw() {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => whenStill(() => waiting && redrawNow()));
}

export function redrawNow() {
  waiting = false;
  above = [];
  const page = describe();
  keepingFocus(() => patch(root, [page, above]));
}

/** Called while describing: this node stands above the page, outside what scrolls or is cut off. */
export function layer(vnode) {
  above.push(vnode);
}
