/**
 * The outbox: what was captured and not yet acknowledged by the companion.
 *
 * A capture is in here, durable, before the page's script hears "ok", and leaves only when the companion holds
 * it and every resource it asked for. In between anything may die: the same capture is sent again under the
 * same id, and the companion gives the same receipt.
 */

import { coalesce } from "./coalesce.js";
import { MAX_CAPTURE_BYTES, encodeText } from "./wire.js";

/**
 * @typedef {import("./outbox-store.js").OutboxStore} OutboxStore
 * @typedef {import("./outbox-store.js").Entry} Entry
 * @typedef {import("./outbox-store.js").Losses} Losses
 * @typedef {import("./exchange.js").Failure} Failure
 * @typedef {import("./exchange.js").Answer} Answer
 * @typedef {import("./wire.js").Capture} Capture
 *
 * @typedef {{capture_id: string, title: string, url: string, code: string, message: string, hint: string,
 *   refused_at: string}} RefusedCapture
 *
 * @typedef {object} Draft a stored capture whose resources are still to be fetched
 * @property {Capture} capture
 * @property {import("./intake.js").WantedResource[]} resources
 *
 * @typedef {object} Gathered
 * @property {Capture} capture with its resource parts: final
 * @property {import("./outbox-store.js").Blob[]} blobs
 * @property {number} tooMuch resources that had no room
 *
 * @typedef {(draft: Draft, limits: {room: number, giveUp: boolean}) => Promise<Gathered>} Gather
 *
 * @typedef {{send: (method: "POST" | "PUT", path: string, content: {text?: string, bytes?: ArrayBuffer}) =>
 *   Promise<Answer | Failure>}} Sender
 */

const MEGABYTE = 1024 * 1024;
/** Bytes held from which on something is refused: images first, product pages next, orders last. */
export const BOUNDS = { images: 256 * MEGABYTE, listings: 384 * MEGABYTE, orders: 512 * MEGABYTE };

const FIRST_WAIT = 30_000;
const LONGEST_WAIT = 10 * 60_000;
const MOST_GATHERINGS = 3;
const BUSY_IN_A_ROW = 3;
// A page's script asks again within seconds when it did not hear our "ok"; a day is plenty.
const REMEMBER_DELIVERED = 24 * 3600_000;

/** @type {Failure} */
const TOO_LARGE = {
  ok: false,
  retry: false,
  reason: "refused",
  code: "too_large",
  message: "This page is larger than the companion takes.",
  hint: "It stays here until you discard it.",
};

export class Outbox {
  #store;
  #sender;
  #gather;
  #bounds;
  #now;

  /** Send everything that is due; resolves to what stopped it, or null. */
  drain = coalesce(() => this.#drain());

  /** Fetch what stored captures still want; after that their text is final and never changes again. */
  gather = coalesce(() => this.#gatherAll());

  /**
   * @param {{store: OutboxStore, sender: Sender, gather: Gather, bounds?: typeof BOUNDS, now?: () => number}} parts
   */
  constructor({ store, sender, gather, bounds = BOUNDS, now = Date.now }) {
    this.#store = store;
    this.#sender = sender;
    this.#gather = gather;
    this.#bounds = bounds;
    this.#now = now;
  }

  /**
   * Keep a capture. When this resolves it is on disk, or counted as lost because the outbox is full.
   *
   * @param {Capture} capture
   * @param {"order" | "listing"} kind
   * @param {import("./intake.js").WantedResource[]} [resources] still to be fetched
   * @returns {Promise<"new" | "known" | "full">} "known" when it came before, "full" when there was no room for it
   */
  async add(capture, kind, resources = []) {
    const state = resources.length > 0 ? "gathering" : "ready";
    const text = JSON.stringify(state === "ready" ? capture : { capture, resources });
    const size = encodeText(text).length;
    const lossKind = kind === "order" ? "orders" : "listings";
    if ((await this.#store.measure()) + size > this.#bounds[lossKind]) {
      await this.#store.addLoss(lossKind);
      return "full";
    }
    const { capture_id, title, url } = capture;
    const entry = { capture_id, kind, title, url, size, blobs: [], tries: 0, retry_at: 0, added_at: this.#moment() };
    const isNew = await this.#store.insert({ ...entry, state, refusal: null }, text);
    return isNew ? "new" : "known";
  }

  /** @returns {Promise<Failure | null>} what stopped it */
  async #drain() {
    const stopped = await this.#deliverAll();
    await this.#store.pruneDelivered(this.#now() - REMEMBER_DELIVERED);
    return stopped;
  }

  async #deliverAll() {
    let busy = 0;
    for (const entry of await this.#listDue("ready")) {
      const failed = entry.size > MAX_CAPTURE_BYTES ? TOO_LARGE : await this.#deliver(entry);
      if (!failed) {
        busy = 0;
        continue;
      }
      if (!failed.retry) {
        await this.#refuse(entry, failed);
        continue;
      }
      // Busy or broken may be this capture's fault, so it steps aside; anything else is everybody's.
      if (failed.reason !== "busy" && failed.reason !== "failed") return failed;
      await this.#postpone(entry);
      busy += 1;
      if (busy >= BUSY_IN_A_ROW) return failed;
    }
    return null;
  }

  /**
   * @param {Entry} entry
   * @returns {Promise<Failure | null>}
   */
  async #deliver(entry) {
    const text = await this.#store.findText(entry.capture_id);
    if (text === undefined) return null; // gone meanwhile: discarded by the user
    const answer = await this.#sender.send("POST", "/v1/captures", { text });
    if (!answer.ok) return answer;
    for (const sha256 of readMissing(answer.body)) {
      const bytes = await this.#store.findBlob(sha256);
      if (!bytes) continue;
      const put = await this.#sender.send("PUT", `/v1/blobs/${sha256}`, { bytes });
      if (put.ok) continue;
      if (put.retry) return put;
      await this.#store.addLoss("images"); // the companion will never take these bytes
    }
    await this.#store.remove(entry.capture_id, this.#now());
    return null;
  }

  async #gatherAll() {
    for (;;) {
      const [entry] = await this.#listDue("gathering");
      if (!entry) return;
      // Counted before the work, so that a page that ends the worker each time is not tried for ever.
      await this.#store.change(entry.capture_id, { tries: entry.tries + 1 });
      await this.#gatherOne(entry);
    }
  }

