/** What a person does with an element: kept on the screen, confirmed where asked, sent to the workspace. */

import { act } from "./acts.js";
import { confirmed } from "./confirm.js";
import { redraw } from "./redraw.js";
import { initialOf, keep, targetOf, valueOf } from "./screen.js";
import { openViews, ui } from "./state.js";
import { told } from "./toasts.js";

const PAUSE = 250; // milliseconds without a key before typed text is sent

/**
 * @typedef {object} Field an element where it stands
 * @property {object} where {channel, ts} or {view}; `pane` keeps ids apart when drawn twice
 * @property {object} block
 * @property {object} element
 * @property {string} id of the control in the page
 */

const unsent = new Map(); // field id → {field, value, timer}
const turns = new Map(); // field id → what was sent last for it
const sending = new Set(); // answers to wait for before a view is submitted

const ids = ({ block, element }) => ({ block_id: block.block_id, action_id: element.action_id });

/** One field's values arrive in the order in which they were picked; requests alone might overtake each other. */
function inTurn(id, sends) {
  const next = (turns.get(id) ?? Promise.resolve()).then(sends);
  turns.set(id, next);
  return next;
}

/** What the element shows now. */
export function valueIn({ where, block, element }) {
  const entry = where.view && openViews().find(({ view }) => view.id === where.view);
  const known = entry?.values?.[block.block_id]?.[element.action_id];
  return valueOf(where, block.block_id, element.action_id, () =>
    known === undefined ? initialOf(element) : known,
  );
}

function keepIn({ where, block, element }, value) {
  keep(where, block.block_id, element.action_id, value);
  redraw();
}

/** A pick: at once on the screen and on its way. */
export async function picked(field, value) {
  if (!(await confirmed(field.element.confirm))) return redraw();
  keepIn(field, value);
  return field.block.type === "input" ? fills(field, value) : clicks(field, value);
}

/** A key: on the screen at once, on its way when the person pauses. */
export function typed(field, value) {
  keepIn(field, value);
  clearTimeout(unsent.get(field.id)?.timer);
  unsent.set(field.id, { field, value, timer: setTimeout(() => sends(field.id), PAUSE) });
}

function sends(id, more) {
  const waiting = unsent.get(id);
  if (!waiting) return;
  clearTimeout(waiting.timer);
  unsent.delete(id);
  fills(waiting.field, waiting.value, more);
}

/** Enter in a text field whose block wants to hear of it. */
export function entered(field) {
  const value = valueIn(field);
  unsent.delete(field.id);
  return fills(field, value, { enter: true });
}

async function fills(field, value, more) {
  if (!field.where.view) return field.block.dispatch_action ? clicks(field, value) : undefined;
  const answer = inTurn(field.id, () =>
    act("fill", { view: field.where.view, ...ids(field), value, ...more }),
  );
  sending.add(answer);
  // A field may have gone in an update while the last letters were under way: nobody need hear of it.
  if ((await answer).unreachable) told(await answer);
  sending.delete(answer);
  return answer;
}

/** All that was typed has reached the workspace. */
export async function settled() {
  for (const id of [...unsent.keys()]) sends(id);
  await Promise.all(sending);
}

/** A click on something that holds no value, or a pick outside an input block. */
async function clicks(field, value) {
  await settled();
  const { id } = field;
  ui.pending.add(id);
  redraw();
  const { block } = field;
  const answer = await inTurn(id, () =>
    act("click", { where: targetOf(field), ...ids(field), value, block }),
  );
  ui.pending.delete(id);
  redraw();
  told(answer);
  return answer;
}

export async function pressed(field, value) {
  if (await confirmed(field.element.confirm)) await clicks(field, value);
}
