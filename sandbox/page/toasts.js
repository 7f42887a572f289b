/** What is said in passing: the workspace's notices, and acts that could not be sent. */

import { h } from "./h.js";
import { icon } from "./icons.js";
import { layer, redraw } from "./redraw.js";
import { ui } from "./state.js";

const STAYS = 7000; // milliseconds for information; an error stays until it is dismissed
let count = 0;

export function toast(text, level = "info") {
  count += 1;
  const id = count;
  ui.toasts = [...ui.toasts.filter((one) => one.text !== text), { id, text, level }].slice(-4);
  if (level === "info") setTimeout(() => dismiss(id), STAYS);
  redraw();
}

function dismiss(id) {
  ui.toasts = ui.toasts.filter((one) => one.id !== id);
  redraw();
}

/** An act the workspace could not take. What the app failed at comes from the stream: as a notice, or in the modal. */
export function told(answer) {
  if (answer?.refused) toast(answer.error, "error");
}

/** An act about channels and messages: whatever the reason, the person hears it once. */
export function refused(answer) {
  if (!answer.ok && answer.error) toast(answer.error, "error");
}

export function drawToasts() {
  layer(
    h(
      "div",
      { class: "toasts", key: "toasts", role: "region", "aria-label": "Notices" },
      ui.toasts.map(({ id, text, level }) =>
        h(
          "div",
          { class: `toast ${level}`, key: id, role: level === "error" ? "alert" : "status" },
          icon(level === "error" ? "warn" : "info"),
          h("p", {}, text),
          h(
            "button",
            {
              type: "button",
              class: "bare",
              "aria-label": "Dismiss notice",
              "data-does": "dismiss-toast",
              with: id,
            },
            icon("close"),
          ),
        ),
      ),
    ),
  );
}

export const does = { click: { "dismiss-toast": dismiss } };
