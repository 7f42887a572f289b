/** The app's own place, in three tabs: its Home, the direct messages with it, and what it is. */

import { about } from "./about.js";
import { act } from "./acts.js";
import { remembersPlace } from "./address.js";
import { foot, head, notConnected } from "./channel.js";
import { h } from "./h.js";
import { homeTab } from "./home.js";
import { channelMessages } from "./messages.js";
import { redrawNow } from "./redraw.js";
import { newCount } from "./sidebar.js";
import { appDirect, appTab, state, ui } from "./state.js";
import { told } from "./toasts.js";

const how = ({ connected, connections }) => {
  if (!connected) return "App, not connected";
  if (connected === "http") return "App, connected over HTTP";
  const several = connections > 1 ? `, ${connections} connections` : "";
  return `App, connected by Socket Mode${several}`;
};

export const tabsOf = (app) =>
  [
    app.home_tab && ["home", "Home"],
    app.messages_tab && ["messages", "Messages"],
    ["about", "About"],
  ].filter(Boolean);

const tabId = (tab) => `app-tab-${tab}`;

function tabButton([tab, label], here) {
  const unread = tab === "messages" && tab !== here ? (appDirect()?.unread ?? 0) : 0;
  return h(
    "button",
    {
      type: "button",
      key: tab,
      class: "tab",
      id: tabId(tab),
      role: "tab",
      "aria-selected": tab === here,
      "aria-controls": tab === here ? "app-panel" : null,
      tabindex: tab === here ? "0" : "-1",
      "data-does": "app-tab",
      "data-keys": "app-tabs",
      with: tab,
    },
    label,
    unread > 0 && newCount(unread),
  );
}

export function appPane() {
  const { app } = state;
  const tab = appTab();
  return h(
    "main",
    { class: "pane", "aria-label": app.name, "data-region": "channel" },
    head(
      h(
        "div",
        { class: "pane-title" },
        h("h1", {}, app.name),
        h("p", { class: "muted" }, how(app)),
      ),
    ),
    h(
      "div",
      { class: "tabs", role: "tablist", "aria-label": app.name },
      tabsOf(app).map((one) => tabButton(one, tab)),
    ),
    notConnected(),
    h(
      "div",
      { class: "tab-panel", key: tab, id: "app-panel", role: "tabpanel", "aria-labelledby": tabId(tab) },
      panels[tab](),
    ),
  );
}

const panels = {
  home: homeTab,
  messages() {
    const direct = appDirect();
    return direct
      ? [channelMessages(direct), foot(direct, { channel: direct.id })]
      : h("p", { class: "empty" }, `${state.app.name} and you have not talked yet.`);
  },
  about,
};

/** Messages that wait go before Home, as a click on the app means them. */
const firstTab = (app) => {
  const tabs = tabsOf(app).map(([tab]) => tab);
  return tabs.includes("messages") && appDirect()?.unread ? "messages" : tabs[0];
};

/** @param {?string} tab null for the one that a click on the app itself opens */
export function opensApp(tab = null) {
  ui.tab = tab ?? firstTab(state.app);
  Object.assign(ui, { channel: "app", sidebar: false, thread: null });
  intoDirect();
  remembersPlace();
  redrawNow();
  tellsApp();
}

/** The first look at the app's messages, or a message of its, is what makes a channel of them. */
export function intoDirect() {
  const direct = appDirect();
  if (ui.channel === "app" && ui.tab === "messages" && direct) ui.channel = direct.id;
}

/** The app hears that its Home or its messages are looked at. */
export async function tellsApp() {
  const tab = appTab();
  if (tab === "home" || tab === "messages") told(await act("open_home", { tab }));
}

function moves(tab, event) {
  const tabs = tabsOf(state.app).map(([one]) => one);
  const at = tabs.indexOf(tab);
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1 + tabs.length, Home: 0, End: tabs.length - 1 }[
    event.key
  ];
  if (to === undefined) return;
  event.preventDefault();
  const next = tabs[to % tabs.length];
  opensApp(next);
  document.getElementById(tabId(next))?.focus();
}

export const does = {
  click: { app: () => opensApp(), "app-tab": opensApp },
  keydown: { "app-tabs": moves },
};
