/** What opens beside something: menus of actions, and the box that lists float in. */

import { h } from "./h.js";
import { layer, redrawNow } from "./redraw.js";
import { ui } from "./state.js";

const GAP = 4; // pixels between anchor and box, and between box and the window's edge

/** A box beside the element with this id: below it, or above where there is more room. */
export const floating = (anchor, props, ...children) =>
  layer(
    h(
      "div",
      {
        ...props,
        key: `float ${anchor}`,
        class: `floating ${props.class ?? ""}`,
        drawn(box) {
          place(box, anchor);
          props.drawn?.(box);
        },
      },
      ...children,
    ),
  );

function place(box, anchor) {
  const at = document.getElementById(anchor)?.getBoundingClientRect();
  if (!at) return;
  const below = innerHeight - at.bottom;
  const above = at.top > below && below < Math.min(box.scrollHeight, 320) + GAP;
  const wide = box.classList.contains("as-wide");
  box.style.maxHeight = `${Math.min(380, (above ? at.top : below) - 3 * GAP)}px`;
  box.style.minWidth = wide ? `${at.width}px` : "";
  box.style.left = `${Math.max(GAP, Math.min(at.left, innerWidth - box.offsetWidth - GAP))}px`;
  box.style.top = above ? "auto" : `${at.bottom + GAP}px`;
  box.style.bottom = above ? `${innerHeight - at.top + GAP}px` : "auto";
}

/**
 * A button that opens a menu.
 * @param {{label: string, detail?: string, does: string, with?: any, checked?: boolean, danger?: boolean, href?: string}[]} items
 */
export function menuButton(id, props, content, items) {
  const open = ui.menu?.id === id;
  if (open) {
    floating(
      id,
      { role: "menu", "aria-label": props["aria-label"] ?? props.title, "data-keys": "menu-keys" },
      items.map((item) => menuItem(item, items)),
    );
  }
  return h(
    "button",
    {
      ...props,
      id,
      type: "button",
      "aria-haspopup": "menu",
      "aria-expanded": open,
      "data-does": "menu",
      with: { id },
    },
    content,
  );
}

const menuItem = (item, items) =>
  h(
    item.href ? "a" : "button",
    {
      class: item.danger ? "menu-item danger" : "menu-item",
      type: item.href ? null : "button",
      href: item.href,
      target: item.href && "_blank",
      rel: item.href && "noopener noreferrer",
      role: item.checked === undefined ? "menuitem" : "menuitemradio",
      "aria-checked": item.checked,
      tabindex: "-1",
      "data-does": item.does,
      with: item.with,
      mounted:
        item === (items.find((one) => one.checked) ?? items[0]) ? (el) => el.focus() : undefined,
    },
    item.before,
    h(
      "span",
      { class: "menu-words" },
      h("span", {}, item.label),
      item.detail && h("small", {}, item.detail),
    ),
  );

/** Closes what is open; the focus goes back to what opened it if it was inside. */
export function closeMenu() {
  if (!ui.menu) return;
  const { id } = ui.menu;
  const inside =
    document.activeElement?.closest(".floating") || document.activeElement === document.body;
  ui.menu = null;
  redrawNow();
  if (inside) document.getElementById(id)?.focus();
}

function moves(event) {
  const items = [...event.target.closest("[role=menu]").querySelectorAll(".menu-item")];
  const at = items.indexOf(event.target.closest(".menu-item"));
  const to = { ArrowDown: at + 1, ArrowUp: at - 1 + items.length, Home: 0, End: items.length - 1 }[
    event.key
  ];
  if (to !== undefined) items[to % items.length].focus();
  else if (event.key === "Escape" || event.key === "Tab") closeMenu();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

export const does = {
  click: {
    menu({ id }) {
      ui.menu = ui.menu?.id === id ? null : { id };
      redrawNow();
    },
  },
  keydown: { "menu-keys": (payload, event) => moves(event) },
};
