/** Messages in a channel and in a thread, grouped by who said them and when. */

import { h } from "./h.js";
import { at, drawMessage } from "./message.js";
import { redraw } from "./redraw.js";
import { listProps, newBelow } from "./scrolling.js";
import { channelTitle, message, messagesIn, nameOf, now, repliesTo, ui, zone } from "./state.js";
import { day, isoDay } from "./time.js";

const TOGETHER = 300; // seconds within which messages of one author share a head
const PAGE = 100; // messages drawn before a person asks for earlier ones

const follows = (m, before) =>
  Boolean(before) &&
  before.user === m.user &&
  at(m) - at(before) < TOGETHER &&
  !before.reply_count &&
  !m.ephemeral &&
  !before.ephemeral &&
  !m.broadcast &&
  !before.deleted;

/** Messages with a line where a day begins. */
function inDays(messages, pane) {
  let before = null;
  return messages.flatMap((m) => {
    const today = isoDay(at(m), zone());
    const begins = !before || isoDay(at(before), zone()) !== today;
    const drawn = drawMessage(m, pane, !begins && follows(m, before));
    before = m;
    return begins
      ? [
          h("h3", { class: "day", key: `day ${today}` }, h("span", {}, day(at(m), now(), zone()))),
          drawn,
        ]
      : [drawn];
  });
}

/** The list a message stands in: its channel's, or its thread's. */
export const listOf = (m) =>
  m.thread_ts && m.thread_ts !== m.ts ? `${m.channel} ${m.thread_ts}` : m.channel;

export function channelMessages(channel) {
  const messages = messagesIn(channel.id);
  const shown = ui.earlier.get(channel.id) ?? PAGE;
  return h(
    "div",
    { ...listProps(channel.id), "aria-label": "Messages" },
    h("div", { class: "spring" }),
    messages.length > shown &&
      h(
        "button",
        {
          type: "button",
          class: "button",
          key: "earlier",
          "data-does": "earlier",
          with: channel.id,
        },
        `${messages.length - shown} earlier`,
      ),
    messages.length === 0 &&
      h(
        "p",
        { class: "empty", key: "empty" },
        channel.kind === "im"
          ? `${channelTitle(channel)} and you have not talked yet.`
          : `Nothing has been said in ${channelTitle(channel)} yet.`,
      ),
    inDays(messages.slice(-shown), "main"),
    newBelow(channel.id),
  );
}

/** The thread's messages, under its root. */
export function threadMessages({ channel, ts }) {
  const root = message(channel, ts);
  const answers = repliesTo(channel, ts);
  const count = answers.filter((m) => !m.ephemeral).length;
  const key = `${channel} ${ts}`;
  return h(
    "div",
    { ...listProps(key, { fromHead: true }), "aria-label": "Replies" },
    root
      ? drawMessage(root, "thread", false)
      : h("p", { class: "empty" }, "This message was deleted."),
    count > 0 &&
      h(
        "p",
        { class: "day", key: "count" },
        h("span", {}, `${count} ${count === 1 ? "reply" : "replies"}`),
      ),
    answers.map((m, i) => drawMessage(m, "thread", follows(m, answers[i - 1]))),
    newBelow(key),
  );
}

export const does = {
  click: {
    earlier(channel) {
      ui.earlier.set(channel, (ui.earlier.get(channel) ?? PAGE) + PAGE);
      redraw();
    },
  },
};

/** For screen readers. Who, and no more: a card that is edited would be read out whole each time. */
export const announced = (m) => `New message from ${nameOf(m.user)}`;
