/** The table blocks: rows of cells; the box scrolls sideways where the table is wider than it. */

import { h } from "./h.js";
import { withEmoji } from "./emoji.js";
import { richText } from "./richtext.js";

const CELLS = {
  rich_text: richText,
  raw_text: (cell) => withEmoji(cell.text),
  raw_number: (cell) => cell.text ?? String(cell.value),
};

const drawn = (tag, cell, settings = {}) =>
  h(
    tag,
    {
      scope: tag === "th" ? "col" : null,
      class: `${settings.is_wrapped ? "wraps" : ""} ${cell?.type === "raw_number" ? "number" : ""}`,
      style: settings.align ? `text-align:${settings.align}` : null,
    },
    CELLS[cell?.type]?.(cell),
  );

export const table = (block) => {
  const [head, ...body] = block.rows;
  const row = (tag) => (cells) =>
    h(
      "tr",
      {},
      cells.map((cell, i) => drawn(tag, cell, block.column_settings?.[i] ?? {})),
    );
  return h(
    "div",
    { class: "table-box", tabindex: "0", role: "region", "aria-label": "Table" },
    h("table", {}, h("thead", {}, row("th")(head)), h("tbody", {}, body.map(row("td")))),
  );
};
