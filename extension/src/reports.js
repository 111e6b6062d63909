/**
 * What this browser holds and the companion does not: told to it, so that `doctor` and the dashboard can say it
 * while the browser is closed. Counts and versions only.
 */

import { api, findBrowserName } from "./api.js";

/**
 * @typedef {object} Report
 * @property {number} waiting
 * @property {string | null} waiting_since when the oldest capture that waits was taken
 * @property {number} refused
 * @property {import("./outbox-store.js").Losses} lost
 * @property {string} browser
 * @property {string} extension_version
 *
 * @typedef {{send: (method: "POST", path: string, content: {json: Report}) => Promise<{ok: boolean}>}} Listener
 */

/**
 * @param {import("./settings.js").OutboxSummary} outbox
 * @param {string} browser
 * @param {string} extensionVersion
 * @returns {Report}
 */
export function makeReport({ waiting, waiting_since, refused, losses }, browser, extensionVersion) {
  const { images, listings, orders } = losses;
  const lost = { images, listings, orders };
  return { waiting, waiting_since, refused: refused.length, lost, browser, extension_version: extensionVersion };
}

export class Reporter {
  #companion;
  /** What was told last. A worker that was ended forgets it, and tells it once more. */
  #told = "";

  /** @param {Listener} companion */
  constructor(companion) {
    this.#companion = companion;
  }

  /**
   * Tell how things stand; what the companion makes of it changes nothing here.
   *
   * @param {import("./settings.js").OutboxSummary} outbox
   * @param {{again?: boolean}} [options] also when nothing has changed: the companion then knows we are here
   */
  async report(outbox, { again = false } = {}) {
    const report = makeReport(outbox, findBrowserName(), api.runtime.getManifest().version);
    const text = JSON.stringify(report);
    if (text === this.#told && !again) return;
    const { ok } = await this.#companion.send("POST", "/v1/reports", { json: report });
    this.#told = ok ? text : "";
  }
}
