/** The box one writes in; commands and global shortcuts after a slash, and the shortcuts under ⚡. */

import { act } from "./acts.js";
import { h } from "./h.js";
import { icon } from "./icons.js";
import { floating, menuButton } from "./menu.js";
import { redraw, redrawNow } from "./redraw.js";
import { toFoot } from "./scrolling.js";
import { channelTitle, state, ui } from "./state.js";
import { refused, toast, told } from "./toasts.js";

const keyOf = ({ channel, thread_ts: thread }) => (thread ? `${channel} ${thread}` : channel);
const draftOf = (place) => ui.drafts.get(keyOf(place)) ?? "";

/** Slack's own commands, as far as the workspace has them. */
const OWN = [
  {
    command: "/invite",
    description: "Bring somebody, or the app, into this channel",
    usage_hint: "@name",
    own: true,
  },
  {
    command: "/remove",
    description: "Take somebody out of this channel",
    usage_hint: "@name",
    own: true,
  },
  { command: "/leave", description: "Leave this channel", own: true },
  {
    command: "/rename",
    description: "Give this channel another name",
    usage_hint: "name",
    own: true,
  },
  { command: "/archive", description: "Archive this channel", own: true },
];

const commands = () => [...state.app.commands, ...OWN];

function completions(place) {
  const draft = draftOf(place);
  if (place.thread_ts || !/^\/\S*$/.test(draft) || ui.completion?.dismissed === draft) return [];
  const typed = draft.slice(1).toLowerCase();
  const named = ({ name }) => name.toLowerCase().split(/\s+/).some((word) => word.startsWith(typed));
  return [
    ...commands().filter((one) => one.command.startsWith(`/${typed}`)),
    ...globalShortcuts().filter(named),
  ];
}

const globalShortcuts = () => state.app.shortcuts.filter((one) => one.type === "global");

const commandIn = (draft) => commands().find((one) => draft.startsWith(`${one.command} `));

function list(id, place, offered) {
  const active = Math.min(ui.completion?.active ?? 0, offered.length - 1);
  floating(
    `${id}-box`,
    { role: "listbox", id: `${id}-list`, class: "as-wide", "aria-label": "Commands" },
    offered.map((one, i) =>
      h(
        "div",
        {
          class: i === active ? "menu-item active" : "menu-item",
          role: "option",
          id: `${id}-option-${i}`,
          "aria-selected": i === active,
          "data-does": "complete",
          with: { place, id, chosen: one },
        },
        one.callback_id && icon("bolt"),
        h(
          "span",
          { class: "menu-words" },
          h(
            "span",
            {},
            h("b", {}, one.command ?? one.name),
            one.usage_hint && h("span", { class: "muted" }, ` ${one.usage_hint}`),
          ),
          h(
            "small",
            {},
            one.description,
            h("span", { class: "from" }, one.own ? " · Slack" : ` · ${state.app.name}`),
          ),
        ),
      ),
    ),
  );
  return active;
}

const grows = (el) => {
  el.style.height = "auto";
  el.style.height = `${Math.min(el.scrollHeight, 200)}px`;
};

/** @param {{channel: string, thread_ts?: string}} place */
export function composer(place) {
  const channel = state.channels.get(place.channel);
  const id = place.thread_ts ? "compose-thread" : "compose";
  const label = place.thread_ts ? "Reply to thread" : `Message ${channelTitle(channel)}`;
  const draft = draftOf(place);
  const offered = ui.writing === id ? completions(place) : [];
  const active = offered.length ? list(id, place, offered) : -1;
  const hint = !place.thread_ts && commandIn(draft);
  return h(
    "div",
    { class: "composer", id: `${id}-box`, "data-region": "composer" },
    h("textarea", {
      id,
      key: keyOf(place),
      rows: "1",
      value: draft,
      placeholder: label,
      "aria-label": label,
      "data-first": true,
      role: offered.length ? "combobox" : null,
      "aria-expanded": offered.length ? true : null,
      "aria-controls": offered.length ? `${id}-list` : null,
      "aria-activedescendant": offered.length ? `${id}-option-${active}` : null,
      "aria-describedby": hint ? `${id}-hint` : null,
      "data-does": "compose",
      with: { place, id },
      drawn: grows,
    }),
    h(
      "div",
      { class: "composer-foot" },
      !place.thread_ts && shortcuts(),
      h(
        "span",
        { class: "muted hint", id: `${id}-hint` },
        hint
          ? `${hint.command} ${hint.usage_hint ?? ""}`
          : place.thread_ts
            ? ""
            : "Type / for commands",
      ),
      h(
        "button",
        {
          type: "button",
          class: "send",
          "aria-label": "Send",
          disabled: !draft.trim(),
          "data-does": "send",
          with: { place, id },
        },
        icon("send"),
      ),
    ),
  );
}

