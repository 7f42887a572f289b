/** Puts the page together: one stream in, one state, one redraw, one listener for each kind of event. */

import { act } from "./acts.js";
import { appPane, does as appDoes, intoDirect, tellsApp } from "./app.js";
import { does as channelDoes, channelPane, closesThread, threadPane } from "./channel.js";
import { does as choicesDo } from "./choices.js";
import { does as clockDoes } from "./clock.js";
import { does as comboDoes } from "./combobox.js";
import { does as composerDoes } from "./composer.js";
import { does as confirmDoes, drawConfirm } from "./confirm.js";
import { does as elementsDo } from "./elements.js";
import { does as faultsDo } from "./faults.js";
import { nextRegion } from "./focus.js";
import { h } from "./h.js";
import { does as inputsDo } from "./inputs.js";
import { does as inspectorDoes, inspector, togglesInspector } from "./inspector.js";
import { listensIn } from "./listening.js";
import { does as menuDoes } from "./menu.js";
import { does as messageDoes } from "./message.js";
import { announced, does as messagesDo, listOf } from "./messages.js";
import { does as modalDoes, focusFirstError, modal } from "./modal.js";
import { does as permalinkDoes, shows } from "./permalink.js";
import { hearsMissing } from "./pictures.js";
import { whenStill } from "./press.js";
import { draws, layer, redraw, redrawNow } from "./redraw.js";
import { does as searchDoes, drawSearch, opensSearch } from "./search.js";
import { forgetAll, onlyViews, redrawn } from "./screen.js";
import { arrived, does as scrollingDoes } from "./scrolling.js";
import { sidebar } from "./sidebar.js";
import { appTab, frames, openViews, state, ui } from "./state.js";
import { listens } from "./stream.js";
import {
  remembersPlace,
  startsAt,
  togglesTheme,
  wantedChannel,
  wantedPerson,
  wantedPlace,
  wantedTab,
} from "./address.js";
import { does as toastsDo, drawToasts, toast } from "./toasts.js";
import { does as trafficDoes } from "./traffic.js";

const root = document.getElementById("page");
let closesStream = () => {};
let focusBefore = null;

function page() {
  const inert = state.views.length > 0 || ui.confirm !== null || ui.search !== null;
  drawConfirm();
  drawSearch();
  drawToasts();
  layer(h("p", { key: "said", class: "unseen", "aria-live": "polite" }, ui.said));
  return h(
    "div",
    { class: `page ${ui.inspector.open ? "inspecting" : ""} ${ui.thread ? "threaded" : ""}` },
    h(
      "div",
      { class: "workspace", inert },
      sidebar(),
      ui.sidebar && h("div", { class: "shade", key: "shade", "data-does": "drawer" }),
      appTab() ? appPane() : channelPane(),
      threadPane(),
    ),
    inspector(),
    modal(),
  );
}

const openIds = () => new Set(openViews().map(({ view }) => view.id));

/** What else a frame means for this screen, beside the state it changes. */
const noticed = {
  snapshot() {
    if (!state.channels.has(ui.channel) && ui.channel !== "app") {
      Object.assign(ui, { channel: wantedChannel(), tab: wantedTab() });
    }
    intoDirect();
    onlyViews(openIds());
    ui.newest = String(state.clock.now);
    const place = wantedPlace();
    if (place) shows({ ...place, channel: ui.channel });
    remembersPlace();
    tellsApp();
  },
  channel: intoDirect,
  channel_gone: () => {
    if (!state.channels.has(ui.channel) && ui.channel !== "app")
      Object.assign(ui, { channel: wantedChannel(), thread: null });
  },
  message({ message }) {
    redrawn({ channel: message.channel, ts: message.ts }, message.blocks ?? []);
    if (message.ts <= ui.newest) return; // an edit, or a new count of replies
    ui.newest = message.ts;
    arrived(listOf(message));
    if (message.broadcast) arrived(message.channel);
    if (message.user !== state.you && message.channel === ui.channel) ui.said = announced(message);
  },
  views() {
    onlyViews(openIds());
    for (const { view } of state.views) redrawn({ view: view.id }, view.blocks);
  },
  home: ({ home }) => home && redrawn({ view: home.view.id }, home.view.blocks),
  notice: ({ text, level }) => toast(text, level),
};

function took(frame) {
  const [opened, erred] = [state.views.length, hasErrors()];
  if (frame.kind === "views" && !opened) focusBefore = document.activeElement;
  frames[frame.kind]?.(frame);
  noticed[frame.kind]?.(frame);
  reads();
  if (frame.kind !== "views") return redraw();
  redrawNow();
  if (hasErrors() && !erred) focusFirstError();
  if (opened && !state.views.length)
    (focusBefore?.isConnected ? focusBefore : document.getElementById("compose"))?.focus();
}

/** What stands on the screen has been read, as soon as anybody looks at the screen. */
function reads() {
  const channel = state.channels.get(ui.channel);
  if (!channel?.unread || document.hidden) return;
  channel.unread = 0;
  act("read", { channel: channel.id });
}

const hasErrors = () => Object.keys(state.views.at(-1)?.errors ?? {}).length > 0;

function joins(person) {
  closesStream();
  closesStream = listens(person, {
    frame: (frame) => whenStill(() => took(frame)),
    nobody() {
      toast(`There is nobody called ${person} here.`);
      joins("");
    },
    state(connection) {
      state.connection = connection;
      redraw();
    },
  });
}

function goesTo(id) {
  Object.assign(ui, { channel: id, sidebar: false, thread: null });
  reads();
  remembersPlace();
  redrawNow();
  document.getElementById("compose")?.focus();
}

const here = {
  click: {
    "act-as"(id) {
      if (id === state.you) return;
      const tab = appTab();
      if (tab) Object.assign(ui, { channel: "app", tab });
      Object.assign(ui, { thread: null, sidebar: false });
      forgetAll();
      startsAt({ as: id });
      joins(id);
    },
    channel: goesTo,
    theme: togglesTheme,
  },
};

const TABLES = [
  here,
  appDoes,
  channelDoes,
  choicesDo,
  clockDoes,
  comboDoes,
  composerDoes,
  confirmDoes,
  elementsDo,
  faultsDo,
  inputsDo,
  inspectorDoes,
  menuDoes,
  messageDoes,
  messagesDo,
  modalDoes,
  permalinkDoes,
  scrollingDoes,
  searchDoes(goesTo),
  toastsDo,
  trafficDoes,
];
function globalKeys(event) {
  if ((event.ctrlKey || event.metaKey) && event.key === ".") togglesInspector();
  else if ((event.ctrlKey || event.metaKey) && event.key === "k") opensSearch();
  else if (event.key === "F6") nextRegion(event.shiftKey);
  else if (event.key === "Escape" && ui.sidebar) channelDoes.click.drawer();
  else if (event.key === "Escape" && ui.thread && !state.views.length) closesThread();
  else return;
  event.preventDefault();
}

startsAt();
listensIn(root, TABLES);
addEventListener("keydown", globalKeys);
addEventListener("resize", redraw);
document.addEventListener("visibilitychange", reads);
setInterval(redraw, 20000); // "today", "two minutes ago"
hearsMissing(root);
draws(root, page);
joins(wantedPerson());
