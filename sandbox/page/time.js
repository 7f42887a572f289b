/** Instants are seconds since 1970 (UTC); people read them in the zone of the person acted as. */

const formats = new Map();

function format(options, zone) {
  const key = JSON.stringify([options, zone]);
  if (!formats.has(key))
    formats.set(key, new Intl.DateTimeFormat("en-GB", { ...options, timeZone: zone || undefined }));
  return formats.get(key);
}

const shown = (seconds, zone, options) => format(options, zone).format(new Date(seconds * 1000));

export const clock = (seconds, zone) =>
  shown(seconds, zone, { hour: "2-digit", minute: "2-digit" });
export const clockWithSeconds = (seconds, zone) =>
  shown(seconds, zone, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
export const isoDay = (seconds, zone) => {
  const parts = partsOf(seconds, zone);
  return `${parts.year}-${parts.month}-${parts.day}`;
};

function partsOf(seconds, zone) {
  const options = {
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  };
  return Object.fromEntries(
    format(options, zone)
      .formatToParts(new Date(seconds * 1000))
      .map((p) => [p.type, p.value]),
  );
}

/** "Today", "Yesterday", or the day by name; null past that. */
function near(seconds, now, zone) {
  const day = isoDay(seconds, zone);
  if (day === isoDay(now, zone)) return "Today";
  if (day === isoDay(now - 86400, zone)) return "Yesterday";
  if (day === isoDay(now + 86400, zone)) return "Tomorrow";
  return null;
}

export const day = (seconds, now, zone) =>
  near(seconds, now, zone) ??
  shown(seconds, zone, { weekday: "long", day: "numeric", month: "long" });

export const full = (seconds, zone) =>
  shown(seconds, zone, {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
  });

export function ago(seconds, now) {
  const past = Math.round(now - seconds);
  const units = [
    ["day", 86400],
    ["hour", 3600],
    ["minute", 60],
  ];
  const [name, size] = units.find(([, length]) => Math.abs(past) >= length) ?? ["second", 1];
  return new Intl.RelativeTimeFormat("en-GB", { numeric: "auto" }).format(
    -Math.round(past / size),
    name,
  );
}

/** Slack's `{date_short_pretty} at {time}` and its kin, filled in. Unknown words stay as they are. */
export function slackDate(seconds, pattern, now, zone) {
  const long = { weekday: "long", day: "numeric", month: "long", year: "numeric" };
  const plain = { day: "numeric", month: "long", year: "numeric" };
  const short = { day: "numeric", month: "short", year: "numeric" };
  const pretty = (options) => near(seconds, now, zone) ?? shown(seconds, zone, options);
  const words = {
    date_num: () => isoDay(seconds, zone),
    date_slash: () => shown(seconds, zone, { day: "2-digit", month: "2-digit", year: "numeric" }),
    date: () => shown(seconds, zone, plain),
    date_short: () => shown(seconds, zone, short),
    date_long: () => shown(seconds, zone, long),
    date_pretty: () => pretty(plain),
    date_short_pretty: () => pretty(short),
    date_long_pretty: () => pretty(long),
    day_divider_pretty: () => pretty({ weekday: "long", day: "numeric", month: "long" }),
    time: () => clock(seconds, zone),
    time_secs: () => clockWithSeconds(seconds, zone),
    ago: () => ago(seconds, now),
  };
  return pattern.replace(/\{(\w+)\}/g, (whole, name) => words[name]?.() ?? whole);
}

/** What `<input type="datetime-local">` shows for an instant. */
export function toLocal(seconds, zone) {
  const p = partsOf(seconds, zone);
  return `${p.year}-${p.month}-${p.day}T${p.hour}:${p.minute}`;
}

/** The instant meant by a local date and time. Where clocks jump, the later reading is taken. */
export function fromLocal(text, zone) {
  const wall = Date.parse(`${text}:00Z`) / 1000;
  let seconds = wall;
  for (let i = 0; i < 2; i += 1)
    seconds -= Date.parse(`${toLocal(seconds, zone)}:00Z`) / 1000 - wall;
  return seconds;
}

/** Seconds from `now` to the next Monday, 09:00 on this person's wall. */
export function untilMonday(now, zone) {
  const wall = new Date(`${toLocal(now, zone)}:00Z`);
  const days = (8 - wall.getUTCDay()) % 7 || 7;
  const monday = new Date(wall.getTime() + days * 86400000).toISOString().slice(0, 10);
  return fromLocal(`${monday}T09:00`, zone) - now;
}
