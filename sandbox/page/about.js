/** What one can type and press to reach the app. */

import { h } from "./h.js";
import { state } from "./state.js";

const listed = (title, items, draw) =>
  items.length > 0 &&
  h("section", {}, h("h2", {}, title), h("ul", { class: "listed" }, items.map(draw)));

export function about() {
  const { commands, shortcuts } = state.app;
  const of = (type) => shortcuts.filter((one) => one.type === type);
  return h(
    "div",
    { class: "messages about" },
    listed("Commands, to type in a channel", commands, (one) =>
      h(
        "li",
        {},
        h("code", {}, `${one.command} ${one.usage_hint ?? ""}`.trim()),
        h("span", {}, one.description),
      ),
    ),
    listed("Shortcuts", of("global"), (one) =>
      h(
        "li",
        {},
        h(
          "button",
          { type: "button", class: "button", "data-does": "shortcut", with: one.callback_id },
          one.name,
        ),
        h("span", {}, one.description),
      ),
    ),
    listed("Message shortcuts, under ⋯ on a message", of("message"), (one) =>
      h("li", {}, h("b", {}, one.name), h("span", {}, one.description)),
    ),
  );
}
