"""What makes a page hard to use for some, as far as a machine can see it."""

from playwright.async_api import Page

_FOUND = """() => {
  const found = [];
  const seen = (el) => el.getClientRects().length && !el.closest("[inert]") &&
      getComputedStyle(el).visibility !== "hidden";
  const say = (what, el) => found.push(`${what}: ${el.outerHTML.slice(0, 160)}`);
  const all = (selector) => [...document.querySelectorAll(selector)].filter(seen);
  const named = (el) => el.getAttribute("aria-label")?.trim() || el.textContent.trim() ||
      (el.getAttribute("aria-labelledby") ?? "").split(" ")
        .some((id) => document.getElementById(id)?.textContent.trim()) ||
      [...(el.labels ?? [])].some((label) => label.textContent.trim());

  all("button, a[href], input, textarea, select, [role=dialog], [role=region], [role=listbox]")
    .filter((el) => !named(el)).forEach((el) => say("no name", el));
  all("[aria-describedby], [aria-controls], [aria-activedescendant], [aria-labelledby]")
    .forEach((el) => {
      for (const name of ["describedby", "controls", "activedescendant", "labelledby"])
        for (const id of (el.getAttribute(`aria-${name}`) ?? "").split(" ").filter(Boolean))
          if (!document.getElementById(id)) say(`aria-${name} leads nowhere`, el);
    });
  const ids = new Set();
  for (const el of document.querySelectorAll("[id]"))
    ids.has(el.id) ? say("id twice", el) : ids.add(el.id);
  for (const box of all(".messages, .dialog-body, .home"))
    if (box.scrollWidth > box.clientWidth) say("scrolls sideways", box);
  if (document.documentElement.scrollWidth > innerWidth) found.push("the page scrolls sideways");

  const scrolls = (el) => /auto|scroll/.test(getComputedStyle(el).overflowX);
  for (const pane of all(".pane, .sidebar, .dialog, .inspector")) {
    const { left, right } = pane.getBoundingClientRect();
    for (const el of pane.querySelectorAll("*")) {
      if (!seen(el) || el.closest(".unseen")) continue;
      const box = el.getBoundingClientRect();
      const held = (at) => at !== pane && (scrolls(at) || held(at.parentElement));
      if ((box.right > right + 1 || box.left < left - 1) && !held(el)) say("leaves its pane", el);
      // An ellipsis says that there is more.
      const { overflowX, overflowY, textOverflow } = getComputedStyle(el);
      const cuts = [overflowX, overflowY].some((way) => /hidden|clip/.test(way));
      if (!cuts || textOverflow === "ellipsis" || el.matches("input, textarea")) continue;
      if (el.scrollWidth > el.clientWidth + 1 || el.scrollHeight > el.clientHeight + 1)
        say("cut off", el);
    }
  }

  const parsed = (colour) => {
    const [r, g, b, a = 1] = colour.match(/[\\d.]+/g).map(Number);
    return { r, g, b, a };
  };
  const over = (top, under) => ({
    r: top.r * top.a + under.r * (1 - top.a),
    g: top.g * top.a + under.g * (1 - top.a),
    b: top.b * top.a + under.b * (1 - top.a),
    a: 1,
  });
  const behind = (el) => {
    const layers = [];
    for (let at = el; at; at = at.parentElement)
      layers.unshift(parsed(getComputedStyle(at).backgroundColor));
    return layers.reduce((under, top) => over(top, under), { r: 255, g: 255, b: 255, a: 1 });
  };
  const light = ({ r, g, b }) => [r, g, b]
    .map((part) => part / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    .reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0);
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const el = node.parentElement;
    if (!node.data.trim() || !seen(el) || el.closest(":disabled, .unseen, script, style")) continue;
    const under = behind(el);
    const [a, b] = [light(over(parsed(getComputedStyle(el).color), under)), light(under)];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (contrast < 4.5) say(`contrast ${contrast.toFixed(2)}`, el);
  }
  return found;
}"""


async def barriers(page: Page) -> list[str]:
    """Controls without a name, references to nothing, pale or cut words, sideways scrolling."""
    found: list[str] = await page.evaluate(_FOUND)
    return found
