/** While something is pressed the page holds still: what slips away under the pointer is never clicked. */

const LONGEST = 5000; // milliseconds: a press whose end is not heard of must not stop the page
const CLICK_AFTER = 100; // milliseconds in which a click follows the finger that was lifted

let pressed = false;
let end;
const waiting = [];

/** Now, or as soon as nothing is pressed; in the order in which it was asked for. */
export function whenStill(does) {
  if (pressed) waiting.push(does);
  else does();
}

function over() {
  pressed = false;
  for (const does of waiting.splice(0)) queueMicrotask(does);
}

const endsIn = (milliseconds) => {
  clearTimeout(end);
  end = setTimeout(over, milliseconds);
};

function begins({ isPrimary, button }) {
  if (!isPrimary || button !== 0) return;
  pressed = true;
  endsIn(LONGEST);
}

addEventListener("pointerdown", begins, true);
for (const type of ["pointerup", "pointercancel"])
  addEventListener(type, () => endsIn(CLICK_AFTER), true);
addEventListener("click", () => endsIn(0), true);
