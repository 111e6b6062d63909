/**
 * Where the outbox lies: IndexedDB. Every method is one transaction, so a killed worker leaves no half step.
 *
 * Heads, texts and blobs lie in stores of their own: listing what waits must not load megabytes of pages.
 */

/**
 * @typedef {object} Entry what is known of a waiting capture without its bytes
 * @property {string} capture_id
 * @property {number} number its place in the order of arrival
 * @property {"order" | "listing"} kind
 * @property {"gathering" | "ready" | "refused"} state
 * @property {string} title
 * @property {string} url
 * @property {string} added_at
 * @property {number} size bytes of its text
 * @property {string[]} blobs hashes of the resources it lists and we hold
 * @property {number} tries
 * @property {number} retry_at milliseconds; not before then
 * @property {Refusal | null} refusal
 *
 * @typedef {{code: string, message: string, hint: string, refused_at: string}} Refusal
 * @typedef {{sha256: string, bytes: ArrayBuffer}} Blob
 * @typedef {"images" | "listings" | "orders"} LossKind
 * @typedef {Record<LossKind, number>} Losses
 */

/**
 * @typedef {object} OutboxStore
 * @property {(entry: Omit<Entry, "number">, text: string) => Promise<boolean>} insert false when the id is known
 * @property {() => Promise<Entry[]>} listEntries in order of arrival
 * @property {(captureId: string) => Promise<string | undefined>} findText
 * @property {(captureId: string, change: Partial<Entry>) => Promise<void>} change
 * @property {(captureId: string, text: string, size: number, blobs: Blob[]) => Promise<void>} finish the text is final
 * @property {(captureId: string, deliveredAt: number | null) => Promise<void>} remove with blobs nobody else lists
 * @property {(sha256: string) => Promise<ArrayBuffer | undefined>} findBlob
 * @property {() => Promise<number>} measure bytes held
 * @property {(kind: LossKind) => Promise<void>} addLoss
 * @property {() => Promise<Losses>} getLosses
 * @property {() => Promise<void>} clearLosses
 * @property {(before: number) => Promise<void>} pruneDelivered
 * @property {() => Promise<void>} clear everything that waits
 */

const NAME = "orderproof";
const VERSION = 1;
const STORES = ["captures", "texts", "blobs", "delivered", "losses"];
// What is acknowledged to the page must survive a power cut too, where the browser offers that.
const DURABLE = /** @type {const} */ ({ durability: "strict" });

/** @param {IDBDatabase} database */
function makeStores(database) {
  const captures = database.createObjectStore("captures", { keyPath: "capture_id" });
  captures.createIndex("number", "number", { unique: true });
  captures.createIndex("size", "size");
  captures.createIndex("blobs", "blobs", { multiEntry: true });
  database.createObjectStore("texts");
  database.createObjectStore("blobs", { keyPath: "sha256" }).createIndex("size", "size");
  database.createObjectStore("delivered", { keyPath: "capture_id" }).createIndex("delivered_at", "delivered_at");
  database.createObjectStore("losses");
}

/**
 * @template T
 * @param {IDBRequest<T>} request
 * @returns {Promise<T>}
 */
const result = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** @returns {Promise<IDBDatabase>} */
function openDatabase() {
  const request = indexedDB.open(NAME, VERSION);
  request.onupgradeneeded = () => makeStores(request.result);
  return result(request);
}

/** @implements {OutboxStore} */
export class IndexedStore {
  /** @type {Promise<IDBDatabase> | null} */
  #database = null;

