/**
 * The outbox's store in memory: the same promises as IndexedDB, without a browser.
 */

/**
 * @typedef {import("../src/outbox-store.js").OutboxStore} OutboxStore
 * @typedef {import("../src/outbox-store.js").Entry} Entry
 * @typedef {import("../src/outbox-store.js").LossKind} LossKind
 */

/** @implements {OutboxStore} */
export class MemoryStore {
  /** @type {Map<string, Entry>} */
  entries = new Map();
  /** @type {Map<string, string>} */
  texts = new Map();
  /** @type {Map<string, ArrayBuffer>} */
  blobs = new Map();
  /** @type {Map<string, number>} */
  delivered = new Map();
  /** @type {Record<LossKind, number>} */
  losses = { images: 0, listings: 0, orders: 0 };
  #number = 0;

  /** @param {Omit<Entry, "number">} entry @param {string} text */
  async insert(entry, text) {
    const id = entry.capture_id;
    if (this.entries.has(id) || this.delivered.has(id)) return false;
    this.#number += 1;
    this.entries.set(id, { ...entry, number: this.#number });
    this.texts.set(id, text);
    return true;
  }

  async listEntries() {
    return [...this.entries.values()].sort((a, b) => a.number - b.number);
  }

  /** @param {string} id */
  async findText(id) {
    return this.texts.get(id);
  }

  /** @param {string} id @param {Partial<Entry>} change */
  async change(id, change) {
    const entry = this.entries.get(id);
    if (entry) this.entries.set(id, { ...entry, ...change });
  }

  /** @param {string} id @param {string} text @param {number} size @param {import("../src/outbox-store.js").Blob[]} blobs */
  async finish(id, text, size, blobs) {
    const entry = this.entries.get(id);
    if (!entry) return;
    for (const { sha256, bytes } of blobs) this.blobs.set(sha256, bytes);
    const hashes = [...new Set(blobs.map(({ sha256 }) => sha256))];
    this.entries.set(id, { ...entry, state: "ready", size, blobs: hashes, tries: 0, retry_at: 0 });
    this.texts.set(id, text);
  }

  /** @param {string} id @param {number | null} deliveredAt */
  async remove(id, deliveredAt) {
    const mine = this.entries.get(id)?.blobs ?? [];
    this.entries.delete(id);
    this.texts.delete(id);
    const wanted = new Set([...this.entries.values()].flatMap(({ blobs }) => blobs));
    for (const hash of mine) if (!wanted.has(hash)) this.blobs.delete(hash);
    if (deliveredAt !== null) this.delivered.set(id, deliveredAt);
  }

  /** @param {string} hash */
  async findBlob(hash) {
    return this.blobs.get(hash);
  }

  async measure() {
    const texts = [...this.entries.values()].reduce((sum, { size }) => sum + size, 0);
    return [...this.blobs.values()].reduce((sum, bytes) => sum + bytes.byteLength, texts);
  }

  /** @param {LossKind} kind */
  async addLoss(kind) {
    this.losses[kind] += 1;
  }

  async getLosses() {
    return { ...this.losses };
  }

  async clearLosses() {
    this.losses = { images: 0, listings: 0, orders: 0 };
  }

  /** @param {number} before */
  async pruneDelivered(before) {
    for (const [id, at] of this.delivered) if (at <= before) this.delivered.delete(id);
  }

  async clear() {
    this.entries.clear();
    this.texts.clear();
    this.blobs.clear();
    await this.clearLosses();
  }
}
