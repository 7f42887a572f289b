/** Block Kit as Slack draws it. `where` is the message or view the blocks stand in. */

import { chart } from "./chart.js";
import { element, notDrawn } from "./elements.js";
import { h } from "./h.js";
import { icon } from "./icons.js";
import { markdown } from "./markdown.js";
import { text, words } from "./mrkdwn.js";
import { picture } from "./pictures.js";
import { richText } from "./richtext.js";
import { placeOf } from "./screen.js";
import { table } from "./table.js";

const idOf = (where, block, action_id) =>
  `${where.pane ?? "main"} ${placeOf(where)} ${block.block_id} ${action_id}`.replace(/\s+/g, "-");

/** What screen readers call an element that nothing else names. */
const NAMES = {
  datepicker: "Date",
  timepicker: "Time",
  datetimepicker: "Date and time",
  checkboxes: "Choose some",
  radio_buttons: "Choose one",
};

const nameOf = ({ type, placeholder }) =>
  words(placeholder) || NAMES[type] || (type.endsWith("_select") ? "Choose" : undefined);

const drawElement = (where, block, one, more = {}) =>
  element({
    where,
    block,
    element: one,
    id: idOf(where, block, one.action_id ?? ""),
    label: nameOf(one),
    ...more,
  });

function section(block, where) {
  const label =
    block.accessory &&
    (words(block.accessory.placeholder) || words(block.text ?? block.fields?.[0]));
  const isImage = block.accessory?.type === "image";
  return h(
    "div",
    { class: "section" },
    h(
      "div",
      { class: "section-words" },
      block.text && h("div", { class: "words" }, text(block.text)),
      block.fields &&
        h(
          "div",
          { class: "fields" },
          block.fields.map((field) => h("div", { class: "words" }, text(field))),
        ),
    ),
    block.accessory &&
      h(
        "div",
        { class: "accessory" },
        isImage
          ? picture(block.accessory, "thumb")
          : drawElement(where, block, block.accessory, { label }),
      ),
  );
}

function input(block, where) {
  const id = idOf(where, block, block.element.action_id);
  const error = where.errors?.[block.block_id];
  const described = [error && `${id}-error`, block.hint && `${id}-hint`].filter(Boolean).join(" ");
  const field = {
    label: words(block.label),
    labelledBy: `${id}-label`,
    describedBy: described || null,
    invalid: error ? true : null,
    optional: block.optional,
    required: !block.optional,
  };
  const isGroup = ["checkboxes", "radio_buttons"].includes(block.element.type);
  return h(
    "div",
    { class: error ? "input wrong" : "input" },
    h(
      isGroup ? "div" : "label",
      { class: "label", id: `${id}-label`, for: isGroup ? null : id },
      text(block.label),
      block.optional && h("span", { class: "optional" }, " (optional)"),
    ),
    drawElement(where, block, block.element, field),
    error && h("p", { class: "error", id: `${id}-error` }, icon("warn"), error),
    block.hint && h("p", { class: "hint", id: `${id}-hint` }, text(block.hint)),
  );
}

const contextPart = (part) =>
  part.type === "image" ? picture(part, "small-image") : h("span", { class: "words" }, text(part));

/** A carousel's cards act under the carousel's block. */
function card(block, where, owner = block) {
  return h(
    "div",
    { class: "card" },
    block.hero_image && picture(block.hero_image, "hero"),
    titled(block),
    block.body && h("div", { class: "words" }, text(block.body)),
    block.actions &&
      h(
        "div",
        { class: "actions" },
        block.actions.map((one) => drawElement(where, owner, one)),
      ),
  );
}

const titled = ({ icon: image, title, rich_text_title: rich, subtitle }) =>
  h(
    "div",
    { class: "titled" },
    image && picture(image, "small-image"),
    h(
      "div",
      {},
      h("div", { class: "card-title words" }, rich ? richText(rich) : text(title)),
      subtitle && h("div", { class: "muted words" }, text(subtitle)),
    ),
  );

function container(block, where) {
  const children = h("div", { class: "children" }, blocks(block.child_blocks, where));
  const width = `container ${block.width ?? "standard"}`;
  if (!block.is_collapsible) {
    return h(
      "div",
      { class: `${width}${block.has_header_divider ? " ruled" : ""}` },
      titled(block),
      children,
    );
  }
  // `open` is the browser's to keep once drawn.
  const opened = (el) => {
    el.open = !block.default_collapsed;
  };
  return h("details", { class: width, mounted: opened }, h("summary", {}, titled(block)), children);
}

const ALERTS = {
  info: ["info", "Note"],
  warning: ["warn", "Warning"],
  error: ["warn", "Error"],
  success: ["check", "Done"],
  default: ["info", "Note"],
};

function alert(block) {
  const level = ALERTS[block.level] ? block.level : "default";
  const [sign, word] = ALERTS[level];
  return h(
    "div",
    { class: `alert ${level}`, role: "note", "aria-label": word },
    icon(sign),
    h("div", { class: "words" }, text(block.text)),
  );
}

const image = (block) =>
  h("figure", {}, block.title && h("figcaption", {}, text(block.title)), picture(block, "picture"));

const BLOCKS = {
  section,
  input,
  card,
  container,
  alert,
  image,
  table,
  markdown,
  data_visualization: chart,
  rich_text: richText,
  header: (block) => h("h3", { class: "header" }, text(block.text)),
  divider: () => h("hr"),
  context: (block) => h("div", { class: "context" }, block.elements.map(contextPart)),
  actions: (block, where) =>
    h(
      "div",
      { class: "actions" },
      block.elements.map((one) => drawElement(where, block, one)),
    ),
  context_actions: (block, where) =>
    h(
      "div",
      { class: "actions" },
      block.elements.map((one) => drawElement(where, block, one)),
    ),
  carousel: (block, where) =>
    h(
      "div",
      { class: "carousel", tabindex: "0", role: "region", "aria-label": "Cards, scroll sideways" },
      block.elements.map((one) => card(one, where, block)),
    ),
};

/** A block whose id stays goes on as the same nodes; a new id is drawn afresh. */
export const blocks = (list, where) =>
  list.map((block, i) =>
    h("div", { class: "block", key: `${block.block_id ?? i} ${block.type}` }, drawn(block, where)),
  );

/** One block that cannot be drawn must not take the page with it. */
function drawn(block, where) {
  const draw = BLOCKS[block.type] ?? (() => notDrawn("Block", block.type));
  try {
    return draw(block, where);
  } catch (error) {
    console.error("This block could not be drawn:", block, error);
    return notDrawn("Block", block.type);
  }
}
