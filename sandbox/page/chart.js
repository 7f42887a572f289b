/** data_visualization: every chart as bars that lie down, each with its label and number. */

import { withEmoji } from "./emoji.js";
import { h } from "./h.js";

const share = (value, most) => `${most > 0 ? Math.max(0, (100 * value) / most) : 0}%`;

const bar = (most) => (point) => [
  h("dt", {}, point.label),
  h(
    "dd",
    {},
    h("span", { class: "bar", style: `width:${share(point.value, most)}` }),
    h("span", { class: "number" }, String(point.value)),
  ),
];

export function chart(block) {
  const { series, segments, axis_config: axes } = block.chart;
  const all = series ?? [{ name: "", data: segments }];
  const most = Math.max(...all.flatMap(({ data }) => data.map((point) => point.value)));
  return h(
    "figure",
    { class: "chart" },
    h(
      "figcaption",
      {},
      h("strong", {}, withEmoji(block.title)),
      axes?.y_label && h("span", { class: "muted" }, ` ${axes.y_label}`),
    ),
    all.map(({ name, data }) => [
      all.length > 1 && h("p", { class: "muted" }, name),
      h("dl", {}, data.map(bar(most))),
    ]),
  );
}