  /** @param {Entry} entry */
  async #gatherOne({ capture_id, tries }) {
    const text = await this.#store.findText(capture_id);
    if (text === undefined) return;
    const room = this.#bounds.images - (await this.#store.measure());
    const { capture, blobs, tooMuch } = await this.#gather(JSON.parse(text), { room, giveUp: tries >= MOST_GATHERINGS });
    const final = JSON.stringify(capture);
    await this.#store.finish(capture_id, final, encodeText(final).length, blobs);
    for (let lost = 0; lost < tooMuch; lost += 1) await this.#store.addLoss("images");
  }

  /** @param {Entry["state"]} state */
  async #listDue(state) {
    const now = this.#now();
    return (await this.#store.listEntries()).filter((entry) => entry.state === state && entry.retry_at <= now);
  }

  /** @param {Entry} entry */
  #postpone(entry) {
    const wait = Math.min(FIRST_WAIT * 2 ** entry.tries, LONGEST_WAIT);
    return this.#store.change(entry.capture_id, { tries: entry.tries + 1, retry_at: this.#now() + wait });
  }

  /**
   * @param {Entry} entry
   * @param {Pick<Failure, "code" | "message" | "hint">} failed
   */
  #refuse(entry, { code = "refused", message = "The companion refused this capture.", hint = "" }) {
    const refusal = { code, message, hint, refused_at: this.#moment() };
    return this.#store.change(entry.capture_id, { state: "refused", refusal });
  }

  /** @param {string} captureId */
  retryRefused(captureId) {
    return this.#store.change(captureId, { state: "ready", refusal: null, tries: 0, retry_at: 0 });
  }

  /** @param {string} captureId */
  async discardRefused(captureId) {
    const entry = (await this.#store.listEntries()).find(({ capture_id }) => capture_id === captureId);
    if (entry?.state === "refused") await this.#store.remove(captureId, null);
  }

  /** Forget the count of losses: the user has read it. */
  clearLosses() {
    return this.#store.clearLosses();
  }

  /** Delete everything that waits, because the user asked for that. */
  clear() {
    return this.#store.clear();
  }

  /** Let what was put off try again now: the user asked, or the companion is back. */
  async hasten() {
    for (const { capture_id, retry_at } of await this.#store.listEntries()) {
      if (retry_at > this.#now()) await this.#store.change(capture_id, { retry_at: 0 });
    }
  }

  /** @returns {Promise<import("./settings.js").OutboxSummary>} */
  async summarise() {
    const entries = await this.#store.listEntries();
    const refused = entries.flatMap(({ refusal, capture_id, title, url }) =>
      refusal ? [{ capture_id, title, url, ...refusal }] : [],
    );
    const waiting = entries.filter(({ refusal }) => !refusal).map(({ added_at }) => added_at);
    const waiting_since = waiting.toSorted()[0] ?? null;
    const [bytes, losses] = [await this.#store.measure(), await this.#store.getLosses()];
    return { waiting: waiting.length, waiting_since, bytes, refused, losses };
  }

  #moment() {
    return new Date(this.#now()).toISOString();
  }
}

/**
 * @param {unknown} body of the receipt
 * @returns {string[]}
 */
function readMissing(body) {
  const { missing } = /** @type {{missing?: unknown}} */ (body ?? {});
  return Array.isArray(missing) ? missing.filter((hash) => typeof hash === "string" && /^[0-9a-f]{64}$/.test(hash)) : [];
}
