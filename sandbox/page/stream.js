/** The one event stream in. It opens itself again for as long as the page is there. */

const NOBODY = 4404; // the workspace's close code: it knows nobody of this name
const PAUSES = [300, 600, 1200, 2500, 5000]; // milliseconds before each new try; the last one repeats

/**
 * @param {string} as whom to act as: an id or a name; "" for whoever comes first
 * @param {{frame: (frame: object) => void, state: (connection: string) => void, nobody: () => void}} told
 * @returns {() => void} closes it for good
 */
export function listens(as, told) {
  let socket;
  let tries = 0;
  let over = false;
  let timer;

  const opens = () => {
    const address = new URL("/page/stream", location.href);
    address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    address.searchParams.set("as", as);
    socket = new WebSocket(address);
    socket.addEventListener("message", ({ data }) => {
      const frame = JSON.parse(data);
      if (frame.kind === "snapshot") {
        tries = 0;
        told.state("live");
      }
      told.frame(frame);
    });
    socket.addEventListener("close", ({ code }) => {
      if (over) return;
      if (code === NOBODY) return told.nobody();
      told.state("lost");
      timer = setTimeout(opens, PAUSES[Math.min(tries, PAUSES.length - 1)]);
      tries += 1;
    });
  };
  const hurries = () => {
    if (over || socket.readyState < WebSocket.CLOSING) return;
    clearTimeout(timer);
    opens();
  };
  addEventListener("online", hurries);
  opens();
  return () => {
    over = true;
    clearTimeout(timer);
    removeEventListener("online", hurries);
    socket.close();
  };
}
