/** Checkboxes and radio buttons. */

import { picked, valueIn } from "./fields.js";
import { takesFocusOnLoad } from "./focus.js";
import { h } from "./h.js";
import { text } from "./mrkdwn.js";

const choice = (field, { option, i, type, checked }) => {
  const id = `${field.id} ${i}`.replace(/\s+/g, "-");
  return h(
    "label",
    { class: "choice", key: option.value },
    h("input", {
      type,
      id,
      name: field.id,
      checked,
      // One of a message's several groups may hold the same value: the name keeps groups apart.
      value: option.value,
      "aria-describedby": option.description ? `${id}-more` : field.describedBy,
      "aria-invalid": field.invalid,
      "data-does": type,
      with: { field, value: option.value },
      mounted: field.element.focus_on_load && i === 0 ? takesFocusOnLoad : undefined,
    }),
    h(
      "span",
      {},
      text(option.text),
      option.description && h("small", { id: `${id}-more` }, text(option.description)),
    ),
  );
};

const group = (role) => (field) => {
  const value = valueIn(field);
  const type = role === "radiogroup" ? "radio" : "checkbox";
  const holds = (option) =>
    Array.isArray(value) ? value.includes(option.value) : value === option.value;
  return h(
    "div",
    {
      class: "choices",
      role,
      "aria-labelledby": field.labelledBy,
      "aria-label": field.labelledBy ? null : field.label,
      "aria-describedby": field.describedBy,
      "aria-required": role === "radiogroup" && field.required ? true : null,
    },
    field.element.options.map((option, i) =>
      choice(field, { option, i, type, checked: holds(option) }),
    ),
  );
};

export const checkboxes = group("group");
export const radioButtons = group("radiogroup");

/** The options are sent in their own order, whatever the order of the ticks. */
function ticked({ field, value }, event) {
  const chosen = new Set(valueIn(field));
  if (event.target.checked) chosen.add(value);
  else chosen.delete(value);
  const known = field.element.options.map((option) => option.value);
  return picked(
    field,
    known.filter((one) => chosen.has(one)),
  );
}

export const does = {
  change: {
    checkbox: ticked,
    radio: ({ field, value }) => picked(field, value),
  },
};
