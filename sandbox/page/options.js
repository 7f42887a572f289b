/** What can be picked in a select: from the element, the app, or the workspace's people and channels. */

import { act } from "./acts.js";
import { words } from "./mrkdwn.js";
import { redraw } from "./redraw.js";
import { targetOf } from "./screen.js";
import { channelTitle, state } from "./state.js";

const PAUSE = 200; // milliseconds without a key before the app is asked

/** @typedef {{value: string, label: string, detail?: string, group?: string}} Option */

const fromOption = (group) => (option) => ({
  value: option.value,
  label: words(option.text),
  detail: option.description && words(option.description),
  group,
});

const fromElement = (element) =>
  element.option_groups
    ? element.option_groups.flatMap((group) => group.options.map(fromOption(words(group.label))))
    : (element.options ?? []).map(fromOption());

const people = () =>
  [...state.users.values()]
    .filter((user) => !user.deleted)
    .map((user) => ({
      value: user.id,
      label: user.real_name || user.name,
      detail: user.is_bot ? "App" : user.title,
    }))
    .sort((a, b) => a.label.localeCompare(b.label));

const fits = (channel, filter = {}) =>
  (!filter.include || filter.include.includes(channel.kind)) &&
  !(filter.exclude_external_shared_channels && channel.external) &&
  !(
    filter.exclude_bot_users &&
    channel.kind === "im" &&
    channel.members.some((id) => state.users.get(id)?.is_bot)
  );

const channels = (wanted) =>
  [...state.channels.values()]
    .filter((channel) => !channel.archived && wanted(channel))
    .map((channel) => ({
      value: channel.id,
      label: channelTitle(channel),
      detail: channel.kind === "private" ? "Private" : undefined,
    }))
    .sort((a, b) => a.label.localeCompare(b.label));

const offered = new Map(); // field id → {query, options} the app gave for what was typed
const asked = new Map(); // field id → timer of the question under way

const fromApp = (element, field) =>
  offered.get(field.id)?.options ??
  [element.initial_option, element.initial_options].flat().filter(Boolean).map(fromOption());

/** Asks the app, once the person pauses, for an external select's options. */
export function asks(field, query) {
  clearTimeout(asked.get(field.id));
  if (query.length < fewest(field)) return;
  asked.set(
    field.id,
    setTimeout(async () => {
      const answer = await act("suggest", {
        where: targetOf(field),
        block_id: field.block.block_id,
        action_id: field.element.action_id,
        value: query,
      });
      if (answer.ok) offered.set(field.id, { query, options: fromElement(answer.ack?.body ?? {}) });
      asked.delete(field.id);
      redraw();
    }, PAUSE),
  );
}

export const isExternal = (field) => kindOf(field.element) === "external";
const fewest = (field) => field.element.min_query_length ?? 3;

/** What a list without options says. */
export function whyNone(field, query) {
  if (isExternal(field) && query.length < fewest(field))
    return `Type ${fewest(field)} letters or more.`;
  return asked.has(field.id) ? "Asking the app…" : "Nothing fits.";
}

const SOURCES = {
  external: fromApp,
  static: fromElement,
  users: people,
  channels: () => channels((channel) => channel.kind === "public"),
  conversations: (element) => channels((channel) => fits(channel, element.filter)),
};

const kindOf = (element) => element.type.replace("multi_", "").replace("_select", "");
export const isKnown = (element) => kindOf(element) in SOURCES;

/** @returns {Option[]} */
export const optionsOf = (field) => SOURCES[kindOf(field.element)](field.element, field);

/** The words for a picked value; a person or channel that cannot be picked any more still has a name. */
export function labelOf(field, value) {
  const option = optionsOf(field).find((one) => one.value === value);
  if (option) return option.label;
  const channel = state.channels.get(value);
  return state.users.get(value)?.real_name ?? (channel ? channelTitle(channel) : value);
}

/** @returns {Option[]} those whose words hold what was typed, the ones that begin with it first */
export function found(field, query) {
  const options = optionsOf(field);
  if (isExternal(field)) return query.length < fewest(field) ? [] : options;
  const typed = query.trim().toLowerCase().replace(/^[#@]/, "");
  if (!typed) return options;
  const rank = (option) => {
    const label = option.label.toLowerCase().replace(/^#/, "");
    if (label.startsWith(typed)) return 0;
    return label.includes(typed) ? 1 : 2;
  };
  return options.filter((option) => rank(option) < 2).sort((a, b) => rank(a) - rank(b));
}
