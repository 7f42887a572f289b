/** rich_text: sections, lists, quotes and preformatted text, each leaf with its styles. */

import { h } from "./h.js";
import { channelMention, dateOf, everybody, link, person, sign } from "./mrkdwn.js";

const TAGS = { bold: "strong", italic: "em", strike: "s", code: "code", underline: "u" };

const styledAs = (style, node) =>
  Object.entries(TAGS).reduce(
    (inner, [name, tag]) => (style?.[name] ? h(tag, {}, inner) : inner),
    node,
  );

const LEAVES = {
  text: (leaf) => leaf.text,
  link: (leaf) => link(leaf.url, leaf.text),
  user: (leaf) => person(leaf.user_id),
  channel: (leaf) => channelMention(leaf.channel_id),
  usergroup: (leaf) => h("span", { class: "mention" }, `@${leaf.usergroup_id}`),
  broadcast: (leaf) => everybody(leaf.range),
  emoji: (leaf) => sign(leaf.name),
  date: (leaf) => dateOf(leaf.timestamp, leaf.format, leaf.url),
  color: (leaf) => [
    h("span", { class: "swatch", style: `background:${colour(leaf.value)}` }),
    leaf.value,
  ],
};

const colour = (value) => (/^#[0-9a-f]{3,8}$/i.test(value) ? value : "transparent");
const leaves = (elements) =>
  (elements ?? []).map((leaf) =>
    styledAs(leaf.style, LEAVES[leaf.type]?.(leaf) ?? leaf.text ?? leaf.fallback),
  );

const PARTS = {
  rich_text_section: (part) => h("p", {}, leaves(part.elements)),
  rich_text_quote: (part) => h("blockquote", {}, leaves(part.elements)),
  rich_text_preformatted: (part) => h("pre", { tabindex: "0" }, leaves(part.elements)),
  rich_text_list: (part) => {
    const ordered = part.style === "ordered";
    const indent = part.indent ?? 0;
    return h(
      ordered ? "ol" : "ul",
      {
        class: `indent-${indent} mark-${indent % 3}${part.border ? " bordered" : ""}`,
        style: `margin-left:${indent * 1.5}em`,
        start: ordered && part.offset ? part.offset + 1 : undefined,
      },
      (part.elements ?? []).map((item) => h("li", {}, leaves(item.elements))),
    );
  },
};

export const richText = (block) =>
  h(
    "div",
    { class: "rich" },
    (block?.elements ?? []).map((part) => PARTS[part.type]?.(part)),
  );

/** Its words alone, a line for each part: what a plain field edits. */
export const richWords = (block) =>
  (block?.elements ?? [])
    .flatMap((part) => (part.elements ?? []).map((leaf) => leaf.text ?? ""))
    .join("");
