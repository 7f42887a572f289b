/** Where the keyboard is. */

const CAN_HOLD =
  "a[href], button:not([disabled]), input:not([disabled]), textarea:not([disabled]), select, [tabindex='0']";

export const focusable = (box) =>
  [...box.querySelectorAll(CAN_HOLD)].filter(
    (el) => el.tabIndex >= 0 && el.getClientRects().length,
  );

/** Tab past the last goes to the first, and the other way round. */
export function traps(event, held) {
  if (event.key !== "Tab" || !held.length) return;
  const edge = event.shiftKey ? held[0] : held.at(-1);
  if (document.activeElement !== edge && held.includes(document.activeElement)) return;
  event.preventDefault();
  (event.shiftKey ? held.at(-1) : held[0]).focus();
}

/** F6 goes round the parts of the page that are in sight. */
export function nextRegion(back) {
  const regions = [...document.querySelectorAll("[data-region]")].filter(
    (el) => el.getClientRects().length && !el.closest("[inert]"),
  );
  const at = regions.findIndex((region) => region.contains(document.activeElement));
  const next = regions[(at + (back ? -1 : 1) + regions.length) % regions.length];
  const chosen = next?.querySelector("[data-first]") ?? (next && focusable(next)[0]);
  chosen?.focus();
}

/** For `focus_on_load`: takes the focus unless the person is already at another field. */
export const takesFocusOnLoad = (el) => {
  const at = document.activeElement;
  if (at === document.body || at.matches("[role=dialog]")) el.focus();
};

/** An edit of a message, or a new Home, may replace what has the focus: what then stands in its place takes it. */
export function keepingFocus(redraws) {
  const held = document.activeElement;
  const around = held.closest(".message, .home");
  const place = around ? focusable(around).indexOf(held) : -1;
  redraws();
  if (place >= 0 && !held.isConnected) focusable(around)[place]?.focus({ preventScroll: true });
}
