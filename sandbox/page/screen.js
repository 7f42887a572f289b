/**
 * What the elements on this screen show, as Slack's client keeps it: in a message, as long as the
 * block's id stays, whatever an edit says about `initial_*`; in a view, as long as block_id and
 * action_id stay. A place is a message or a view.
 */

const shown = new Map(); // place → Map("block_id action_id" → value)

export const placeOf = (where) =>
  where.view ? `view ${where.view}` : `message ${where.channel} ${where.ts}`;
/** The place as acts name it. */
export const targetOf = ({ where }) =>
  where.view ? { view: where.view } : { channel: where.channel, ts: where.ts };
const slot = (block_id, action_id) => `${block_id}\n${action_id}`;

/** The value on screen; `drawnWith()` tells what it begins with, and is asked once for a message. */
export function valueOf(where, block_id, action_id, drawnWith) {
  const place = placeOf(where);
  const kept = shown.get(place);
  if (kept?.has(slot(block_id, action_id))) return kept.get(slot(block_id, action_id));
  const value = drawnWith();
  if (!where.view) keep(where, block_id, action_id, value);
  return value;
}

export function keep(where, block_id, action_id, value) {
  const place = placeOf(where);
  if (!shown.has(place)) shown.set(place, new Map());
  shown.get(place).set(slot(block_id, action_id), value);
}

/** A new version of a message or view: what hung on ids it no longer has is forgotten. */
export function redrawn(where, blocks) {
  const kept = shown.get(placeOf(where));
  if (!kept) return;
  const stays = where.view
    ? viewSlots(blocks)
    : new Set(everyBlock(blocks).map((block) => block.block_id));
  for (const key of kept.keys())
    if (!stays.has(where.view ? key : key.split("\n")[0])) kept.delete(key);
}

export const forgetAll = () => shown.clear();

/** Views that are no longer open take with them what was typed. */
export function onlyViews(ids) {
  for (const place of shown.keys())
    if (place.startsWith("view ") && !ids.has(place.slice(5))) shown.delete(place);
}

const everyBlock = (blocks) =>
  blocks.flatMap((block) => [block, ...everyBlock(block.child_blocks ?? [])]);

const viewSlots = (blocks) =>
  new Set(
    everyBlock(blocks).flatMap((block) =>
      [block.element, block.accessory, ...(block.elements ?? []), ...(block.actions ?? [])]
        .filter((element) => element?.action_id)
        .map((element) => slot(block.block_id, element.action_id)),
    ),
  );

const values = (options) => options?.map((option) => option.value);

/** What an element begins with, in the form `fill` and `click` send. */
export function initialOf(element) {
  if (element.type.startsWith("multi_")) {
    return (
      values(element.initial_options) ??
      element.initial_users ??
      element.initial_conversations ??
      element.initial_channels ??
      []
    );
  }
  if (element.type === "checkboxes") return values(element.initial_options) ?? [];
  return (
    element.initial_option?.value ??
    element.initial_user ??
    element.initial_conversation ??
    element.initial_channel ??
    element.initial_date ??
    element.initial_time ??
    element.initial_date_time ??
    element.initial_value ??
    null
  );
}
