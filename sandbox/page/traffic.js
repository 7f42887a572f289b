/** What went between workspace and app: deliveries with their acks, API calls, response URLs. */

import { h } from "./h.js";
import { redraw } from "./redraw.js";
import { state, ui, zone } from "./state.js";
import { clockWithSeconds } from "./time.js";

const DRAWN = 150; // entries drawn at most; the filter reaches the others
const SLOW = 1000; // milliseconds after which an ack is worth a look
const KINDS = { delivery: "to app", api: "API", response_url: "response_url" };

const span = (ms) => {
  if (ms < 1) return "under 1 ms";
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
};

/** How it went, in words and as a colour. */
function outcome({ kind, ok, ms, error, status }) {
  if (ms === null || ms === undefined)
    return ["waiting", kind === "delivery" ? "waiting for the ack" : "under way"];
  const done = kind === "delivery" ? "acked" : "answered";
  if (!ok) return ["bad", `${error ?? status ?? "failed"} after ${span(ms)}`];
  return ms >= SLOW ? ["slow", `${done} in ${span(ms)}, slow`] : ["good", `${done} in ${span(ms)}`];
}

const FILTERS = {
  all: ["All", () => true],
  delivery: ["To app", (entry) => entry.kind === "delivery"],
  api: ["API", (entry) => entry.kind !== "delivery"],
  wrong: ["Problems", ({ problems, ok, early }) => problems?.length > 0 || ok === false || early],
};

function shown() {
  const typed = ui.inspector.filter.trim().toLowerCase();
  const [, fits] = FILTERS[ui.inspector.only];
  return [...state.traffic.values()]
    .filter(
      (entry) =>
        fits(entry) &&
        (!typed || `${entry.name} ${entry.error ?? ""}`.toLowerCase().includes(typed)),
    )
    .reverse();
}

const json = (title, value) =>
  value !== null &&
  value !== undefined &&
  h(
    "div",
    { class: "json" },
    h("h4", {}, title),
    h(
      "pre",
      { tabindex: "0", "aria-label": title },
      typeof value === "string" ? value : JSON.stringify(value, null, 2),
    ),
  );

const problemLine = ({ where, rule, message }) =>
  h("li", {}, h("code", {}, where), " ", message, h("small", {}, ` (${rule})`));

function details(entry) {
  return h(
    "div",
    { class: "details" },
    entry.early &&
      h("p", { class: "outcome bad" }, `Retry-After ran for ${entry.early} s more when this came.`),
    entry.problems?.length > 0 &&
      h(
        "div",
        {},
        h("h4", {}, "Strict check"),
        h("ul", { class: "problems" }, entry.problems.map(problemLine)),
      ),
    json("Request", entry.request),
    json("Response", entry.response),
  );
}

function row(entry) {
  const [tone, words] = outcome(entry);
  const open = ui.inspector.expanded.has(entry.id);
  const count = entry.problems?.length ?? 0;
  return h(
    "li",
    { key: entry.id },
    h(
      "button",
      {
        type: "button",
        class: "entry",
        "aria-expanded": open,
        "data-does": "entry",
        with: entry.id,
      },
      h(
        "span",
        { class: "entry-name" },
        h("b", {}, entry.name),
        entry.retry ? h("span", { class: "badge" }, `retry ${entry.retry}`) : null,
        entry.early ? h("span", { class: "badge" }, `${entry.early} s early`) : null,
      ),
      h("span", { class: `kind ${entry.kind}` }, KINDS[entry.kind]),
      h("span", { class: `outcome ${tone}` }, words),
      h("span", { class: "muted" }, clockWithSeconds(entry.at, zone())),
      count > 0 &&
        h("span", { class: "outcome bad" }, `${count} ${count === 1 ? "problem" : "problems"}`),
    ),
    open && details(entry),
  );
}

export function trafficPanel() {
  const entries = shown();
  return [
    h(
      "div",
      { class: "filters" },
      h("input", {
        class: "text",
        type: "search",
        placeholder: "Filter by name or error",
        "aria-label": "Filter",
        value: ui.inspector.filter,
        "data-does": "filter",
        "data-first": true,
      }),
      h(
        "div",
        { class: "segments", role: "group", "aria-label": "Show" },
        Object.entries(FILTERS).map(([key, [label]]) =>
          h(
            "button",
            {
              type: "button",
              "aria-pressed": ui.inspector.only === key,
              "data-does": "only",
              with: key,
            },
            label,
          ),
        ),
      ),
    ),
    entries.length === 0 &&
      h(
        "p",
        { class: "empty" },
        "Nothing yet. Type a command or press a button, and its request stands here with its ack time.",
      ),
    h("ul", { class: "entries" }, entries.slice(0, DRAWN).map(row)),
    entries.length > DRAWN &&
      h("p", { class: "muted" }, `${entries.length - DRAWN} older; the filter finds them.`),
  ];
}

export const does = {
  click: {
    only(key) {
      ui.inspector.only = key;
      redraw();
    },
    entry(id) {
      if (!ui.inspector.expanded.delete(id)) ui.inspector.expanded.add(id);
      redraw();
    },
  },
  input: {
    filter(payload, event) {
      ui.inspector.filter = event.target.value;
      redraw();
    },
  },
};
