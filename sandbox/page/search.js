/** Search by name (Ctrl+K): channels, the app, and its global shortcuts. */

import { act } from "./acts.js";
import { opensApp } from "./app.js";
import { h } from "./h.js";
import { icon } from "./icons.js";
import { layer, redrawNow } from "./redraw.js";
import { channelName, channelTitle, state, ui } from "./state.js";
import { told } from "./toasts.js";

const MOST = 12; // rows in sight; more letters find the others
let before = null;

function everything() {
  const { app, channels } = state;
  const shortcuts = app.shortcuts.filter((one) => one.type === "global");
  return [
    ...shortcuts.map((one) => ({
      sign: "bolt",
      label: one.name,
      detail: `Shortcut of ${app.name}${one.description ? ` · ${one.description}` : ""}`,
      opens: () => act("shortcut", { callback_id: one.callback_id }).then(told),
    })),
    { sign: "app", label: app.name, detail: "App", opens: () => opensApp() },
    ...[...channels.values()]
      .filter((one) => one.kind !== "im" || channelName(one) !== app.name)
      .map((one) => ({
        sign: one.kind === "private" ? "lock" : one.archived ? "box" : null,
        label: channelTitle(one),
        detail: one.topic,
        channel: one.id,
      })),
  ];
}

/** Those with a word that begins with what was typed go first. */
function found() {
  const typed = ui.search.query.trim().toLowerCase();
  const near = everything().filter(({ label }) => label.toLowerCase().includes(typed));
  const begins = ({ label }) =>
    label
      .toLowerCase()
      .split(/[\s#]+/)
      .some((word) => word.startsWith(typed));
  return [...near.filter(begins), ...near.filter((one) => !begins(one))].slice(0, MOST);
}

export function drawSearch() {
  if (!ui.search) return;
  const rows = found();
  const active = Math.min(ui.search.active, rows.length - 1);
  layer(
    h(
      "div",
      { class: "veil", key: "search", "data-does": "search-veil" },
      h(
        "div",
        { class: "dialog search", role: "dialog", "aria-modal": "true", "aria-label": "Search" },
        h("input", {
          class: "text",
          id: "search",
          type: "text",
          role: "combobox",
          autocomplete: "off",
          spellcheck: "false",
          placeholder: "A channel, the app or a shortcut",
          "aria-label": "Search",
          "aria-expanded": true,
          "aria-autocomplete": "list",
          "aria-controls": "search-list",
          "aria-activedescendant": rows.length ? `search-${active}` : null,
          value: ui.search.query,
          "data-does": "search-box",
          mounted: (el) => el.focus(),
        }),
        h(
          "div",
          {
            role: "listbox",
            id: "search-list",
            class: "search-list",
            "aria-label": "Found",
            drawn: showsActive,
          },
          rows.map((row, i) => drawRow(row, i, active)),
          rows.length === 0 && h("p", { class: "menu-none" }, "Nothing here is called so."),
        ),
      ),
    ),
  );
}

/** Once, as it becomes that: from there people scroll on. */
function showsActive(list) {
  if (!ui.search || ui.search.sighted === ui.search.active) return;
  ui.search.sighted = ui.search.active;
  list.querySelector(".active")?.scrollIntoView({ block: "nearest" });
}

const drawRow = (row, i, active) =>
  h(
    "div",
    {
      class: i === active ? "menu-item active" : "menu-item",
      id: `search-${i}`,
      key: `${row.sign} ${row.label}`,
      role: "option",
      "aria-selected": i === active,
      "data-does": "search-pick",
      with: row,
    },
    row.sign && icon(row.sign),
    h(
      "span",
      { class: "menu-words" },
      h("span", {}, row.label),
      row.detail && h("small", {}, row.detail),
    ),
  );

export function opensSearch() {
  if (state.views.length || ui.confirm) return;
  before = document.activeElement;
  Object.assign(ui, { search: { query: "", active: 0 }, sidebar: false });
  redrawNow();
}

function closes() {
  ui.search = null;
  redrawNow();
  (before?.isConnected ? before : document.getElementById("compose"))?.focus();
}

/** A channel is opened by the page, which knows what else that means. */
const picks = (goes) => (row) => {
  closes();
  if (row.channel) goes(row.channel);
  else row.opens();
};

function keys(event, pick) {
  const rows = found();
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && rows.length)
    ui.search.active = (ui.search.active + step + rows.length) % rows.length;
  else if (event.key === "Enter" && rows.length) pick(rows[Math.min(ui.search.active, rows.length - 1)]);
  else if (event.key === "Escape") closes();
  else if (event.key !== "Tab" && event.key !== "Enter") return;
  event.preventDefault();
  event.stopPropagation();
  redrawNow();
}

/** @param {(channel: string) => void} goes */
export const does = (goes) => ({
  click: {
    search: opensSearch,
    "search-pick": picks(goes),
    "search-veil": (payload, event) => event.target.matches(".veil") && closes(),
  },
  input: {
    "search-box"(payload, event) {
      ui.search = { query: event.target.value, active: 0 };
      redrawNow();
    },
  },
  keydown: { "search-box": (payload, event) => keys(event, picks(goes)) },
});
