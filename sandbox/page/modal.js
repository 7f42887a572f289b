/** The modal on top of the person's stack. */

import { act } from "./acts.js";
import { blocks } from "./blocks.js";
import { settled } from "./fields.js";
import { focusable, traps } from "./focus.js";
import { h } from "./h.js";
import { icon } from "./icons.js";
import { text } from "./mrkdwn.js";
import { redraw } from "./redraw.js";
import { state, ui } from "./state.js";
import { told } from "./toasts.js";

const words = (text) => ({ type: "plain_text", text });
const top = () => state.views.at(-1);
const closed = new Set(); // ids of views that this page has closed

/** Focus goes to the field that asked for it, else to the dialog, which reads its title out. */
const takesFocus = (el) => {
  if (!el.contains(document.activeElement)) el.focus();
};

/** An update may take away what had the focus; the keyboard stays in the dialog. */
const keepsFocus = (el) => {
  if (document.activeElement === document.body) el.focus();
};

/** Where an update leaves no block as it was, it is another page, and is read from its top. */
const keepsPlace = (ids) => (el) => {
  if (el.blockIds && !ids.some((id) => el.blockIds.includes(id))) el.scrollTop = 0;
  el.blockIds = ids;
};

export function modal() {
  const entry = top();
  if (!entry) return null;
  const { view, errors, trouble } = entry;
  const busy = entry.busy || ui.pending.has(view.id);
  return h(
    "div",
    { class: "veil", key: "modal" },
    h(
      "form",
      {
        key: view.id,
        class: "dialog",
        role: "dialog",
        "aria-modal": "true",
        "aria-labelledby": "modal-title",
        "aria-busy": busy || null,
        tabindex: "-1",
        novalidate: true,
        "data-does": "modal",
        "data-keys": "modal",
        with: view.id,
        mounted: takesFocus,
        drawn: keepsFocus,
        "data-region": "modal",
      },
      h(
        "header",
        { class: "dialog-head" },
        state.views.length > 1 &&
          h(
            "button",
            {
              type: "button",
              class: "bare",
              "aria-label": "Back",
              "data-does": "close-view",
              with: { view: view.id },
            },
            icon("back"),
          ),
        // Live: an update in place may make another page of it, and the focus stays where it is.
        h("h2", { id: "modal-title", "aria-live": "polite" }, text(view.title)),
        h(
          "button",
          {
            type: "button",
            class: "bare",
            "aria-label": "Close window",
            "data-does": "close-view",
            with: { view: view.id, all: true },
          },
          icon("close"),
        ),
      ),
      h(
        "div",
        {
          class: "dialog-body",
          key: "body",
          drawn: keepsPlace(view.blocks.map((block) => block.block_id)),
        },
        trouble && h("p", { class: "trouble", role: "alert" }, icon("warn"), trouble),
        blocks(view.blocks, { view: view.id, errors }),
      ),
      h(
        "footer",
        { class: "dialog-foot" },
        busy && h("span", { class: "muted working", role: "status" }, "Working…"),
        h(
          "button",
          { type: "button", class: "button", "data-does": "close-view", with: { view: view.id } },
          text(view.close ?? words(view.submit ? "Cancel" : "Close")),
        ),
        view.submit &&
          h(
            "button",
            { type: "submit", class: "button primary", disabled: busy },
            text(view.submit),
          ),
      ),
    ),
  );
}

async function submits(view) {
  if (ui.pending.has(view) || !top()?.view.submit) return;
  ui.pending.add(view);
  redraw();
  await settled();
  const answer = await act("submit", { view });
  ui.pending.delete(view);
  redraw();
  told(answer);
}

/** Once: who presses twice has nothing to be told. */
async function closes({ view, all }) {
  if (closed.has(view)) return;
  closed.add(view);
  await settled();
  const answer = await act("close", all ? { view, all } : { view });
  if (answer.refused) closed.delete(view);
  told(answer);
}

/** A refused submission leads to its first field, unless that would shut a list under the hand. */
export function focusFirstError() {
  if (ui.menu) return;
  const wrong = document.querySelector(".dialog .input.wrong");
  (wrong && focusable(wrong)[0])?.focus();
}

export const does = {
  click: { "close-view": closes },
  submit: { modal: submits },
  keydown: {
    modal(view, event) {
      traps(event, focusable(event.target.closest(".dialog")));
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      closes({ view });
    },
  },
};
