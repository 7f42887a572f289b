/** All the page knows: what the stream said (`state`) and where the person is looking (`ui`). */

export const state = {
  connection: "connecting", // "live", "lost"
  team: { name: "" },
  app: {
    name: "",
    commands: [],
    shortcuts: [],
    connected: null,
    installed: true,
    home_tab: true,
    messages_tab: true,
  },
  you: null, // a user id
  users: new Map(),
  channels: new Map(),
  messages: new Map(), // channel id → Map(ts → message)
  views: [],
  home: null, // what the app published for this person, as an entry of `views`
  traffic: new Map(),
  faults: [],
  fault_seed: 0,
  clock: { now: 0, offset: 0, at: 0 },
};

const TRAFFIC_KEPT = 500; // as many as the workspace itself keeps

export const ui = {
  channel: null, // an id, or "app" for the app's own place
  tab: "home", // of the app's place; its messages are a channel
  thread: null, // {channel, ts}
  sidebar: false, // the drawer at phone width
  menu: null, // {id, …} the one open menu or list
  writing: null, // id of the composer that has the focus
  completion: null, // {active, dismissed} of its list of commands
  confirm: null, // {object, answer}
  search: null, // {query, active}
  toasts: [],
  said: "", // read out by screen readers
  newest: "", // ts of the newest message heard of
  drafts: new Map(), // channel, or channel and thread → text being written
  pending: new Set(), // what waits for the app's answer
  earlier: new Map(), // channel → how many of its messages are drawn
  inspector: { open: false, tab: "traffic", filter: "", only: "all", expanded: new Set() },
};

export const me = () => state.users.get(state.you);
export const zone = () => me()?.tz;
export const now = () => state.clock.now + (Date.now() - state.clock.at) / 1000;
export const nameOf = (id) => {
  const user = state.users.get(id);
  return user?.real_name || user?.name || id || "Somebody";
};
export const channelName = (channel) => {
  if (channel.kind !== "im") return channel.name;
  const others = channel.members.filter((id) => id !== state.you);
  return others.map(nameOf).join(", ") || nameOf(state.you);
};
/** The direct messages with the app, undefined before anybody said anything. */
export const appDirect = () =>
  [...state.channels.values()].find(
    ({ kind, members }) => kind === "im" && members.includes(state.app.bot_user),
  );
/** The tab of the app's place that is looked at, null elsewhere. */
export const appTab = () => {
  if (ui.channel === "app") return ui.tab;
  return ui.channel && ui.channel === appDirect()?.id ? "messages" : null;
};
export const channelTitle = (channel) =>
  channel.kind === "im" ? channelName(channel) : `#${channel.name}`;

/** Modals, and Home: all views in which something can stand. */
export const openViews = () => [...state.views, ...(state.home ? [state.home] : [])];

const inOrder = (a, b) => (a.ts < b.ts ? -1 : 1);
const all = (channel) => [...(state.messages.get(channel)?.values() ?? [])];
export const messagesIn = (channel) =>
  all(channel)
    .filter((m) => !isReply(m) || m.broadcast)
    .sort(inOrder);
export const repliesTo = (channel, ts) =>
  all(channel)
    .filter((m) => isReply(m) && m.thread_ts === ts)
    .sort(inOrder);
export const message = (channel, ts) => state.messages.get(channel)?.get(ts);
const isReply = (m) => Boolean(m.thread_ts) && m.thread_ts !== m.ts;

const keep = (m) => {
  if (!state.messages.has(m.channel)) state.messages.set(m.channel, new Map());
  state.messages.get(m.channel).set(m.ts, m);
};
const byId = (values) => new Map(values.map((value) => [value.id, value]));
const keepClock = ({ now: at, offset }) => {
  state.clock = { now: at, offset, at: Date.now() };
};

/** What each kind of frame does to the state. Shapes: docs/workspace.md. */
export const frames = {
  snapshot(frame) {
    Object.assign(state, {
      team: frame.team,
      app: frame.app,
      you: frame.you,
      views: frame.views,
      home: frame.home,
      faults: frame.faults,
      fault_seed: frame.fault_seed,
    });
    Object.assign(state, {
      users: byId(frame.users),
      channels: byId(frame.channels),
      traffic: byId(frame.traffic),
    });
    state.messages = new Map();
    frame.messages.forEach(keep);
    keepClock(frame.clock);
  },
  user: ({ user }) => state.users.set(user.id, user),
  channel: ({ channel }) => state.channels.set(channel.id, channel),
  channel_gone: ({ channel }) => {
    state.channels.delete(channel);
    state.messages.delete(channel);
  },
  message({ message: m }) {
    const channel = state.channels.get(m.channel);
    // The workspace counts what is unread when it sends a channel; what comes after is counted here.
    if (channel && m.user !== state.you && !message(m.channel, m.ts)) channel.unread += 1;
    keep(m);
  },
  message_deleted: ({ channel, ts }) => state.messages.get(channel)?.delete(ts),
  views: ({ stack }) => {
    state.views = stack;
  },
  home: ({ home }) => {
    state.home = home;
  },
  traffic({ entry }) {
    state.traffic.set(entry.id, entry);
    if (state.traffic.size > TRAFFIC_KEPT) state.traffic.delete(state.traffic.keys().next().value);
  },
  faults: ({ faults, fault_seed }) => {
    Object.assign(state, { faults, fault_seed });
  },
  clock: keepClock,
  app: ({ app }) => {
    state.app = app;
  },
};
