/**
 * The capture as it travels (wire/capture.schema.json, version 1): its shape, its parts, its hashes.
 */

/**
 * @typedef {"page" | "api" | "frame" | "resource" | "screenshot"} PartRole
 * @typedef {"load" | "change" | "leave" | "manual"} Trigger
 *
 * @typedef {object} Part
 * @property {PartRole} role
 * @property {string} media_type
 * @property {string | null} sha256
 * @property {"utf-8" | "base64" | null} [encoding]
 * @property {string | null} [body]
 * @property {string | null} [url]
 * @property {string | null} [request]
 * @property {"fetch" | "xhr" | "jsonp" | "websocket" | null} [transport]
 * @property {string | null} [frame_id]
 * @property {number | null} [size]
 * @property {string | null} [fetched_at]
 * @property {boolean} [lazy]
 * @property {string | null} [unavailable]
 *
 * @typedef {object} CaptureHead everything of a capture but its parts
 * @property {string} capture_id
 * @property {string} visit_id
 * @property {string} captured_at
 * @property {string | null} time_zone
 * @property {string} url
 * @property {string} title
 * @property {string | null} language
 * @property {Trigger} trigger
 * @property {string | null} account
 * @property {string} browser
 * @property {string} extension_version
 *
 * @typedef {CaptureHead & {parts: Part[]}} Capture
 */

// The bounds of the schema, and of the companion's reader.
const MAX_URL = 16_384;
const MAX_TITLE = 4096;
const MAX_NAME = 64;
const MAX_REASON = 256;
export const MAX_PARTS = 4096;
export const MAX_CAPTURE_BYTES = 32 * 1024 * 1024;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?Z$/;

const encoder = new TextEncoder();

/**
 * Bytes of a text. A page may hold half of a surrogate pair, which UTF-8 cannot: it becomes U+FFFD here,
 * so that the hash is of the bytes that travel.
 *
 * @param {string} text
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function encodeText(text) {
  return encoder.encode(text.toWellFormed());
}

/**
 * @param {Uint8Array<ArrayBuffer> | ArrayBuffer} bytes
 * @returns {Promise<string>} lower-case hex
 */
export async function sha256(bytes) {
  return toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
}

/**
 * @param {Uint8Array} bytes
 * @returns {string}
 */
export function toHex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * @param {string} hex
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function fromHex(hex) {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/**
 * @param {Uint8Array} bytes
 * @returns {string}
 */
export function toBase64(bytes) {
  let binary = "";
  // In pieces: one call with a whole picture as arguments overflows the stack.
  for (let start = 0; start < bytes.length; start += 0x8000) {
    binary += String.fromCharCode(...bytes.subarray(start, start + 0x8000));
  }
  return btoa(binary);
}

/**
 * @param {string} base64
 * @returns {Uint8Array<ArrayBuffer>}
 * @throws {TypeError} it is none
 */
export function fromBase64(base64) {
  let binary;
  try {
    binary = atob(base64);
  } catch {
    throw new TypeError("this is no base64");
  }
  const bytes = new Uint8Array(binary.length);
  for (let index = 0; index < binary.length; index += 1) bytes[index] = binary.charCodeAt(index);
  return bytes;
}

/**
 * A part that travels inline: a frozen document, an API answer or a chat frame.
 *
 * @param {"page" | "api" | "frame"} role
 * @param {string} text
 * @param {Omit<Part, "role" | "sha256" | "body" | "encoding">} about
 * @returns {Promise<Part>}
 */
export async function makeTextPart(role, text, about) {
  const body = text.toWellFormed();
  const bytes = encoder.encode(body);
  return {
    role,
    ...about,
    media_type: about.media_type.slice(0, MAX_REASON),
    url: about.url ? boundText(about.url, MAX_URL) : null,
    request: about.request?.toWellFormed() ?? null,
    sha256: await sha256(bytes),
    encoding: "utf-8",
    body,
    size: bytes.length,
  };
}

/**
 * A chat frame that is no text, as the bytes it came in.
 *
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {Omit<Part, "role" | "sha256" | "body" | "encoding" | "media_type">} about
 * @returns {Promise<Part>}
 */
export async function makeBytesPart(bytes, about) {
  return {
    role: "frame",
    ...about,
    media_type: "application/octet-stream",
    url: about.url ? boundText(about.url, MAX_URL) : null,
    sha256: await sha256(bytes),
    encoding: "base64",
    body: toBase64(bytes),
    size: bytes.length,
  };
}

/**
 * A part whose bytes travel apart, or could not be had.
 *
 * @param {{url: string | null, media_type: string, sha256: string | null, size?: number | null,
 *   fetched_at?: string | null, lazy: boolean, unavailable: string | null}} resource
 * @returns {Part}
 */
export function makeResourcePart(resource) {
  return {
    role: "resource",
    media_type: resource.media_type.slice(0, MAX_REASON),
    url: resource.url ? boundText(resource.url, MAX_URL) : null,
    sha256: resource.sha256,
    size: resource.size ?? null,
    fetched_at: resource.fetched_at ?? null,
    lazy: resource.lazy,
    unavailable: resource.sha256 === null ? (resource.unavailable ?? "unknown").slice(0, MAX_REASON) : null,
  };
}

/**
 * @param {CaptureHead} head
 * @param {Part[]} parts
 * @returns {Capture}
 * @throws {TypeError} an id or the moment is not of the contract's form
 */
export function makeCapture(head, parts) {
  if (!UUID.test(head.capture_id)) throw new TypeError("capture_id is no uuid");
  if (!UUID.test(head.visit_id)) throw new TypeError("visit_id is no uuid");
  if (!MOMENT.test(head.captured_at)) throw new TypeError("captured_at is no UTC moment");
  if (parts.length === 0) throw new TypeError("a capture has at least one part");
  return {
    capture_id: head.capture_id,
    visit_id: head.visit_id,
    captured_at: head.captured_at,
    time_zone: head.time_zone ? boundText(head.time_zone, MAX_NAME) : null,
    url: boundText(head.url, MAX_URL),
    title: boundText(head.title, MAX_TITLE),
    language: head.language ? boundText(head.language, MAX_NAME) : null,
    trigger: head.trigger,
    account: head.account,
    browser: head.browser,
    extension_version: head.extension_version,
    parts: parts.slice(0, MAX_PARTS),
  };
}

/**
 * @param {string} text
 * @param {number} most
 * @returns {string}
 */
function boundText(text, most) {
  return text.slice(0, most).toWellFormed();
}
