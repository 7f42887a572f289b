/** The left side: who one acts as, the channels, direct messages and the app. */

import { h } from "./h.js";
import { icon } from "./icons.js";
import { menuButton } from "./menu.js";
import { avatar } from "./pictures.js";
import { appDirect, appTab, channelName, me, state, ui } from "./state.js";

const WORDS = {
  connecting: "Connecting…",
  live: "Connected",
  lost: "Connection lost, trying again…",
};

const connection = () =>
  h("p", { class: `connection ${state.connection}`, role: "status" }, WORDS[state.connection]);

const people = () => [...state.users.values()].filter((user) => !user.is_bot && !user.deleted);

function actingAs() {
  const you = me();
  return h(
    "div",
    { class: "acting" },
    h("span", { class: "caption", id: "acting-caption" }, "Acting as"),
    menuButton(
      "acting-as",
      { class: "who", "aria-label": `Acting as ${you?.real_name ?? "nobody"}` },
      [
        avatar(you, "small"),
        h(
          "span",
          { class: "who-words" },
          h("b", {}, you?.real_name ?? "Nobody"),
          h("small", {}, you?.title),
        ),
        icon("down"),
      ],
      people().map((user) => ({
        label: user.real_name,
        detail: user.is_admin ? `${user.title} · admin of ${state.team.name}` : user.title,
        before: avatar(user, "small"),
        checked: user.id === state.you,
        does: "act-as",
        with: user.id,
      })),
    ),
  );
}

const SIGNS = {
  private: ["lock", "private"],
  archived: ["box", "archived"],
  external: ["link", "shared"],
};

const marks = (channel) =>
  ["archived", "external"]
    .filter((key) => channel[key])
    .map((key) =>
      h(
        "span",
        { class: "mark", title: SIGNS[key][1] },
        icon(SIGNS[key][0]),
        h("span", { class: "unseen" }, SIGNS[key][1]),
      ),
    );

export const newCount = (waiting) =>
  h("span", { class: "count" }, waiting, h("span", { class: "unseen" }, " new"));

function row(channel) {
  const here = ui.channel === channel.id;
  const waiting = here ? 0 : channel.unread;
  const other =
    channel.kind === "im" && state.users.get(channel.members.find((id) => id !== state.you));
  return h(
    "li",
    { key: channel.id },
    h(
      "button",
      {
        type: "button",
        class: `row ${waiting ? "waiting" : ""} ${channel.archived ? "archived" : ""}`,
        "aria-current": here ? "page" : null,
        "data-does": "channel",
        with: channel.id,
      },
      other
        ? avatar(other, "tiny")
        : channel.kind === "private"
          ? [icon("lock"), h("span", { class: "unseen" }, "private")]
          : h("span", { class: "hash", "aria-hidden": "true" }, "#"),
      h("span", { class: "row-name" }, channelName(channel)),
      marks(channel),
      waiting > 0 && newCount(waiting),
    ),
  );
}

const group = (title, rows) =>
  rows.length > 0 &&
  h("section", { class: "group", key: title }, h("h2", {}, title), h("ul", {}, rows));

const last = (channel) => (channel.archived ? 1 : 0);

function channelGroups() {
  const channels = [...state.channels.values()];
  const rooms = channels
    .filter((channel) => channel.kind !== "im")
    .sort((a, b) => last(a) - last(b) || a.name.localeCompare(b.name));
  const direct = channels
    .filter((channel) => channel.kind === "im" && channel.id !== appDirect()?.id)
    .sort((a, b) => channelName(a).localeCompare(channelName(b)));
  return [
    group("Channels", rooms.map(row)),
    group("Direct messages", direct.map(row)),
    group("Apps", [appRow()]),
  ];
}

/** The app's place, with what it wrote to this person waiting there. */
function appRow() {
  const waiting = appTab() === "messages" ? 0 : (appDirect()?.unread ?? 0);
  const connected = state.app.connected ? "connected" : "not connected";
  return h(
    "li",
    { key: "app" },
    h(
      "button",
      {
        type: "button",
        class: waiting ? "row waiting" : "row",
        "aria-current": appTab() ? "page" : null,
        "data-does": "app",
      },
      icon("app"),
      h("span", { class: "row-name" }, state.app.name),
      waiting > 0 && newCount(waiting),
      h(
        "span",
        { class: state.app.connected ? "dot on" : "dot", title: connected },
        h("span", { class: "unseen" }, connected),
      ),
    ),
  );
}

const search = () =>
  h(
    "button",
    { type: "button", class: "row search-button", title: "Search (Ctrl+K)", "data-does": "search" },
    icon("search"),
    h("span", { class: "row-name" }, "Search"),
  );

const theme = () => {
  const dark = document.documentElement.dataset.theme === "dark";
  return h(
    "button",
    {
      type: "button",
      class: "bare",
      "aria-label": dark ? "Light colours" : "Dark colours",
      title: dark ? "Light colours" : "Dark colours",
      "data-does": "theme",
    },
    icon(dark ? "sun" : "moon"),
  );
};

export const sidebar = () =>
  h(
    "nav",
    {
      class: ui.sidebar ? "sidebar open" : "sidebar",
      "aria-label": "Channels and people",
      "data-region": "sidebar",
    },
    h(
      "header",
      { class: "team" },
      h("span", { class: "team-icon", "aria-hidden": "true" }, state.team.name.slice(0, 1)),
      h("div", {}, h("h2", {}, state.team.name), connection()),
      theme(),
    ),
    actingAs(),
    search(),
    h("div", { class: "groups" }, channelGroups()),
  );
