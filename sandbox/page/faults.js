/** Trouble on demand: what to break, how, and how often. */

import { control } from "./acts.js";
import { h } from "./h.js";
import { icon } from "./icons.js";
import { redraw } from "./redraw.js";
import { state } from "./state.js";
import { told } from "./toasts.js";

const WHAT = {
  rate_limit: ["Rate limit (429)", "retry_after"],
  error: ["Answer an error", "error"],
  lose_reply: ["Do it, but lose the reply"],
  delay: ["Delay", "seconds"],
  http_500: ["Answer HTTP 500"],
  drop_socket: ["Drop the socket"],
  duplicate: ["Deliver twice"],
};

const EXTRA = {
  retry_after: ["Retry after, seconds", "30"],
  error: ["Slack's error code", "internal_error"],
  seconds: ["Seconds", "4"],
};
const NUMBERS = new Set(["retry_after", "seconds"]);

const TARGETS = [
  "chat.postMessage",
  "chat.update",
  "chat.postEphemeral",
  "chat.delete",
  "views.open",
  "views.update",
  "views.push",
  "delivery:slash_commands",
  "delivery:block_actions",
  "delivery:view_submission",
  "delivery:shortcut",
  "response_url",
  "socket",
  "*",
];

const form = {
  on: "chat.postMessage",
  what: "rate_limit",
  times: "1",
  chance: "100",
  retry_after: "30",
  error: "internal_error",
  seconds: "4",
  seed: null, // while one is being typed
};

const inWords = (fault) => {
  const [label, extra] = WHAT[fault.what];
  const often =
    fault.times === null || fault.times === undefined
      ? "until switched off"
      : `${fault.times} more ${fault.times === 1 ? "time" : "times"}`;
  const chance = fault.chance < 1 ? `, ${Math.round(fault.chance * 100)} % of calls` : "";
  return `${label}${extra ? `: ${fault[extra]}${extra === "error" ? "" : " s"}` : ""} · ${often}${chance}`;
};

const row = (fault, i) =>
  h(
    "li",
    {},
    h("div", {}, h("b", {}, fault.on), h("small", {}, inWords(fault))),
    h(
      "button",
      {
        type: "button",
        class: "bare",
        "aria-label": `Switch off ${fault.on}`,
        "data-does": "fault-off",
        with: i,
      },
      icon("close"),
    ),
  );

const labelled = (name, label, props = {}) =>
  h(
    "label",
    { class: "stacked" },
    label,
    h("input", {
      class: "text",
      type: "text",
      value: form[name],
      "data-does": "fault-field",
      with: name,
      ...props,
    }),
  );

export function faultsPanel() {
  const extra = WHAT[form.what][1];
  return [
    h("ul", { class: "faults" }, state.faults.map(row)),
    state.faults.length === 0 &&
      h("p", { class: "muted" }, "All is well. Switch a fault on to see how the app bears it."),
    h(
      "label",
      { class: "stacked" },
      "Seed: which calls a chance hits",
      h("input", {
        class: "text",
        type: "number",
        value: form.seed ?? state.fault_seed,
        "data-does": "fault-seed",
      }),
    ),
    h(
      "form",
      { class: "fault-form", "data-does": "fault-on" },
      labelled("on", "Where", { list: "fault-targets", required: true }),
      h(
        "datalist",
        { id: "fault-targets" },
        TARGETS.map((name) => h("option", { value: name })),
      ),
      h(
        "label",
        { class: "stacked" },
        "What goes wrong",
        h(
          "select",
          { class: "text", "data-does": "fault-field", with: "what", value: form.what },
          Object.entries(WHAT).map(([key, [label]]) => h("option", { value: key }, label)),
        ),
      ),
      extra &&
        labelled(extra, EXTRA[extra][0], {
          key: extra,
          type: NUMBERS.has(extra) ? "number" : "text",
        }),
      h(
        "div",
        { class: "side-by-side" },
        labelled("times", "Times (empty: no end)", { type: "number", min: "1" }),
        labelled("chance", "Chance, %", { type: "number", min: "1", max: "100" }),
      ),
      h(
        "div",
        { class: "actions" },
        h("button", { type: "submit", class: "button primary" }, "Switch on"),
        state.faults.length > 0 &&
          h("button", { type: "button", class: "button", "data-does": "faults-off" }, "All off"),
      ),
    ),
  ];
}

const replaces = async (faults) => told(await control({ faults }));

function made() {
  const extra = WHAT[form.what][1];
  return {
    on: form.on.trim(),
    what: form.what,
    times: form.times ? Number(form.times) : null,
    chance: Number(form.chance || 100) / 100,
    ...(extra && { [extra]: NUMBERS.has(extra) ? Number(form[extra]) : form[extra] }),
  };
}

export const does = {
  click: {
    "fault-off": (i) => replaces(state.faults.filter((fault, at) => at !== i)),
    "faults-off": () => replaces([]),
  },
  submit: { "fault-on": () => replaces([...state.faults, made()]) },
  change: {
    async "fault-seed"(payload, event) {
      if (event.target.value) told(await control({ seed: Number(event.target.value) }));
      form.seed = null;
      redraw();
    },
  },
  input: {
    "fault-seed"(payload, event) {
      form.seed = event.target.value;
    },
    "fault-field"(name, event) {
      form[name] = event.target.value;
      redraw();
    },
  },
};
