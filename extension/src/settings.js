/**
 * Everything the extension remembers beside the outbox: one typed pair of functions per key.
 *
 * Nobody else touches `storage`. Pages paint from here and watch `onSettingsChange`, so they show the
 * truth even while the background sleeps.
 */

import { api } from "./api.js";

/**
 * @typedef {object} Pairing a companion that said yes to this browser
 * @property {string} pairing_id
 * @property {string} secret 64 hex digits; never leaves this storage except as the bearer token
 * @property {string} paired_at
 *
 * @typedef {object} PairingRequest a question the companion has not answered yet
 * @property {string} pairing_id
 * @property {string} secret
 * @property {string} code the short code both sides show
 * @property {string} expires_at
 * @property {number} port
 *
 * @typedef {object} Connection what the last attempt to reach the companion came to
 * @property {string} reason a word of `words.js`: "connected" or what is in the way
 * @property {number | null} port
 * @property {string | null} version
 * @property {string} at
 *
 * @typedef {object} OutboxSummary
 * @property {number} waiting captures not yet acknowledged by the companion
 * @property {string | null} waiting_since when the oldest of them was taken
 * @property {number} bytes
 * @property {import("./outbox.js").RefusedCapture[]} refused
 * @property {import("./outbox.js").Losses} losses
 *
 * @typedef {{day: string, count: number}} DayCount
 */

/** @type {OutboxSummary} */
const EMPTY_OUTBOX = {
  waiting: 0,
  waiting_since: null,
  bytes: 0,
  refused: [],
  losses: { images: 0, listings: 0, orders: 0 },
};

/**
 * @template T
 * @param {string} key
 * @param {T} fallback
 * @returns {() => Promise<T>}
 */
const reader = (key, fallback) => async () => {
  const found = await api.storage.local.get(key);
  return /** @type {T} */ (found[key] ?? fallback);
};

/**
 * @template T
 * @param {string} key
 * @param {T} _example only there to carry the type
 * @returns {(value: T) => Promise<void>}
 */
const writer = (key, _example) => (value) =>
  value === null ? api.storage.local.remove(key) : api.storage.local.set({ [key]: value });

const nothing = {
  text: /** @type {string | null} */ (null),
  number: /** @type {number | null} */ (null),
  pairing: /** @type {Pairing | null} */ (null),
  request: /** @type {PairingRequest | null} */ (null),
  connection: /** @type {Connection | null} */ (null),
  status: /** @type {import("./companion.js").Status | null} */ (null),
  day: /** @type {DayCount | null} */ (null),
};

/** When the user agreed on the first page; null before that and after a withdrawal. */
export const getAgreedAt = reader("agreed_at", nothing.text);
export const setAgreedAt = writer("agreed_at", nothing.text);

export const getPaused = reader("paused", false);
export const setPaused = writer("paused", false);

/** The port typed on the options page; null means: try the usual ones. */
export const getTypedPort = reader("port", nothing.number);
export const setTypedPort = writer("port", nothing.number);

/** The port where the companion last proved itself: tried first. */
export const getLastPort = reader("last_port", nothing.number);
export const setLastPort = writer("last_port", nothing.number);

export const getPairing = reader("pairing", nothing.pairing);
export const setPairing = writer("pairing", nothing.pairing);

export const getPairingRequest = reader("pairing_request", nothing.request);
export const setPairingRequest = writer("pairing_request", nothing.request);

/** Why nothing is asked by itself any more: "refused", "expired", "too_many" or "unpaired". */
export const getPairingEnd = reader("pairing_end", nothing.text);
export const setPairingEnd = writer("pairing_end", nothing.text);

export const getConnection = reader("connection", nothing.connection);
export const setConnection = writer("connection", nothing.connection);

export const getStatus = reader("status", nothing.status);
export const setStatus = writer("status", nothing.status);

export const getOutboxSummary = reader("outbox", EMPTY_OUTBOX);
export const setOutboxSummary = writer("outbox", EMPTY_OUTBOX);

/** When the browser last failed to keep a capture, e.g. for want of disk space; null while all is well. */
export const getStorageTrouble = reader("storage_trouble", nothing.text);
export const setStorageTrouble = writer("storage_trouble", nothing.text);

/** Captures kept today, by the clock of this computer. */
export const getDayCount = reader("captured", nothing.day);
export const setDayCount = writer("captured", nothing.day);

/**
 * State of this browser run only (`storage.session`): a killed worker finds it again, a new start does not.
 *
 * @param {string} key
 * @returns {Promise<string | null>}
 */
export async function findSessionText(key) {
  const found = await api.storage.session.get(key);
  return /** @type {string | undefined} */ (found[key]) ?? null;
}

/**
 * @param {string} key
 * @param {string | null} value
 * @returns {Promise<void>}
 */
export function setSessionText(key, value) {
  return value === null ? api.storage.session.remove(key) : api.storage.session.set({ [key]: value });
}

/**
 * Tell whenever a setting changes, from whichever context.
 *
 * @param {() => void} listener
 */
export function onSettingsChange(listener) {
  api.storage.onChanged.addListener((_changes, area) => {
    if (area === "local") listener();
  });
}

/** Keep the secret out of content scripts' reach, where the browser knows how (Chromium). */
export async function closeToContentScripts() {
  const area = /** @type {{setAccessLevel?: (o: {accessLevel: "TRUSTED_CONTEXTS"}) => Promise<void>}} */ (
    /** @type {unknown} */ (api.storage.local)
  );
  await area.setAccessLevel?.({ accessLevel: "TRUSTED_CONTEXTS" });
}