const shortcuts = () => {
  const items = globalShortcuts().map((one) => ({
    label: one.name,
    detail: one.description ?? state.app.name,
    does: "shortcut",
    with: one.callback_id,
  }));
  return (
    items.length > 0 &&
    menuButton(
      "shortcuts",
      { class: "bare bolt", title: "Shortcuts", "aria-label": "Shortcuts" },
      icon("bolt"),
      items,
    )
  );
};

function writes({ place, id }, value) {
  ui.drafts.set(keyOf(place), value);
  ui.writing = id;
  ui.completion = { active: 0, dismissed: ui.completion?.dismissed };
  redraw();
}

const runs = async (callback_id) => told(await act("shortcut", { callback_id }));

/** A command is written out for its text to follow; a shortcut is run. */
function completes({ place, id, chosen }) {
  if (chosen.callback_id) {
    writes({ place, id }, "");
    return runs(chosen.callback_id);
  }
  writes({ place, id }, `${chosen.command} `);
  redrawNow();
  const box = document.getElementById(id);
  box.focus();
  box.setSelectionRange(box.value.length, box.value.length);
}

const acts = (place, draft) =>
  draft.startsWith("/")
    ? act("command", { channel: place.channel, text: draft })
    : act("say", { ...place, text: draft });

async function sends({ place }) {
  const draft = draftOf(place).trim();
  if (!draft) return;
  if (place.thread_ts && draft.startsWith("/")) {
    toast("Slash commands do not work in threads. Type it in the channel.", "error");
    return;
  }
  ui.drafts.set(keyOf(place), "");
  toFoot(keyOf(place));
  redraw();
  const answer = await acts(place, draft);
  // Nothing typed is lost: what could not be sent stands in the box again.
  if (!answer.ok && !draftOf(place)) ui.drafts.set(keyOf(place), draft);
  refused(answer);
  redraw();
}

function keys(payload, event) {
  const offered = completions(payload.place);
  const active = Math.min(ui.completion?.active ?? 0, offered.length - 1);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const chosen = offered[active];
  const sendsNow = event.key === "Enter" && !event.shiftKey && !event.isComposing;
  if (step && offered.length)
    ui.completion = { ...ui.completion, active: (active + step + offered.length) % offered.length };
  else if (event.key === "Escape" && offered.length)
    ui.completion = { active: 0, dismissed: draftOf(payload.place) };
  else if (event.key === "Tab" && !event.shiftKey && chosen)
    completes({ ...payload, chosen });
  else if (sendsNow && chosen && chosen.command !== draftOf(payload.place))
    completes({ ...payload, chosen });
  else if (sendsNow) sends(payload);
  else return;
  event.preventDefault();
  event.stopPropagation();
  redraw();
}

export const does = {
  click: {
    send: sends,
    complete: completes,
    shortcut: runs,
  },
  input: { compose: (payload, event) => writes(payload, event.target.value) },
  keydown: { compose: keys },
  focusin: {
    compose({ id }) {
      ui.writing = id;
      redraw();
    },
  },
  focusout: {
    compose() {
      ui.writing = null;
      redraw();
    },
  },
};
