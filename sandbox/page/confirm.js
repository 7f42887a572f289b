/** Slack's confirm object: asks before an element acts. */

import { h } from "./h.js";
import { text } from "./mrkdwn.js";
import { layer, redrawNow } from "./redraw.js";
import { ui } from "./state.js";
import { focusable, traps } from "./focus.js";

/** @returns {Promise<boolean>} true at once where there is nothing to ask */
export function confirmed(object) {
  if (!object) return Promise.resolve(true);
  const before = document.activeElement;
  return new Promise((resolve) => {
    ui.confirm = {
      object,
      answer(yes) {
        ui.confirm = null;
        redrawNow();
        before?.focus?.();
        resolve(yes);
      },
    };
    redrawNow();
  });
}

const plain = (words) => ({ type: "plain_text", text: words });

export function drawConfirm() {
  if (!ui.confirm) return;
  const { object } = ui.confirm;
  layer(
    h(
      "div",
      { class: "veil", key: "confirm" },
      h(
        "div",
        {
          class: "dialog small",
          role: "alertdialog",
          "aria-modal": "true",
          "aria-labelledby": "confirm-title",
          "aria-describedby": "confirm-text",
          "data-keys": "confirm-keys",
        },
        h("h2", { id: "confirm-title" }, text(object.title ?? plain("Are you sure?"))),
        h("div", { id: "confirm-text", class: "dialog-body" }, text(object.text)),
        h(
          "div",
          { class: "dialog-foot" },
          h(
            "button",
            { type: "button", class: "button", "data-does": "confirm", with: false },
            text(object.deny ?? plain("Cancel")),
          ),
          h(
            "button",
            {
              type: "button",
              class: `button ${object.style === "danger" ? "danger" : "primary"}`,
              "data-does": "confirm",
              with: true,
              mounted: (el) => el.focus(),
            },
            text(object.confirm ?? plain("Yes")),
          ),
        ),
      ),
    ),
  );
}

export const does = {
  click: { confirm: (yes) => ui.confirm?.answer(yes) },
  keydown: {
    "confirm-keys"(payload, event) {
      traps(event, focusable(event.target.closest("[role=alertdialog]")));
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      ui.confirm.answer(false);
    },
  },
};
