/**
 * The line to the companion: find it, make it prove itself, then talk. Never throws to its callers.
 *
 * Another program may sit on a port of ours, so nothing but a nonce leaves the extension before the program
 * there has shown, by HMAC under the key of the pairing, that it is the companion that was approved.
 */

import { failure, request } from "./exchange.js";
import { hello } from "./hello.js";

export const PORTS = [47811, 47821, 47831];

// A proof is believed for this long: one errand of several requests, not another program's lifetime.
const PROOF_LASTS = 10_000;

/**
 * @typedef {import("./exchange.js").Reason} Reason
 * @typedef {import("./exchange.js").Failure} Failure
 * @typedef {import("./exchange.js").Answer} Answer
 * @typedef {import("./hello.js").Found} Found
 *
 * @typedef {object} Deadline as `/v1/status` tells it (DESIGN: deadlines)
 * @property {string} order_id
 * @property {string} kind
 * @property {string} status
 * @property {string} reason
 * @property {string | null} earliest_at
 * @property {string | null} latest_at
 * @property {string} origin
 * @property {string} certainty
 * @property {string | null} quote
 * @property {string | null} urgency
 * @property {string} next_action
 * @property {{amount: string, currency: string, raw: string} | null} amount
 * @property {string | null} seller
 *
 * @typedef {{notice_id: string, title: string, body: string, path: string, urgency: string}} Notice
 * @typedef {{page_kind: string, field: string, count: number, next_action: string}} CountedProblem
 * @typedef {{kind: string, message: string, next_action: string}} Gap
 * @typedef {{page_kind: string, field: string | null, is_quiet: boolean, message: string, next_action: string}} Drift
 *
 * @typedef {object} Status
 * @property {string} version
 * @property {number} captured_today
 * @property {number} captures
 * @property {number} orders
 * @property {number} unparsed
 * @property {CountedProblem[]} problems
 * @property {Deadline[]} deadlines
 * @property {Notice[]} notices
 * @property {string} channel
 * @property {boolean} read_only
 * @property {{gaps: Gap[]}} [coverage] what the site counts and is not kept; an older companion tells none
 * @property {Drift[]} [drift] what is no longer understood
 * @property {string} received_at by our clock: the popup tells how old it is when the companion is away
 */

// The most telling reason first: what is shown when no port gave a companion.
const TELLING = ["companion_too_old", "extension_too_old", "pairing_unknown", "not_proved", "other_program"];

export class Companion {
  #findPorts;
  #findPairing;
  #now;
  /** @type {{port: number, version: string, pairing_id: string, until: number} | null} */
  #proof = null;

  /**
   * @param {object} parts
   * @param {() => Promise<number[]>} parts.findPorts ports to try, in order
   * @param {() => Promise<{pairing_id: string, secret: string} | null>} parts.findPairing
   * @param {() => number} [parts.now] milliseconds
   */
  constructor({ findPorts, findPairing, now = Date.now }) {
    this.#findPorts = findPorts;
    this.#findPairing = findPairing;
    this.#now = now;
  }

  /**
   * Find a companion to pair with; it has proved nothing yet.
   *
   * @returns {Promise<Found | Failure>}
   */
  find() {
    return this.#tryPorts(null);
  }

  /**
   * Find the companion of our pairing and have it prove itself.
   *
   * @returns {Promise<Found | Failure>}
   */
  async connect() {
    const pairing = await this.#findPairing();
    if (!pairing) return failure("not_paired");
    if (this.#proof?.pairing_id === pairing.pairing_id && this.#now() < this.#proof.until) {
      return { ok: true, port: this.#proof.port, version: this.#proof.version };
    }
    this.#proof = null;
    const found = await this.#tryPorts(pairing);
    if (found.ok) {
      const { port, version } = found;
      this.#proof = { port, version, pairing_id: pairing.pairing_id, until: this.#now() + PROOF_LASTS };
    }
    return found;
  }

  /**
   * Send something to the companion that proved itself.
   *
   * @param {"GET" | "POST" | "PUT"} method
   * @param {string} path
   * @param {{text?: string, json?: unknown, bytes?: ArrayBuffer}} [content]
   * @returns {Promise<Answer | Failure>}
   */
  async send(method, path, content = {}) {
    const link = await this.connect();
    if (!link.ok) return link;
    const pairing = await this.#findPairing();
    if (!pairing) return failure("not_paired");
    const headers = { "X-Orderproof": "1", Authorization: `Bearer ${pairing.secret}` };
    const answer = await request(link.port, method, path, headers, content);
    if (!answer.ok && answer.retry) this.#proof = null; // whoever answers next proves itself again
    return answer;
  }

  /**
   * Ask for a pairing, the one thing sent to a companion that cannot prove itself yet.
   *
   * @param {number} port
   * @param {string} path
   * @param {unknown} json
   * @returns {Promise<Answer | Failure>}
   */
  sendUnpaired(port, path, json) {
    return request(port, "POST", path, { "X-Orderproof": "1" }, { json });
  }

  /**
   * @param {{pairing_id: string, secret: string} | null} pairing
   * @returns {Promise<Found | Failure>}
   */
  async #tryPorts(pairing) {
    let worst = failure("not_running");
    for (const port of await this.#findPorts()) {
      const found = await hello(port, pairing);
      if (found.ok) return found;
      if (rank(found) < rank(worst)) worst = found;
    }
    return worst;
  }
}

/** @param {Failure} failed */
function rank({ reason }) {
  const place = TELLING.indexOf(reason);
  return place < 0 ? TELLING.length : place;
}
