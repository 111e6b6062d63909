/**
 * From what a content script saw to a capture: secrets out, documents cleaned, resources fetched.
 *
 * Nothing here decides what a page means; that is the companion's work.
 */

import { api, findBrowserName } from "./api.js";
import { cleanDocument } from "./clean.js";
import { fetchResource, fetchResources } from "./resources.js";
import { isForbiddenCall, stripRequest, stripUrl } from "./secrets.js";
import { makeFrameParts } from "./socket-frames.js";
import { MAX_PARTS, makeCapture, makeResourcePart, makeTextPart } from "./wire.js";

/**
 * @typedef {import("./wire.js").Capture} Capture
 * @typedef {import("./wire.js").Part} Part
 *
 * @typedef {object} Seen what every message of a content script says
 * @property {string} capture_id
 * @property {string} visit_id
 * @property {string} page_url
 * @property {string} title
 * @property {string | null} language
 * @property {string | null} time_zone
 * @property {string} captured_at
 *
 * @typedef {object} CopiedAnswer
 * @property {string} url
 * @property {string | null} request
 * @property {"fetch" | "xhr" | "jsonp"} transport
 * @property {string} media_type
 * @property {string} body
 * @property {string | null} frame_id
 * @property {string} received_at
 *
 * @typedef {{url: string, lazy?: boolean, media?: string, data_url?: string}} SeenResource
 * @typedef {{url: string | null, reason: string}} Unreadable
 * @typedef {Seen & {answer: CopiedAnswer}} AnswerMessage
 * @typedef {Seen & {trigger: import("./wire.js").Trigger, documents: {frame_id: string, url: string, html: string}[],
 *   resources: SeenResource[], unreadable: Unreadable[]}} PageMessage
 *
 * @typedef {object} WantedResource something the page showed, to be fetched once its capture is stored
 * @property {string | null} url null for something without an address, such as a canvas
 * @property {string} media image | style | font
 * @property {boolean} lazy
 * @property {string | null} data_url its bytes, where the page itself held them
 * @property {string | null} unavailable why it cannot be had at all
 */

const GATHERING_LASTS = 20_000;

/**
 * A product page is the one kind that may be given up when the outbox is full.
 * Seen 2026-11: `/item/<id>.html`; everything unknown counts as part of an order.
 */
const LISTING = /^\/(?:item|i)\/\d+\.html$/;

/**
 * @param {string} pageUrl
 * @returns {"order" | "listing"}
 */
export function findKind(pageUrl) {
  return LISTING.test(new URL(pageUrl).pathname) ? "listing" : "order";
}

/**
 * @param {AnswerMessage} message
 * @returns {Promise<Capture | null>} null for calls that are never kept, such as tokens and payments
 */
export async function makeAnswerCapture(message) {
  const { answer } = message;
  if (isForbiddenCall(answer.url)) return null;
  const part = await makeTextPart("api", answer.body, {
    media_type: answer.media_type || "application/json",
    url: stripUrl(answer.url),
    request: answer.request === null ? null : stripRequest(answer.request),
    transport: answer.transport,
    frame_id: answer.frame_id,
    fetched_at: answer.received_at,
  });
  return makeCapture(makeHead(message, "load"), [part]);
}

/**
 * @param {Seen & {frames: unknown}} message
 * @returns {Promise<Capture | null>} null when none of its frames says anything
 */
export async function makeFramesCapture(message) {
  const parts = await makeFrameParts(message.frames);
  return parts.length > 0 ? makeCapture(makeHead(message, "load"), parts) : null;
}

/**
 * @param {PageMessage} message
 * @returns {Promise<{capture: Capture, resources: WantedResource[]}>}
 */
export async function makePageCapture(message) {
  /** @type {Part[]} */
  const parts = [];
  /** @type {{url: string, kind: string}[]} */
  const listed = [];
  for (const { frame_id, url, html } of message.documents) {
    const cleaned = cleanDocument(html, url);
    const about = { media_type: "text/html;charset=utf-8", url: stripUrl(url), frame_id };
    parts.push(await makeTextPart("page", cleaned.html, about));
    listed.push(...cleaned.resources);
  }
  const capture = makeCapture(makeHead(message, message.trigger), parts);
  const resources = mergeResources(listed, message.resources, message.unreadable);
  return { capture, resources: resources.slice(0, MAX_PARTS - parts.length) };
}

/**
 * @param {Seen} message
 * @param {import("./wire.js").Trigger} trigger
 */
function makeHead(message, trigger) {
  return {
    capture_id: message.capture_id,
    visit_id: message.visit_id,
    captured_at: message.captured_at,
    time_zone: message.time_zone,
    url: stripUrl(message.page_url),
    title: message.title,
    language: message.language,
    trigger,
    account: null,
    browser: findBrowserName(),
    extension_version: api.runtime.getManifest().version,
  };
}

