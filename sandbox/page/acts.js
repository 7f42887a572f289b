/** What the person does, sent to the workspace. */

import { state } from "./state.js";

async function post(path, body) {
  try {
    const response = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    const answer = await response.json().catch(() => ({}));
    const error = response.ok ? null : `The workspace answered ${response.status}.`;
    return { ok: response.ok, error, ...answer, refused: !response.ok };
  } catch {
    return {
      ok: false,
      error: "The workspace cannot be reached. What you typed is still here.",
      refused: true,
      unreachable: true,
    };
  }
}

/** @returns {Promise<{ok: boolean, error: string|null, ack: object|null, refused: boolean, unreachable?: boolean}>} `refused`: by the workspace itself */
export const act = (does, details) => post("/page/act", { as: state.you, do: does, ...details });
export const control = (change) => post("/page/control", change);
