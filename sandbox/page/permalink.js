/** Slack's links to messages, https://acme.slack.com/archives/C…/p…: in this workspace, places on this page. */

import { redrawNow } from "./redraw.js";
import { message, state, ui } from "./state.js";
import { toast } from "./toasts.js";

const ARCHIVES = /^https:\/\/([\w-]+)\.slack\.com\/archives\/(\w+)\/p(\d+)(\d{6})(?:\?(\S*))?$/;

/** @typedef {object} Place {channel, ts, thread}; `thread` is the root's ts, null where it is in none */

/** @returns {?Place} null for a link out of this workspace */
export function placeIn(url) {
  const [, domain, channel, seconds, fraction, query] = ARCHIVES.exec(url) ?? [];
  if (!domain || domain !== state.team.domain) return null;
  const thread = new URLSearchParams(query).get("thread_ts");
  return { channel, ts: `${seconds}.${fraction}`, thread };
}

/** The page's own address of a place, for another tab. */
export function addressOf({ channel, ts, thread }) {
  const said = { as: state.you, channel, message: ts, ...(thread && { thread }) };
  return `?${new URLSearchParams(said)}`;
}

/** The message is on the screen and has the focus. */
export function shows({ channel, ts, thread }) {
  if (!state.channels.has(channel) || !message(channel, thread ?? ts)) {
    toast("That message is gone, or in a channel that you are not in.", "error");
    return;
  }
  Object.assign(ui, { channel, thread: thread && { channel, ts: thread } });
  redrawNow();
  const article = document.getElementById(idOf(ts, thread ? "thread" : "main"));
  article?.focus({ preventScroll: true });
  article?.scrollIntoView({ block: "start" });
}

/** @param {string} pane where it is drawn, as in message.js */
export const idOf = (ts, pane) => `message-${pane}-${ts}`;

/** Another tab or window is the browser's to open. */
export function follows(place, event) {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  shows(place);
}

export const does = { click: { place: follows } };
