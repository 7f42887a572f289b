/** The workspace's own clock, and leaps forward on it. */

import { control } from "./acts.js";
import { h } from "./h.js";
import { now, state, zone } from "./state.js";
import { ago, full, untilMonday } from "./time.js";
import { told } from "./toasts.js";

const LEAPS = [
  ["10 minutes on", () => 600],
  ["1 hour on", () => 3600],
  ["1 day on", () => 86400],
  ["Monday, 09:00", () => Math.ceil(untilMonday(now(), zone()))],
];

export const clockPanel = () => [
  h("p", { class: "big-time" }, full(now(), zone())),
  h(
    "p",
    { class: "muted" },
    state.clock.offset
      ? `Ahead of the real clock: ${ago(now(), now() - state.clock.offset)}.`
      : "As the real clock has it.",
    ` Shown in ${zone() ?? "UTC"}.`,
  ),
  h(
    "div",
    { class: "actions" },
    LEAPS.map(([label], i) =>
      h("button", { type: "button", class: "button", "data-does": "leap", with: i }, label),
    ),
  ),
  h(
    "p",
    { class: "muted" },
    "Time only goes forward: triggers, response URLs, rate limits and new messages live on this clock.",
  ),
];

export const does = {
  click: { leap: async (i) => told(await control({ advance: LEAPS[i][1]() })) },
};
