/** The Home tab as the app published it for this person. */

import { blocks } from "./blocks.js";
import { h } from "./h.js";
import { state } from "./state.js";

export function homeTab() {
  if (!state.home) {
    return h(
      "div",
      { class: "home" },
      h("p", { class: "empty" }, `${state.app.name} has put nothing on your Home yet.`),
    );
  }
  const { view } = state.home;
  return h(
    "div",
    { class: "home" },
    h("div", { class: "home-blocks" }, blocks(view.blocks, { view: view.id, errors: {} })),
  );
}