/**
 * What the cleaned documents name, with what the page's script knew of it (lazy, own bytes).
 *
 * @param {{url: string, kind: string}[]} listed
 * @param {SeenResource[]} seen
 * @param {Unreadable[]} unreadable
 * @returns {WantedResource[]}
 */
export function mergeResources(listed, seen, unreadable) {
  /** @type {Map<string, WantedResource>} */
  const wanted = new Map();
  for (const { url, kind } of listed) {
    wanted.set(url, { url, media: kind, lazy: false, data_url: null, unavailable: null });
  }
  for (const { url, lazy = false, media, data_url = null } of seen) {
    const before = wanted.get(url);
    wanted.set(url, { url, media: before?.media ?? media ?? "image", lazy, data_url, unavailable: null });
  }
  const missing = unreadable.map(({ url, reason }) => {
    return { url, media: "other", lazy: false, data_url: null, unavailable: reason };
  });
  return [...wanted.values(), ...missing];
}

/**
 * Fetch the resources of a stored capture. What cannot be had in time is listed as such, never awaited.
 *
 * @type {import("./outbox.js").Gather}
 */
export async function gatherResources({ capture, resources }, { room, giveUp }) {
  /** @type {Map<string, import("./outbox-store.js").Blob>} */
  const blobs = new Map();
  /** @type {Map<string, string>} */
  const inline = new Map(resources.flatMap(({ url, data_url }) => (url && data_url ? [[url, data_url]] : [])));
  const until = Date.now() + GATHERING_LASTS;
  let left = room;
  let tooMuch = 0;

  /** @param {string} url */
  const fetchOne = async (url) => {
    if (giveUp) return { unavailable: "interrupted" };
    const found = await fetchBefore(until, inline.get(url) ?? url);
    if ("unavailable" in found || blobs.has(found.sha256)) return found;
    if (found.bytes.byteLength > left) {
      tooMuch += 1;
      return { unavailable: "outbox full" };
    }
    left -= found.bytes.byteLength;
    blobs.set(found.sha256, { sha256: found.sha256, bytes: found.bytes });
    return found;
  };

  const missing = resources.filter(isMissing);
  const fetched = await fetchResources(resources.filter((one) => !isMissing(one)).map(withUrl), fetchOne);
  const parts = [
    ...missing.map((wanted) => makePart(wanted, { unavailable: wanted.unavailable ?? "no address" })),
    ...[...fetched.values()].map(({ wanted, found }) => makePart(wanted, found)),
  ].slice(0, MAX_PARTS - capture.parts.length);
  return { capture: { ...capture, parts: [...capture.parts, ...parts] }, blobs: [...blobs.values()], tooMuch };
}

/** @param {WantedResource} wanted */
const isMissing = ({ url, unavailable }) => url === null || unavailable !== null;

/** @param {WantedResource} wanted */
const withUrl = ({ url, media, lazy }) => ({ url: url ?? "", kind: media, lazy });

/**
 * @typedef {{sha256: string, bytes: ArrayBuffer, media_type: string} | {unavailable: string}} Fetched
 *
 * @param {{url: string | null, kind?: string, media?: string, lazy?: boolean}} wanted
 * @param {Fetched} found
 * @returns {Part}
 */
function makePart({ url, kind, media, lazy = false }, found) {
  if ("unavailable" in found) {
    const media_type = GUESSED_TYPE[kind ?? media ?? ""] ?? "application/octet-stream";
    return makeResourcePart({ url, lazy, media_type, sha256: null, unavailable: found.unavailable });
  }
  const { media_type, sha256, bytes } = found;
  const fetched_at = new Date().toISOString();
  return makeResourcePart({ url, lazy, media_type, sha256, size: bytes.byteLength, fetched_at, unavailable: null });
}

/** @type {Record<string, string>} what stands for a type that nobody told us */
const GUESSED_TYPE = { image: "image/*", style: "text/css", font: "font/*", video: "video/*" };

/**
 * @param {number} until milliseconds
 * @param {string} url
 * @returns {Promise<import("./resources.js").FetchedResource | import("./resources.js").UnavailableResource>}
 */
async function fetchBefore(until, url) {
  const late = { unavailable: "timed out" };
  const left = until - Date.now();
  if (left <= 0) return late;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const alarm = new Promise((resolve) => {
    timer = setTimeout(() => resolve(late), left);
  });
  try {
    return await Promise.race([fetchResource(url), alarm]);
  } finally {
    clearTimeout(timer);
  }
}
