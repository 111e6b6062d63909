/**
 * The hello: who answers on a port, and can it prove that it is the companion this browser was paired with?
 */

import { exchange, failure } from "./exchange.js";
import { encodeText, fromHex, sha256, toHex } from "./wire.js";

/**
 * @typedef {import("./exchange.js").Failure} Failure
 * @typedef {{ok: true, port: number, version: string}} Found
 */

export const PROTOCOLS = { lowest: 1, highest: 1 };

const HELLO_TIMEOUT = 2_500;

/**
 * One hello to one port, and the check of what comes back.
 *
 * @param {number} port
 * @param {{pairing_id: string, secret: string} | null} pairing
 * @returns {Promise<Found | Failure>}
 */
export async function hello(port, pairing) {
  const nonce = toHex(crypto.getRandomValues(new Uint8Array(24)));
  const query = new URLSearchParams({ nonce, ...(pairing && { pairing: pairing.pairing_id }) });
  const answer = await exchange(port, `/v1/hello?${query}`, { method: "GET", timeout: HELLO_TIMEOUT });
  if (!answer) return failure("not_running");
  const { body } = answer;
  if (!isHello(body)) return failure("other_program");
  const mismatch = findMismatch(body.protocols);
  if (mismatch) return failure(mismatch);
  if (body.nonce !== nonce || body.port !== port) return failure("other_program");
  const found = { ok: /** @type {const} */ (true), port, version: body.version };
  if (!pairing) return found;
  if (typeof body.proof !== "string") return failure("pairing_unknown");
  return (await verifyProof(body.proof, pairing.secret, nonce, port)) ? found : failure("not_proved");
}

/**
 * Whether a proof was made under the key of our secret, for this very nonce and port.
 *
 * @param {string} proof hex
 * @param {string} secret hex of the pairing's 32 bytes
 * @param {string} nonce
 * @param {number} port
 * @returns {Promise<boolean>}
 */
export async function verifyProof(proof, secret, nonce, port) {
  if (!/^[0-9a-f]{64}$/.test(proof)) return false;
  const keyBytes = await crypto.subtle.digest("SHA-256", fromHex(secret));
  const key = await crypto.subtle.importKey("raw", keyBytes, { name: "HMAC", hash: "SHA-256" }, false, ["verify"]);
  return crypto.subtle.verify("HMAC", key, fromHex(proof), encodeText(`orderproof-hello-v1|${nonce}|${port}`));
}

/**
 * What the companion keeps of our secret: enough to know it again, not enough to be it.
 *
 * @param {string} secret hex
 * @returns {Promise<string>} hex
 */
export function makeKey(secret) {
  return sha256(fromHex(secret));
}

/**
 * @typedef {{product: "orderproof", version: string, protocols: {lowest: number, highest: number}, nonce: string,
 *   port: number, proof: unknown}} Hello
 *
 * @param {unknown} body
 * @returns {body is Hello}
 */
function isHello(body) {
  if (typeof body !== "object" || body === null) return false;
  const hello = /** @type {Partial<Hello>} */ (body);
  return (
    hello.product === "orderproof" &&
    typeof hello.version === "string" &&
    typeof hello.protocols?.lowest === "number" &&
    typeof hello.protocols.highest === "number"
  );
}

/**
 * @param {{lowest: number, highest: number}} theirs
 * @returns {"companion_too_old" | "extension_too_old" | null} which side to update
 */
function findMismatch(theirs) {
  if (theirs.highest < PROTOCOLS.lowest) return "companion_too_old";
  if (theirs.lowest > PROTOCOLS.highest) return "extension_too_old";
  return null;
}
