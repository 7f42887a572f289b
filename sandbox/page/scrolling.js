/** Lists of messages: at their foot they follow what is new; elsewhere they stay, and say that something came. */

import { h } from "./h.js";
import { redraw } from "./redraw.js";

const AT_FOOT = 60; // pixels from the end within which one still counts as being at it
const away = new Set(); // keys of lists that are not at their foot
const foots = new Map(); // key → where a list stood when it was last put at its foot, in pixels
const below = new Set(); // keys of lists with something new below what is in sight

const left = (list) => list.scrollHeight - list.scrollTop - list.clientHeight;

function follows(list) {
  const key = list.payload;
  // Scrolled up since, though its event is still to come: a redraw must not snatch it back.
  if (list.scrollTop < foots.get(key) - AT_FOOT && left(list) > AT_FOOT) away.add(key);
  if (list.scrollHeight - list.clientHeight <= AT_FOOT) away.delete(key);
  if (away.has(key)) return;
  list.scrollTop = list.scrollHeight;
  foots.set(key, list.scrollTop);
}

/** @param {{fromHead?: boolean}} how a thread is read from its root on */
export const listProps = (key, { fromHead = false } = {}) => ({
  key,
  class: "messages",
  with: key,
  role: "group",
  mounted() {
    foots.delete(key);
    if (fromHead) away.add(key);
    else away.delete(key);
  },
  drawn: follows,
});

/** Something came into this list. */
export function arrived(key) {
  if (away.has(key)) below.add(key);
}

/** One's own words are seen as soon as they are said. */
export function toFoot(key) {
  away.delete(key);
  foots.delete(key);
  below.delete(key);
  redraw();
}

export function scrolled(list) {
  if (left(list) > AT_FOOT) away.add(list.payload);
  else if (away.delete(list.payload) && below.delete(list.payload)) redraw();
}

export const newBelow = (key) =>
  below.has(key) &&
  h(
    "button",
    {
      type: "button",
      class: "button new-below",
      key: "new-below",
      "data-does": "to-foot",
      with: key,
    },
    "New below ↓",
  );

export const does = { click: { "to-foot": toFoot } };
