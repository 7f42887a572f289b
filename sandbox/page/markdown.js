/** The markdown block: standard Markdown, the part of it that Slack draws. */

import { withEmoji } from "./emoji.js";
import { h } from "./h.js";
import { link } from "./mrkdwn.js";

const styled = (pattern, tag) => ({ pattern, node: (match) => h(tag, {}, inline(match[2])) });

const INLINE = [
  { pattern: /(`+)(.+?)\1/, node: (match) => h("code", {}, match[2]) },
  { pattern: /!?\[([^\]\n]*)\]\(([^()\s]+)\)/, node: (match) => link(match[2], match[1]) },
  { pattern: /<((?:https?:\/\/|mailto:)[^<>\s]+)>/, node: (match) => link(match[1]) },
  styled(/(\*\*|__)(?=\S)(.+?\S|\S)\1/, "strong"),
  styled(/(~~)(?=\S)(.+?\S|\S)\1/, "s"),
  styled(/(?<![\p{L}\p{N}*_])([*_])(?=[^\s*_])(.*?[^\s*_])\1(?![\p{L}\p{N}])/u, "em"),
];

function inline(text) {
  const found = INLINE.map(({ pattern, node }) => ({ match: pattern.exec(text), node })).filter(
    ({ match }) => match,
  );
  if (!found.length) return [withEmoji(text)];
  const { match, node } = found.reduce((a, b) => (b.match.index < a.match.index ? b : a));
  const end = match.index + match[0].length;
  return [withEmoji(text.slice(0, match.index)), node(match), ...inline(text.slice(end))];
}

const ITEM = /^(\s*)([-*+]|\d+[.)])\s+(?:\[([ xX])\]\s+)?(.*)$/;
const cells = (line) =>
  line
    .trim()
    .replace(/^\||\|$/g, "")
    .split("|")
    .map((cell) => cell.trim());

/** Each reader takes the lines it understands from the front and gives back a node. */
const READERS = [
  [
    /^```/,
    (lines) => {
      lines.shift();
      const end = lines.findIndex((line) => line.startsWith("```"));
      const code = lines.splice(0, end < 0 ? lines.length : end);
      lines.shift();
      return h("pre", { tabindex: "0" }, code.join("\n"));
    },
  ],
  [
    /^#{1,6}\s/,
    (lines) => {
      const [, marks, words] = /^(#+)\s+(.*)$/.exec(lines.shift());
      return h(
        "p",
        {
          class: `heading heading-${marks.length}`,
          role: "heading",
          "aria-level": marks.length + 2,
        },
        inline(words),
      );
    },
  ],
  [/^\s*([-*_])(\s*\1){2,}\s*$/, (lines) => (lines.shift(), h("hr"))],
  [
    /^>/,
    (lines) =>
      h(
        "blockquote",
        {},
        read(
          taken(lines, (line) => line.startsWith(">")).map((line) => line.replace(/^(?:> ?)+/, "")),
        ),
      ),
  ],
  [
    ITEM,
    (lines) => {
      const items = taken(lines, (line) => ITEM.test(line)).map((line) => ITEM.exec(line));
      return h(/\d/.test(items[0][2]) ? "ol" : "ul", {}, items.map(listItem));
    },
  ],
  [
    /^\s*\|.*\|\s*$/,
    (lines) => {
      const rows = taken(lines, (line) => /^\s*\|/.test(line))
        .filter((line) => !/^[\s|:-]+$/.test(line))
        .map(cells);
      return h(
        "div",
        { class: "table-box", tabindex: "0", role: "region", "aria-label": "Table" },
        h(
          "table",
          {},
          rows.map((row, i) =>
            h(
              "tr",
              {},
              row.map((cell) => h(i ? "td" : "th", {}, inline(cell))),
            ),
          ),
        ),
      );
    },
  ],
];

const listItem = ([, indent, , ticked, words]) =>
  h(
    "li",
    {
      class: ticked === undefined ? null : "task",
      style: indent ? `margin-left:${indent.length * 0.6}em` : null,
    },
    ticked === undefined
      ? null
      : h(
          "span",
          { role: "img", "aria-label": ticked === " " ? "not done: " : "done: " },
          ticked === " " ? "☐ " : "☑ ",
        ),
    inline(words),
  );

function taken(lines, fits) {
  const end = lines.findIndex((line) => !fits(line));
  return lines.splice(0, end < 0 ? lines.length : end);
}

const begins = (line) => READERS.find(([pattern]) => pattern.test(line))?.[1];

function read(lines) {
  const nodes = [];
  while (lines.length) {
    const reader = begins(lines[0]);
    if (reader) nodes.push(reader(lines));
    else if (!lines[0].trim()) lines.shift();
    else
      nodes.push(
        h(
          "p",
          {},
          inline(
            [lines.shift(), ...taken(lines, (line) => line.trim() && !begins(line))].join("\n"),
          ),
        ),
      );
  }
  return nodes;
}

export const markdown = (block) => h("div", { class: "rich" }, read(block.text.split("\n")));
