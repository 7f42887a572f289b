/** What the page's address says: ?as=Ana%20Ruiz&channel=hiring-ml&theme=dark, and once a message. */

import { redraw } from "./redraw.js";
import { channelTitle, state, ui } from "./state.js";

const query = () => new URLSearchParams(location.search);
const same = (a, b) => a?.toLowerCase() === b?.toLowerCase();

/** An id or a name; "" where the address names nobody. */
export const wantedPerson = () => query().get("as") ?? "";

/** The channel asked for, else the first in which the app is and not everybody. */
export function wantedChannel() {
  const asked = query().get("channel")?.replace(/^#/, "");
  if (asked === "app") return "app";
  if (state.channels.has(asked)) return asked;
  const channels = [...state.channels.values()].filter((channel) => channel.kind !== "im");
  const homely = (channel) =>
    channel.members.includes(state.app.bot_user) &&
    !channel.general &&
    !channel.archived &&
    !channel.external;
  return (
    (
      channels.find((channel) => same(channel.name, asked)) ??
      channels.find(homely) ??
      channels[0]
    )?.id ?? null
  );
}

/** The tab of the app's place that is asked for, and that there is. */
export const wantedTab = () => {
  const asked = query().get("tab") ?? "home";
  if (asked === "home" && state.app.home_tab) return "home";
  return asked !== "about" && state.app.messages_tab ? "messages" : "about";
};

/** The message that a link into this page leads to: {ts, thread}. */
export function wantedPlace() {
  const [ts, thread] = [query().get("message"), query().get("thread")];
  return ts && { ts, thread };
}

/** The address can be copied, and a reload comes back here. */
export function remembersPlace() {
  const channel = state.channels.get(ui.channel);
  document.title = `${channel ? channelTitle(channel) : state.app.name} · ${state.team.name}`;
  startsAt({
    message: null,
    thread: null,
    as: state.users.get(state.you)?.real_name ?? state.you,
    tab: ui.channel === "app" ? ui.tab : null,
    channel: channel?.kind === "im" ? channel.id : (channel?.name ?? ui.channel),
  });
}

/** @param {Record<string, ?string>} said written into the address before it is read; null takes out */
export function startsAt(said = {}) {
  const asked = query();
  for (const [key, value] of Object.entries(said)) {
    if (value) asked.set(key, value);
    else if (value === null) asked.delete(key);
  }
  history.replaceState(null, "", asked.size ? `?${asked}` : location.pathname);
  const dark = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  document.documentElement.dataset.theme =
    asked.get("theme") ?? localStorage.getItem("theme") ?? dark;
}

export function togglesTheme() {
  const theme = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
  localStorage.setItem("theme", theme);
  startsAt(query().has("theme") ? { theme } : {});
  document.documentElement.dataset.theme = theme;
  redraw();
}

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  startsAt();
  redraw();
});
