/** The drawer for developers: what went between workspace and app, and its faults and clock. */

import { faultsPanel } from "./faults.js";
import { h } from "./h.js";
import { icon } from "./icons.js";
import { redraw, redrawNow } from "./redraw.js";
import { clockPanel } from "./clock.js";
import { state, ui } from "./state.js";
import { trafficPanel } from "./traffic.js";

const PANELS = {
  traffic: ["Traffic", trafficPanel],
  faults: ["Faults", faultsPanel],
  clock: ["Clock", clockPanel],
};

export function inspector() {
  if (!ui.inspector.open) return null;
  const [, panel] = PANELS[ui.inspector.tab];
  return h(
    "aside",
    {
      class: "inspector",
      key: "inspector",
      role: "region",
      "aria-label": "Inspector",
      "data-region": "inspector",
      "data-keys": "inspector-keys",
    },
    h(
      "header",
      { class: "pane-head" },
      h("div", { class: "pane-title" }, h("h2", {}, "Inspector")),
      h(
        "button",
        {
          type: "button",
          class: "bare",
          "aria-label": "Close inspector",
          "data-does": "inspector",
        },
        icon("close"),
      ),
    ),
    h(
      "div",
      { class: "tabs", role: "tablist", "aria-label": "Inspector", "data-keys": "tabs" },
      Object.entries(PANELS).map(([key, [label]]) => {
        const chosen = ui.inspector.tab === key;
        return h(
          "button",
          {
            type: "button",
            role: "tab",
            id: `tab-${key}`,
            "aria-selected": chosen,
            "aria-controls": "panel",
            tabindex: chosen ? "0" : "-1",
            "data-does": "tab",
            with: key,
          },
          label,
          key === "faults" &&
            state.faults.length > 0 &&
            h("span", { class: "count" }, state.faults.length),
        );
      }),
    ),
    h(
      "div",
      {
        class: "panel",
        role: "tabpanel",
        id: "panel",
        key: ui.inspector.tab,
        "aria-labelledby": `tab-${ui.inspector.tab}`,
      },
      panel(),
    ),
  );
}

export function togglesInspector() {
  ui.inspector.open = !ui.inspector.open;
  redrawNow();
  document.getElementById(ui.inspector.open ? `tab-${ui.inspector.tab}` : "inspect")?.focus();
}

function turnsTab(event) {
  const keys = Object.keys(PANELS);
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  ui.inspector.tab = keys[(keys.indexOf(ui.inspector.tab) + step + keys.length) % keys.length];
  redrawNow();
  document.getElementById(`tab-${ui.inspector.tab}`).focus();
}

export const does = {
  click: {
    inspector: togglesInspector,
    tab(key) {
      ui.inspector.tab = key;
      redraw();
    },
  },
  keydown: {
    tabs: (payload, event) => turnsTab(event),
    "inspector-keys"(payload, event) {
      if (event.key === "Escape") togglesInspector();
    },
  },
};
