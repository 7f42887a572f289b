/** Fields one types in, and the pickers of date and time. */

import { entered, picked, typed, valueIn } from "./fields.js";
import { takesFocusOnLoad } from "./focus.js";
import { h } from "./h.js";
import { words } from "./mrkdwn.js";
import { richWords } from "./richtext.js";
import { zone } from "./state.js";
import { fromLocal, toLocal } from "./time.js";

const shared = (field) => ({
  id: field.id,
  "aria-label": field.labelledBy ? null : field.label,
  "aria-describedby": field.describedBy,
  "aria-invalid": field.invalid,
  "aria-required": field.required || null,
  mounted: field.element.focus_on_load ? takesFocusOnLoad : undefined,
  with: field,
});

const wordsIn = (value) =>
  value !== null && typeof value === "object" ? richWords(value) : (value ?? "");

/** How much room is left, once three quarters of it are used. */
function left(field, value) {
  const most = field.element.max_length;
  const room = most - value.length;
  if (!most || room > most / 4) return null;
  return h(
    "span",
    { class: room < 0 ? "counter over" : "counter" },
    room < 0 ? `${-room} too many` : `${room} left`,
  );
}

const textField = (type) => (field) => {
  const value = wordsIn(valueIn(field));
  const props = {
    ...shared(field),
    class: "text",
    value,
    placeholder: words(field.element.placeholder),
    "data-does": "text",
  };
  const long = field.element.multiline || type === "rich";
  return h(
    "div",
    { class: "text-box" },
    long
      ? h("textarea", { ...props, rows: field.element.min_lines ?? 4 })
      : h("input", {
          ...props,
          type: type === "number" ? "text" : type,
          inputmode: type === "number" ? "decimal" : null,
          autocomplete: "off",
        }),
    left(field, value),
  );
};

const picker = (type, fromValue, toValue) => (field) =>
  h("input", {
    ...shared(field),
    class: "text picker",
    type,
    value: fromValue(valueIn(field)),
    "data-does": "picker",
    with: { field, toValue },
  });

const asIs = (value) => value ?? "";

export const inputs = {
  plain_text_input: textField("text"),
  email_text_input: textField("email"),
  url_text_input: textField("url"),
  number_input: textField("number"),
  rich_text_input: textField("rich"),
  datepicker: picker("date", asIs, (text) => text),
  timepicker: picker("time", asIs, (text) => text),
  datetimepicker: picker(
    "datetime-local",
    (seconds) => (seconds === null || seconds === undefined ? "" : toLocal(seconds, zone())),
    (text) => fromLocal(text, zone()),
  ),
};

/** While a year is being typed the browser says 0002, 0020, 0202: not yet what the person means. */
const whole = (text) => !/^0/.test(text) || !/-/.test(text);

function takes({ field, toValue }, el) {
  const value = el.value ? toValue(el.value) : null;
  if (value !== valueIn(field)) picked(field, value);
}

const hearsEnter = ({ block, element }) =>
  block.dispatch_action &&
  (element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"]).includes(
    "on_enter_pressed",
  );

export const does = {
  input: { text: (field, event) => typed(field, event.target.value) },
  change: {
    picker(payload, event) {
      if (event.target.value && whole(event.target.value)) takes(payload, event.target);
    },
  },
  // An emptied picker may be one that is being retyped: it counts when the person leaves it.
  focusout: {
    picker(payload, event) {
      if (!event.target.validity.badInput) takes(payload, event.target);
    },
  },
  keydown: {
    text(field, event) {
      if (
        event.key !== "Enter" ||
        event.shiftKey ||
        event.target.localName === "textarea" ||
        !hearsEnter(field)
      )
        return;
      event.preventDefault();
      entered(field);
    },
  },
};
