/** The middle of the page: a channel and, beside it, a thread. */

import { act } from "./acts.js";
import { composer } from "./composer.js";
import { h } from "./h.js";
import { icon } from "./icons.js";
import { menuButton } from "./menu.js";
import { channelMessages, threadMessages } from "./messages.js";
import { redraw, redrawNow } from "./redraw.js";
import { channelTitle, nameOf, state, ui } from "./state.js";
import { refused } from "./toasts.js";

const drawerButton = () =>
  h(
    "button",
    {
      type: "button",
      class: "bare drawer-button",
      id: "drawer",
      "aria-label": "Channels and people",
      "aria-expanded": ui.sidebar,
      "data-does": "drawer",
    },
    icon("menu"),
  );

const inspectorButton = () =>
  h(
    "button",
    {
      type: "button",
      class: "bare inspector-button",
      id: "inspect",
      title: "Inspector (Ctrl+.)",
      "aria-pressed": ui.inspector.open,
      "data-does": "inspector",
    },
    icon("pulse"),
    h("span", {}, "Inspector"),
  );

export const head = (...children) =>
  h("header", { class: "pane-head" }, drawerButton(), children, inspectorButton());

const mark = (sign, words) => h("span", { class: "mark" }, icon(sign), h("span", {}, words));

function doings(channel) {
  const inIt = (id) => channel.members.includes(id);
  const app = state.app.bot_user;
  if (channel.kind === "im" || channel.archived) return [];
  return [
    state.app.installed &&
      !inIt(app) &&
      inIt(state.you) && {
        label: `Invite ${state.app.name} to this channel`,
        does: "invite",
        with: { channel: channel.id, user: app },
      },
    inIt(state.you) &&
      !channel.general && {
        label: "Leave this channel",
        does: "leave",
        with: { channel: channel.id },
      },
  ].filter(Boolean);
}

function channelHead(channel) {
  const people = `${channel.members.length} ${channel.members.length === 1 ? "member" : "members"}`;
  const items = doings(channel);
  return head(
    h(
      "div",
      { class: "pane-title" },
      h("h1", {}, channel.kind === "private" && icon("lock"), channelTitle(channel)),
      h(
        "p",
        { class: "muted" },
        channel.archived && mark("box", "Archived"),
        channel.external && mark("link", "Shared with another company"),
        channel.kind === "private" && h("span", {}, "Private"),
        channel.kind !== "im" &&
          h("span", { title: channel.members.map(nameOf).join(", ") }, people),
        channel.topic && h("span", { class: "topic" }, channel.topic),
      ),
    ),
    items.length > 0 &&
      menuButton(
        "channel-menu",
        { class: "bare", title: "Channel actions", "aria-label": "Channel actions" },
        icon("more"),
        items,
      ),
  );
}

/** The box one writes in, or why there is none. */
export function foot(channel, place) {
  const isApps = channel.kind === "im" && channel.members.includes(state.app.bot_user);
  if (isApps && state.app.read_only)
    return h("p", { class: "instead" }, `${state.app.name} writes here; it takes no messages.`);
  if (channel.archived)
    return h(
      "p",
      { class: "instead" },
      icon("box"),
      `${channelTitle(channel)} is archived: it can be read, not written in.`,
    );
  if (channel.kind !== "im" && !channel.members.includes(state.you)) {
    return h(
      "p",
      { class: "instead" },
      `You are not in ${channelTitle(channel)}.`,
      h(
        "button",
        {
          type: "button",
          class: "button primary",
          "data-does": "join",
          with: { channel: channel.id },
        },
        "Join channel",
      ),
    );
  }
  return composer(place);
}

/** Whether the app hears anything is the first question when a command stays unanswered. */
export const notConnected = () =>
  !state.app.connected &&
  h(
    "p",
    { class: "strip", role: "status" },
    icon("warn"),
    state.app.installed
      ? `${state.app.name} is not connected: commands and clicks will not be answered.`
      : `${state.app.name} has been removed from ${state.team.name}.`,
  );

export function channelPane() {
  const channel = state.channels.get(ui.channel);
  if (!channel)
    return h(
      "main",
      { class: "pane", "data-region": "channel" },
      head(h("div", { class: "pane-title" }, h("h1", {}, "Choose a channel"))),
    );
  return h(
    "main",
    { class: "pane", "aria-label": channelTitle(channel), "data-region": "channel" },
    channelHead(channel),
    notConnected(),
    channelMessages(channel),
    foot(channel, { channel: channel.id }),
  );
}

export function threadPane() {
  const channel = state.channels.get(ui.thread?.channel);
  if (!channel) return null;
  return h(
    "aside",
    {
      class: "pane thread",
      key: "thread",
      role: "region",
      "aria-label": "Thread",
      "data-region": "thread",
    },
    h(
      "header",
      { class: "pane-head" },
      h(
        "div",
        { class: "pane-title" },
        h("h2", {}, "Thread"),
        h("p", { class: "muted" }, channelTitle(channel)),
      ),
      h(
        "button",
        {
          type: "button",
          class: "bare",
          "aria-label": "Close thread",
          "data-does": "close-thread",
        },
        icon("close"),
      ),
    ),
    threadMessages(ui.thread),
    foot(channel, { channel: channel.id, thread_ts: ui.thread.ts }),
  );
}

export function closesThread() {
  const ts = ui.thread?.ts;
  ui.thread = null;
  redrawNow();
  const opener = [...document.querySelectorAll("[data-does=thread]")].find(
    (el) => el.payload?.ts === ts,
  );
  (opener ?? document.getElementById("compose"))?.focus();
}

const acts = (does) => async (details) => refused(await act(does, details));

export const does = {
  click: {
    "close-thread": closesThread,
    join: acts("join"),
    leave: acts("leave"),
    invite: acts("invite"),
    drawer() {
      ui.sidebar = !ui.sidebar;
      redraw();
    },
  },
};
