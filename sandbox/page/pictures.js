/** Images and avatars. A picture that cannot be fetched says in words what it would show. */

import { h } from "./h.js";
import { redraw } from "./redraw.js";

const missing = new Set();

export function picture({ image_url: url, alt_text: alt }, className) {
  if (!/^https?:\/\//i.test(url ?? "") || missing.has(url)) {
    return h("span", { class: `${className} missing`, role: "img", "aria-label": alt }, alt);
  }
  return h("img", {
    class: className,
    src: url,
    alt,
    loading: "lazy",
    referrerpolicy: "no-referrer",
  });
}

/** Load errors do not bubble; this hears them on their way down. */
export function hearsMissing(root) {
  const hears = ({ target }) => {
    if (target.localName !== "img") return;
    missing.add(target.getAttribute("src"));
    redraw();
  };
  root.addEventListener("error", hears, true);
}

/** Ink that can be read on this background. */
function ink(colour) {
  const [r, g, b] = [1, 3, 5]
    .map((at) => parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((c) => (c > 0.04045 ? ((c + 0.055) / 1.055) ** 2.4 : c / 12.92));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.18 ? "#17191d" : "#ffffff";
}

export function avatar(user, size = "") {
  const colour = /^#[0-9a-f]{6}$/i.test(user?.colour) ? user.colour : "#5b616b";
  const shape = user?.is_bot ? "square" : "";
  return h(
    "span",
    {
      class: `avatar ${size} ${shape}`,
      style: `background:${colour};color:${ink(colour)}`,
      "aria-hidden": "true",
    },
    user?.initials ?? "?",
  );
}
