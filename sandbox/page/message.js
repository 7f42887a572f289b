/** One message, and what can be done with it. */

import { act } from "./acts.js";
import { blocks } from "./blocks.js";
import { confirmed } from "./confirm.js";
import { h } from "./h.js";
import { icon } from "./icons.js";
import { menuButton } from "./menu.js";
import { mrkdwn } from "./mrkdwn.js";
import { idOf } from "./permalink.js";
import { avatar } from "./pictures.js";
import { redrawNow } from "./redraw.js";
import { me, now, state, ui, zone } from "./state.js";
import { clock, day, full } from "./time.js";
import { toast, told } from "./toasts.js";

const plain = (text) => ({ type: "plain_text", text });
const SURE = {
  title: plain("Delete message"),
  text: plain("It goes from every screen and cannot be brought back."),
  confirm: plain("Delete"),
  deny: plain("Cancel"),
  style: "danger",
};

const authorOf = (m) =>
  state.users.get(m.user) ?? {
    real_name: state.app.name,
    is_bot: Boolean(m.bot_id),
    initials: state.app.name.slice(0, 1),
  };
/** When it was said, in seconds. */
export const at = (m) => Number(m.ts);

/** Slack's older frame beside a message. */
const attachment = (one, where) =>
  h(
    "div",
    { class: "attachment" },
    one.title && h("b", {}, one.title),
    one.blocks
      ? blocks(one.blocks, where)
      : h("div", { class: "words" }, mrkdwn(one.text ?? one.fallback ?? "")),
  );

function content(m, pane) {
  const where = { channel: m.channel, ts: m.ts, pane };
  const drawn = m.blocks?.length
    ? blocks(m.blocks, where)
    : h("div", { class: "words" }, mrkdwn(m.text ?? ""));
  return [drawn, (m.attachments ?? []).map((one) => attachment(one, where))];
}

function replies(m) {
  if (!m.reply_count) return null;
  const count = `${m.reply_count} ${m.reply_count === 1 ? "reply" : "replies"}`;
  return h(
    "button",
    {
      type: "button",
      class: "replies",
      "data-does": "thread",
      with: m,
      "aria-label": `${count}, open thread`,
    },
    (m.reply_users ?? [])
      .slice(0, 4)
      .map((id) => h("span", { key: id }, avatar(state.users.get(id), "tiny"))),
    h("span", { class: "reply-count" }, count),
    m.latest_reply &&
      h(
        "span",
        { class: "muted" },
        `Last reply ${day(Number(m.latest_reply), now(), zone()).toLowerCase()} at ${clock(Number(m.latest_reply), zone())}`,
      ),
  );
}

const shortcutsFor = (m) =>
  state.app.shortcuts
    .filter((one) => one.type === "message")
    .map((one) => ({
      label: one.name,
      detail: one.description ?? state.app.name,
      does: "message-shortcut",
      with: { callback_id: one.callback_id, m },
    }));

/** As Slack has it: everybody their own, admins any. */
const mayDelete = (m) => m.user === state.you || me()?.is_admin;

const moreId = (m, pane) => `more-${pane}-${m.channel}-${m.ts}`;

function tools(m, pane, author) {
  if (m.ephemeral || m.deleted) return null;
  const items = [
    ...shortcutsFor(m),
    { label: "Copy text", does: "copy", with: m.text ?? "" },
    mayDelete(m) && { label: "Delete message…", danger: true, does: "delete", with: { m, pane } },
  ].filter(Boolean);
  return h(
    "div",
    { class: "tools" },
    pane === "main" &&
      h(
        "button",
        {
          type: "button",
          class: "bare",
          title: "Reply in thread",
          "aria-label": `Reply in thread to ${author}`,
          "data-does": "thread",
          with: m,
        },
        icon("reply"),
      ),
    menuButton(
      moreId(m, pane),
      {
        class: "bare",
        title: "More actions",
        "aria-label": `More actions for message by ${author}`,
      },
      icon("more"),
      items,
    ),
  );
}

/** What stays of a message that was deleted while others had replied to it. */
const stone = (m, pane) =>
  h(
    "article",
    {
      key: m.ts,
      id: idOf(m.ts, pane),
      tabindex: "-1",
      class: "message stone",
      "aria-label": `Deleted message, ${clock(at(m), zone())}`,
    },
    h("div", { class: "gutter" }, icon("trash")),
    h("div", { class: "body" }, h("p", { class: "muted" }, m.text), pane === "main" && replies(m)),
  );

/** Of a reply that stands in the channel, too: the way to its thread. */
const fromThread = (m) =>
  h(
    "button",
    { type: "button", class: "plain", "data-does": "thread", with: m },
    "Replied to a thread",
  );

/**
 * @param {string} pane "main" or "thread": where it is drawn, as the root of a thread is in both
 * @param {boolean} follows it stands under the head of the one before
 */
export function drawMessage(m, pane, follows) {
  if (m.deleted) return stone(m, pane);
  const author = authorOf(m);
  const name = author.real_name || author.name;
  const time = h(
    "time",
    { class: "time", datetime: new Date(at(m) * 1000).toISOString(), title: full(at(m), zone()) },
    clock(at(m), zone()),
  );
  // Slack keeps no record of what one person alone sees.
  const edited = m.edited && !m.ephemeral && h("span", { class: "edited" }, "(edited)");
  return h(
    "article",
    {
      key: m.ts,
      id: idOf(m.ts, pane),
      tabindex: "-1",
      class: `message ${follows ? "follows" : ""} ${m.ephemeral ? "ephemeral" : ""}`,
      "aria-label": `${name} at ${clock(at(m), zone())}`,
    },
    h("div", { class: "gutter" }, follows ? time : avatar(author)),
    h(
      "div",
      { class: "body" },
      m.ephemeral && h("p", { class: "only-you" }, icon("eye"), "Only visible to you"),
      !follows &&
        h(
          "p",
          { class: "head" },
          h("b", {}, name),
          author.is_bot && h("span", { class: "badge" }, "APP"),
          author.deleted && h("span", { class: "badge" }, "LEFT"),
          time,
          edited,
        ),
      m.broadcast && pane === "main" && fromThread(m),
      content(m, pane),
      follows && edited,
      m.ephemeral &&
        h(
          "button",
          { type: "button", class: "plain", "data-does": "dismiss", with: m },
          "Dismiss message",
        ),
      pane === "main" && replies(m),
    ),
    tools(m, pane, name),
  );
}

const copies = (words) =>
  navigator.clipboard.writeText(words).then(
    () => toast("Copied."),
    () => toast("This browser does not let the page copy.", "error"),
  );

export const does = {
  click: {
    thread(m) {
      ui.thread = { channel: m.channel, ts: m.thread_ts ?? m.ts };
      redrawNow();
      document.getElementById("compose-thread")?.focus();
    },
    dismiss: async (m) => told(await act("dismiss", { channel: m.channel, ts: m.ts })),
    copy: copies,
    async delete({ m, pane }) {
      document.getElementById(moreId(m, pane))?.focus(); // where the focus goes back to
      if (await confirmed(SURE)) told(await act("delete", { channel: m.channel, ts: m.ts }));
    },
    "message-shortcut": async ({ callback_id, m }) =>
      told(await act("shortcut", { callback_id, message: { channel: m.channel, ts: m.ts } })),
  },
};
