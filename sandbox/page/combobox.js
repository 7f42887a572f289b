/** All selects: a field one can type in, and the list of what fits. One value, or several as chips. */

import { picked, valueIn } from "./fields.js";
import { takesFocusOnLoad } from "./focus.js";
import { h } from "./h.js";
import { icon } from "./icons.js";
import { words } from "./mrkdwn.js";
import { floating } from "./menu.js";
import { asks, found, isExternal, labelOf, optionsOf, whyNone } from "./options.js";
import { redrawNow } from "./redraw.js";
import { ui } from "./state.js";

const many = (field) => field.element.type.startsWith("multi_");
const openIn = (field) => (ui.menu?.id === field.id ? ui.menu : null);
const rowId = (field, i) => `${field.id}-option-${i}`;

export function combobox(field) {
  const value = valueIn(field);
  const open = openIn(field);
  const chosen = many(field) ? (value ?? []) : [];
  const label = !many(field) && value !== null && value !== undefined ? labelOf(field, value) : "";
  const placeholder =
    words(field.element.placeholder) || (many(field) ? "Choose some" : "Choose one");
  if (open) list(field, open, value);
  return h(
    "div",
    {
      class: many(field) ? "combo many" : "combo",
      id: `${field.id}-box`,
      "data-does": "combo-box",
      with: field,
    },
    chosen.map((one) => chip(field, one)),
    h("input", {
      id: field.id,
      role: "combobox",
      type: "text",
      autocomplete: "off",
      spellcheck: "false",
      placeholder: chosen.length ? "" : placeholder,
      value: open?.query ?? label,
      "aria-label": field.labelledBy ? null : field.label,
      "aria-expanded": Boolean(open),
      "aria-controls": open ? `${field.id}-list` : null,
      "aria-activedescendant": open && rows(field, open).length ? rowId(field, open.active) : null,
      "aria-autocomplete": "list",
      "aria-describedby": field.describedBy,
      "aria-invalid": field.invalid,
      "aria-required": field.required || null,
      "data-does": "combo",
      with: field,
      mounted: field.element.focus_on_load ? takesFocusOnLoad : undefined,
    }),
    label && field.optional && !open
      ? h(
          "button",
          {
            type: "button",
            class: "bare",
            "aria-label": `Clear ${field.label}`,
            "data-does": "combo-clear",
            with: field,
          },
          icon("close"),
        )
      : icon("down"),
  );
}

const chip = (field, value) => {
  const label = labelOf(field, value);
  return h(
    "span",
    { class: "chip", key: value },
    label,
    h(
      "button",
      {
        type: "button",
        class: "bare",
        "aria-label": `Remove ${label}`,
        "data-does": "combo-remove",
        with: { field, value },
      },
      icon("close"),
    ),
  );
};

const rows = (field, open) => found(field, open.query ?? "");

/** Once, as it becomes that: from there people scroll on, whatever is drawn meanwhile. */
const showsActive = (open) => (box) => {
  if (open.sighted === open.active) return;
  open.sighted = open.active;
  box.querySelector(".active")?.scrollIntoView({ block: "nearest" });
};

function list(field, open, value) {
  const chosen = new Set([value].flat());
  const shown = rows(field, open);
  floating(
    `${field.id}-box`,
    {
      role: "listbox",
      id: `${field.id}-list`,
      class: "as-wide",
      "aria-label": field.label,
      "aria-multiselectable": many(field) || null,
      drawn: showsActive(open),
    },
    shown.map((option, i) => [
      option.group &&
        option.group !== shown[i - 1]?.group &&
        h("div", { class: "menu-group", role: "presentation" }, option.group),
      h(
        "div",
        {
          class: i === open.active ? "menu-item active" : "menu-item",
          id: rowId(field, i),
          role: "option",
          "aria-selected": chosen.has(option.value),
          "data-does": "combo-pick",
          with: { field, value: option.value },
        },
        h(
          "span",
          { class: "menu-words" },
          h("span", {}, option.label),
          option.detail && h("small", {}, option.detail),
        ),
        chosen.has(option.value) && icon("check"),
      ),
    ]),
    shown.length === 0 && h("p", { class: "menu-none" }, whyNone(field, open.query ?? "")),
  );
}

const opens = (field, query = null) => {
  const at = optionsOf(field).findIndex((option) => option.value === valueIn(field));
  ui.menu = { id: field.id, list: true, query, active: query === null ? Math.max(at, 0) : 0 };
  if (isExternal(field)) asks(field, query ?? "");
  redrawNow();
};

const shuts = () => {
  ui.menu = null;
  redrawNow();
};

/** Beside the words: the arrow, or the room around the chips. */
function pressedBeside(field) {
  if (openIn(field)) return shuts();
  document.getElementById(field.id).focus();
  opens(field);
}

function pick({ field, value }) {
  if (!many(field)) {
    shuts();
    return value === valueIn(field) ? undefined : picked(field, value);
  }
  const chosen = valueIn(field) ?? [];
  if (chosen.includes(value)) return removes({ field, value });
  const most = field.element.max_selected_items ?? Infinity;
  if (ui.menu) ui.menu.query = null;
  const asked = chosen.length < most ? picked(field, [...chosen, value]) : undefined;
  redrawNow(); // what was typed is gone before the next letter comes
  return asked;
}

const removes = ({ field, value }) =>
  picked(
    field,
    (valueIn(field) ?? []).filter((one) => one !== value),
  );

/** Keys of an open list; true where the key was for the list. */
function listKey(field, open, key) {
  const shown = rows(field, open);
  if (key === "ArrowDown" || key === "ArrowUp") {
    open.active =
      (open.active + (key === "ArrowDown" ? 1 : -1) + shown.length) % (shown.length || 1);
    redrawNow();
  } else if (key === "Enter") {
    if (shown[open.active]) pick({ field, value: shown[open.active].value });
  } else if (key === "Escape") shuts();
  else return false;
  return true;
}

function keys(field, event) {
  const open = openIn(field);
  if (open && listKey(field, open, event.key)) event.stopPropagation();
  else if (!open && ["ArrowDown", "ArrowUp", "Enter"].includes(event.key)) opens(field);
  else if (event.key === "Backspace" && many(field) && !event.target.value) {
    const last = valueIn(field)?.at(-1);
    if (last !== undefined) removes({ field, value: last });
    return;
  } else return;
  event.preventDefault();
}

export const does = {
  click: {
    combo: (field) => openIn(field) || opens(field),
    "combo-box": pressedBeside,
    "combo-pick": pick,
    "combo-remove": removes,
    "combo-clear": (field) => picked(field, null),
  },
  input: { combo: (field, event) => opens(field, event.target.value) },
  keydown: { combo: keys },
  focusin: { combo: (field, event) => event.target.select() },
  focusout: {
    combo(field) {
      if (openIn(field)) shuts();
    },
  },
};
