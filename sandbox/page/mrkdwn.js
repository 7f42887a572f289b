/** Slack's mrkdwn → nodes. Entities are decoded once, at the leaves; nothing is ever parsed as HTML. */

import { emoji, withEmoji } from "./emoji.js";
import { h, wordsOf } from "./h.js";
import { addressOf, placeIn } from "./permalink.js";
import { channelTitle, nameOf, now, state, zone } from "./state.js";
import { slackDate } from "./time.js";

const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };
const decoded = (text) => text.replace(/&(?:amp|lt|gt);/g, (entity) => ENTITIES[entity]);

/** Only these can be followed; any other scheme, `javascript:` first, stays words. */
const FOLLOWED = /^(?:https?:\/\/|mailto:)[^\s]+$/i;

export function link(url, label) {
  if (!FOLLOWED.test(url)) return label === undefined ? url : [label, ` (${url})`];
  const place = placeIn(url);
  return h(
    "a",
    place
      ? { href: addressOf(place), "data-does": "place", with: place }
      : { href: url, target: "_blank", rel: "noopener noreferrer" },
    label ?? url.replace(/^mailto:/i, ""),
  );
}

export const person = (id) =>
  h("span", { class: id === state.you ? "mention you" : "mention" }, `@${nameOf(id)}`);

export function channelMention(id, label) {
  const channel = state.channels.get(id);
  if (!channel) return h("span", { class: "mention" }, label ? `#${label}` : "#private channel");
  return h(
    "button",
    { type: "button", class: "mention plain", "data-does": "channel", with: id },
    channelTitle(channel),
  );
}

export const everybody = (range) => h("span", { class: "mention you" }, `@${range}`);
export const sign = (name) => emoji(name) ?? `:${name}:`;
export const dateOf = (seconds, pattern, url) => {
  const words = h(
    "time",
    { datetime: new Date(seconds * 1000).toISOString() },
    slackDate(seconds, pattern, now(), zone()),
  );
  return url ? link(url, words) : words;
};

/** What stands between < and >: a mention, a date or a link. */
function angled(inside) {
  const bar = inside.indexOf("|");
  const target = bar < 0 ? inside : inside.slice(0, bar);
  const label = bar < 0 ? undefined : decoded(inside.slice(bar + 1));
  if (target.startsWith("@")) return person(target.slice(1));
  if (target.startsWith("#")) return channelMention(target.slice(1), label);
  if (!target.startsWith("!")) return link(decoded(target), label);
  const [command, ...parts] = target.slice(1).split("^");
  if (command === "date") return dateIn(parts, label);
  if (["here", "channel", "everyone"].includes(command)) return everybody(command);
  return h("span", { class: "mention" }, label ?? `@${command}`);
}

function dateIn([seconds, pattern, url], label) {
  const at = Number(seconds);
  return Number.isFinite(at) && Math.abs(at) < 8e12 && pattern
    ? dateOf(at, decoded(pattern), url && decoded(url))
    : (label ?? "");
}

const styled = (mark, tag, escaped = mark) => ({
  // A mark opens at a word's beginning and closes at a word's end, on one line.
  pattern: new RegExp(
    `(?<![\\p{L}\\p{N}${mark}\\\\])${escaped}(?=[^\\s${mark}])([^\\n]*?[^\\s\\n])${escaped}(?![\\p{L}\\p{N}${mark}])`,
    "u",
  ),
  node: (match) => h(tag, {}, inline(match[1])),
});

const INLINE = [
  { pattern: /`([^`\n]+)`/, node: (match) => h("code", {}, decoded(match[1])) },
  { pattern: /<([^<>\n]+)>/, node: (match) => angled(match[1]) },
  { pattern: /https?:\/\/[^\s<>|`]*[^\s<>|`.,;:!?)*_~]/, node: (match) => link(decoded(match[0])) },
  styled("*", "strong", "\\*"),
  styled("_", "em"),
  styled("~", "s"),
];

/** The leftmost construct is taken first; between equals, the earlier in the list. */
function inline(text) {
  const nodes = [];
  let rest = text;
  let before = "";
  while (rest) {
    const found = INLINE.map(({ pattern, node }) => ({ match: pattern.exec(rest), node })).filter(
      ({ match }) => match,
    );
    if (!found.length) break;
    const first = found.reduce((a, b) => (b.match.index < a.match.index ? b : a));
    before = rest.slice(0, first.match.index);
    nodes.push(leaf(before), first.node(first.match));
    rest = rest.slice(first.match.index + first.match[0].length);
  }
  nodes.push(leaf(rest));
  return nodes;
}

const leaf = (text) => withEmoji(decoded(text));

const QUOTE = /^(?:&gt;|>) ?/;

/** Lines that begin with > stand together in one quote; everything else keeps its line breaks. */
function lines(text) {
  const groups = [];
  for (const line of text.split("\n")) {
    const quoted = QUOTE.test(line);
    const bare = quoted ? line.replace(QUOTE, "") : line;
    if (groups.at(-1)?.quoted === quoted) groups.at(-1).lines.push(bare);
    else groups.push({ quoted, lines: [bare] });
  }
  return groups.map((group) =>
    group.quoted
      ? h("blockquote", {}, inline(group.lines.join("\n")))
      : inline(group.lines.join("\n")),
  );
}

export function mrkdwn(text) {
  const parts = text.split(/```\n?([\s\S]+?)\n?```\n?/);
  return parts.map((part, i) =>
    i % 2 ? h("pre", { tabindex: "0" }, decoded(part)) : part && lines(part),
  );
}

/** A text object, as Slack draws its kind. plain_text carries no entities: what is there is shown. */
export function text(object) {
  if (!object) return null;
  if (object.type === "mrkdwn") return mrkdwn(object.text ?? "");
  return object.emoji === false ? object.text : withEmoji(object.text ?? "");
}

/** The words of a text object: for labels that screen readers read. */
export const words = (object) => wordsOf([text(object)]).trim();
