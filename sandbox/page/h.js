/**
 * Nodes from values, and the one redraw.
 *
 * `h` describes a node; `patch` makes a parent's children look as described and touches nothing
 * else, so that focus, caret, scroll and open pickers live through a redraw. Text only ever becomes
 * a text node: there is no way from data to HTML.
 */

const SVG = "http://www.w3.org/2000/svg";
/** Held as properties of the node: the attribute of the same name means something else or nothing. */
const PROPERTIES = new Set(["value", "checked", "indeterminate"]);
/** A half-typed date reads as "": writing to the field would wipe what the person has typed. */
const HALF_TYPED = new Set(["date", "time", "datetime-local", "number"]);

/**
 * @param {string} tag
 * @param {object} props attributes, and: `key` (who this is among its siblings), `with` (what the
 *   delegated listener is handed), `mounted(el)` and `drawn(el)` (called after the whole redraw)
 */
export const h = (tag, props, ...children) => ({
  tag,
  props: props ?? {},
  children: children
    .flat(Infinity)
    .filter((child) => child !== null && child !== undefined && child !== false && child !== ""),
});

export function patch(parent, children) {
  const after = [];
  patchChildren(parent, [children].flat(Infinity).filter(Boolean), after);
  for (const call of after) call();
}

function patchChildren(parent, wanted, after) {
  const svg = parent.namespaceURI === SVG && parent.localName !== "foreignObject";
  const nodes = matched([...parent.childNodes], wanted);
  const kept = new Set(nodes);
  for (const old of [...parent.childNodes]) if (!kept.has(old)) old.remove();
  let cursor = parent.firstChild;
  wanted.forEach((vnode, i) => {
    const node = nodes[i] ?? created(vnode, svg, after);
    // A node already in its place is not moved: moving it would take the focus from it.
    if (node === cursor) cursor = cursor.nextSibling;
    else parent.insertBefore(node, cursor);
    if (typeof vnode === "object") patchNode(node, vnode, after);
    else if (node.data !== String(vnode)) node.data = String(vnode);
  });
}

/** For each wanted vnode the old node that goes on as it, or undefined. */
function matched(old, wanted) {
  const keyed = new Map();
  const loose = [];
  for (const node of old) {
    const key = node.drawnAs?.props.key;
    if (key !== undefined && !keyed.has(key)) keyed.set(key, node);
    else loose.push(node);
  }
  let next = 0;
  return wanted.map((vnode) => {
    const key = vnode.props?.key;
    if (key !== undefined) {
      const node = keyed.get(key);
      keyed.delete(key);
      return node && same(node, vnode) ? node : undefined;
    }
    const found = loose.findIndex((node, i) => i >= next && same(node, vnode));
    if (found < 0) return undefined;
    next = found + 1;
    return loose[found];
  });
}

const same = (node, vnode) =>
  typeof vnode === "object" ? node.drawnAs?.tag === vnode.tag : node.nodeType === Node.TEXT_NODE;

function created(vnode, svg, after) {
  if (typeof vnode !== "object") return document.createTextNode(String(vnode));
  const inSvg = svg || vnode.tag === "svg";
  const node = inSvg ? document.createElementNS(SVG, vnode.tag) : document.createElement(vnode.tag);
  node.drawnAs = { tag: vnode.tag, props: {} };
  if (vnode.props.mounted) after.push(() => vnode.props.mounted(node));
  return node;
}

function patchNode(node, vnode, after) {
  const before = node.drawnAs.props;
  for (const name of Object.keys(before))
    if (!(name in vnode.props)) setProp(node, name, undefined);
  for (const [name, value] of Object.entries(vnode.props)) {
    if (!PROPERTIES.has(name) && before[name] !== value) setProp(node, name, value);
  }
  node.drawnAs = vnode;
  patchChildren(node, vnode.children, after);
  // After the children: what a field may show depends on them, and on its type.
  for (const name of PROPERTIES)
    if (name in vnode.props) setProperty(node, name, vnode.props[name]);
  if (vnode.props.drawn) after.push(() => vnode.props.drawn(node));
}

function setProp(node, name, value) {
  if (name === "key" || name === "mounted" || name === "drawn") return;
  if (name === "with") node.payload = value;
  else if (PROPERTIES.has(name)) setProperty(node, name, value ?? "");
  else if (value === undefined || value === null || (value === false && !name.startsWith("aria-")))
    node.removeAttribute(name);
  else node.setAttribute(name, value === true && !name.startsWith("aria-") ? "" : String(value));
}

function setProperty(node, name, value) {
  const half = name === "value" && node === document.activeElement && HALF_TYPED.has(node.type);
  if (!half && node[name] !== value) node[name] = value;
}

/** The words a vnode would show. */
export const wordsOf = (vnode) => {
  if (Array.isArray(vnode)) return vnode.map(wordsOf).join("");
  if (vnode === null || vnode === undefined || vnode === false) return "";
  if (typeof vnode !== "object") return String(vnode);
  return vnode.tag === "br" ? "\n" : (vnode.props["aria-label"] ?? wordsOf(vnode.children));
};