  /** One connection, opened again should the browser have closed it. */
  #open() {
    const forget = () => {
      this.#database = null;
    };
    this.#database ??= openDatabase().then((database) => {
      database.onclose = forget;
      return database;
    });
    this.#database.catch(forget);
    return this.#database;
  }

  /**
   * Run one transaction over all stores; resolves when it is committed.
   *
   * @template T
   * @param {IDBTransactionMode} mode
   * @param {(store: (name: string) => IDBObjectStore) => Promise<T>} work
   * @returns {Promise<T>}
   */
  async #run(mode, work) {
    const transaction = (await this.#open()).transaction(STORES, mode, DURABLE);
    const committed = new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve(undefined);
      transaction.onabort = () => reject(transaction.error ?? new Error("The transaction was aborted."));
    });
    // One of the two fails first; the other must not count as unhandled.
    committed.catch(() => undefined);
    try {
      const value = await work((name) => transaction.objectStore(name));
      await committed;
      return value;
    } catch (error) {
      await committed; // prefers the reason of the abort, e.g. a full disk
      throw error;
    }
  }

  /** @type {OutboxStore["insert"]} */
  insert(entry, text) {
    return this.#run("readwrite", async (store) => {
      const id = entry.capture_id;
      const known = (await result(store("captures").count(id))) + (await result(store("delivered").count(id)));
      if (known > 0) return false;
      const last = await result(store("captures").index("number").openKeyCursor(null, "prev"));
      const number = (/** @type {number | undefined} */ (last?.key) ?? 0) + 1;
      store("captures").add({ ...entry, number });
      store("texts").add(text, id);
      return true;
    });
  }

  /** @type {OutboxStore["listEntries"]} */
  listEntries() {
    return this.#run("readonly", (store) => result(store("captures").index("number").getAll()));
  }

  /** @type {OutboxStore["findText"]} */
  findText(captureId) {
    return this.#run("readonly", (store) => result(store("texts").get(captureId)));
  }

  /** @type {OutboxStore["change"]} */
  change(captureId, change) {
    return this.#run("readwrite", async (store) => {
      const entry = await result(store("captures").get(captureId));
      if (entry) store("captures").put({ ...entry, ...change });
    });
  }

  /** @type {OutboxStore["finish"]} */
  finish(captureId, text, size, blobs) {
    return this.#run("readwrite", async (store) => {
      const entry = await result(store("captures").get(captureId));
      if (!entry) return;
      for (const { sha256, bytes } of blobs) store("blobs").put({ sha256, bytes, size: bytes.byteLength });
      const hashes = [...new Set(blobs.map(({ sha256 }) => sha256))];
      store("captures").put({ ...entry, state: "ready", size, blobs: hashes, tries: 0, retry_at: 0 });
      store("texts").put(text, captureId);
    });
  }

  /** @type {OutboxStore["remove"]} */
  remove(captureId, deliveredAt) {
    return this.#run("readwrite", async (store) => {
      const entry = /** @type {Entry | undefined} */ (await result(store("captures").get(captureId)));
      store("captures").delete(captureId);
      store("texts").delete(captureId);
      for (const sha256 of entry?.blobs ?? []) {
        const others = await result(store("captures").index("blobs").count(sha256));
        if (others === 0) store("blobs").delete(sha256);
      }
      if (deliveredAt !== null) store("delivered").put({ capture_id: captureId, delivered_at: deliveredAt });
    });
  }

  /** @type {OutboxStore["findBlob"]} */
  findBlob(sha256) {
    return this.#run("readonly", async (store) => (await result(store("blobs").get(sha256)))?.bytes);
  }

  /** @type {OutboxStore["measure"]} */
  measure() {
    return this.#run(
      "readonly",
      async (store) => (await sumKeys(store("captures").index("size"))) + (await sumKeys(store("blobs").index("size"))),
    );
  }

  /** @type {OutboxStore["addLoss"]} */
  addLoss(kind) {
    return this.#run("readwrite", async (store) => {
      const before = (await result(store("losses").get(kind))) ?? 0;
      store("losses").put(before + 1, kind);
    });
  }

  /** @type {OutboxStore["getLosses"]} */
  getLosses() {
    return this.#run("readonly", async (store) => ({
      images: (await result(store("losses").get("images"))) ?? 0,
      listings: (await result(store("losses").get("listings"))) ?? 0,
      orders: (await result(store("losses").get("orders"))) ?? 0,
    }));
  }

  /** @type {OutboxStore["clearLosses"]} */
  clearLosses() {
    return this.#run("readwrite", async (store) => void store("losses").clear());
  }

  /** @type {OutboxStore["pruneDelivered"]} */
  pruneDelivered(before) {
    return this.#run("readwrite", async (store) => {
      const old = await result(store("delivered").index("delivered_at").getAllKeys(IDBKeyRange.upperBound(before)));
      for (const key of old) store("delivered").delete(key);
    });
  }

  /** @type {OutboxStore["clear"]} */
  clear() {
    return this.#run("readwrite", async (store) => {
      for (const name of ["captures", "texts", "blobs", "losses"]) store(name).clear();
    });
  }
}

/**
 * The sum of an index of numbers, without loading a single value.
 *
 * @param {IDBIndex} index
 * @returns {Promise<number>}
 */
function sumKeys(index) {
  return new Promise((resolve, reject) => {
    let sum = 0;
    const request = index.openKeyCursor();
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      const cursor = request.result;
      if (!cursor) return resolve(sum);
      sum += Number(cursor.key);
      cursor.continue();
    };
  });
}
