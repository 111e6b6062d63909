/**
 * Pairing: this browser makes a secret, the companion gets its hash, and the user approves over there.
 *
 * Both sides show the same short code. The secret itself is never sent until the companion has proved that
 * it holds the key, and then only as the bearer token.
 */

import {
  getPairingRequest, setLastPort, setPairing, setPairingEnd, setPairingRequest, setStatus,
} from "./settings.js";
import { makeKey } from "./hello.js";
import { toHex } from "./wire.js";

/**
 * @typedef {import("./companion.js").Companion} Companion
 * @typedef {import("./exchange.js").Failure} Failure
 * @typedef {"none" | "pending" | "approved" | "refused" | "expired"} PairingState
 */

/** @returns {string} 32 random bytes, as hex */
export function makeSecret() {
  return toHex(crypto.getRandomValues(new Uint8Array(32)));
}

/**
 * Ask the companion to pair; a request that still waits for its answer is kept.
 *
 * @param {Companion} companion
 * @param {string} name what the companion shows for this browser
 * @param {() => number} [now]
 * @returns {Promise<{ok: true} | Failure>}
 */
export async function startPairing(companion, name, now = Date.now) {
  const waiting = await getPairingRequest();
  if (waiting && now() < Date.parse(waiting.expires_at)) return { ok: true };
  const found = await companion.find();
  if (!found.ok) return found;
  const secret = makeSecret();
  const answer = await companion.sendUnpaired(found.port, "/v1/pairings", { name, key: await makeKey(secret) });
  if (!answer.ok) return answer;
  const offer = readOffer(answer.body);
  if (!offer) return { ok: false, retry: true, reason: "other_program" };
  await setPairingEnd(null);
  await setPairingRequest({ ...offer, secret, port: found.port });
  return { ok: true };
}

/**
 * Look whether the user has answered in the companion, and keep the pairing when the answer is yes.
 *
 * @param {Companion} companion
 * @param {() => number} [now]
 * @returns {Promise<PairingState>}
 */
export async function pollPairing(companion, now = Date.now) {
  const request = await getPairingRequest();
  if (!request) return "none";
  const path = `/v1/pairings/${encodeURIComponent(request.pairing_id)}/status`;
  const answer = await companion.sendUnpaired(request.port, path, {});
  const state = answer.ok ? readState(answer.body) : "pending";
  if (state === "approved") {
    const { pairing_id, secret, port } = request;
    await setPairing({ pairing_id, secret, paired_at: new Date(now()).toISOString() });
    await setLastPort(port);
    await setPairingRequest(null);
    return "approved";
  }
  // The companion may be gone, or have forgotten the request at a restart: our own clock ends it as well.
  const ended = state === "pending" && now() >= Date.parse(request.expires_at) ? "expired" : state;
  if (ended !== "pending") {
    await setPairingEnd(ended);
    await setPairingRequest(null);
  }
  return ended;
}

/** Forget the pairing. The companion keeps its half until it is revoked there; what waits keeps waiting. */
export async function forgetPairing() {
  await setPairing(null);
  await setPairingRequest(null);
  await setPairingEnd(null);
  await setStatus(null);
}

/**
 * @param {unknown} body
 * @returns {{pairing_id: string, code: string, expires_at: string} | null}
 */
function readOffer(body) {
  const { id, code, expires_at } = /** @type {Record<string, unknown>} */ (body ?? {});
  if (typeof id !== "string" || typeof code !== "string" || typeof expires_at !== "string") return null;
  return { pairing_id: id, code, expires_at };
}

/**
 * @param {unknown} body
 * @returns {"pending" | "approved" | "refused" | "expired"}
 */
function readState(body) {
  const { state } = /** @type {{state?: unknown}} */ (body ?? {});
  return state === "approved" || state === "refused" || state === "expired" ? state : "pending";
}
