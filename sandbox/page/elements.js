/** Interactive elements by type; each is drawn from a field (fields.js). */

import { checkboxes, radioButtons } from "./choices.js";
import { combobox } from "./combobox.js";
import { pressed } from "./fields.js";
import { h } from "./h.js";
import { icon } from "./icons.js";
import { inputs } from "./inputs.js";
import { menuButton } from "./menu.js";
import { link, text, words } from "./mrkdwn.js";
import { isKnown } from "./options.js";
import { ui } from "./state.js";
import { follows } from "./permalink.js";
import { picture } from "./pictures.js";

function button(field) {
  const { element } = field;
  const props = {
    id: field.id,
    class: `button ${element.style ?? ""}`,
    "aria-label": element.accessibility_label,
    "aria-busy": ui.pending.has(field.id) || null,
    "data-does": "press",
    with: { field },
  };
  const followed = element.url && link(element.url);
  if (followed?.tag === "a") {
    const payload = { field, place: followed.props.with };
    return h("a", { ...followed.props, ...props, with: payload }, text(element.text));
  }
  return h("button", { ...props, type: "button" }, text(element.text));
}

const overflow = (field) =>
  menuButton(
    field.id,
    {
      class: "button more",
      "aria-label": field.element.accessibility_label ?? "More options",
      "aria-busy": ui.pending.has(field.id) || null,
    },
    icon("more"),
    field.element.options.map((option) => ({
      label: text(option.text),
      detail: option.description && words(option.description),
      href: link(option.url ?? "").props?.href,
      does: "press",
      with: { field, value: option.value },
    })),
  );

const iconButton = (field) =>
  h(
    "button",
    {
      id: field.id,
      type: "button",
      class: "button quiet",
      "aria-label": field.element.accessibility_label,
      "data-does": "press",
      with: { field },
    },
    icon(field.element.icon === "trash" ? "trash" : "more"),
    text(field.element.text),
  );

const feedback = (field) =>
  [
    ["positive_button", "up"],
    ["negative_button", "thumbdown"],
  ].map(([side, sign]) => {
    const { [side]: half } = field.element;
    const id = `${field.id}-${side}`;
    return h(
      "button",
      {
        id,
        type: "button",
        class: "button quiet",
        "aria-label": half.accessibility_label ?? words(half.text),
        "data-does": "press",
        with: { field: { ...field, id }, value: half.value },
      },
      icon(sign),
      text(half.text),
    );
  });

const ELEMENTS = {
  button,
  workflow_button: button,
  overflow,
  checkboxes,
  radio_buttons: radioButtons,
  icon_button: iconButton,
  feedback_buttons: feedback,
  image: ({ element }) => picture(element, "small-image"),
  ...inputs,
};

const isSelect = (element) => /_select$/.test(element.type) && isKnown(element);

export const notDrawn = (kind, type) =>
  h("p", { class: "not-drawn" }, `${kind} not drawn: ${type}`);

export function element(field) {
  const draw = ELEMENTS[field.element.type] ?? (isSelect(field.element) ? combobox : null);
  return draw ? draw(field) : notDrawn("Element", field.element.type);
}

export const does = {
  click: {
    press({ field, value, place }, event) {
      if (place) follows(place, event);
      return pressed(field, value);
    },
  },
};
