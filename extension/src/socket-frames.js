/**
 * From what a socket received to parts: plain text and gzip as their text, everything else as its bytes.
 *
 * A frame's own envelope (`{"type":"DATA","compressType":"GZIP","data":"<base64>"}`) stays as it came; opening it is the
 * companion's work.
 */

import { isHeartbeat } from "./heartbeat.js";
import { isForbiddenCall, stripRequest, stripUrl } from "./secrets.js";
import { MAX_PARTS, fromBase64, makeBytesPart, makeTextPart } from "./wire.js";

/**
 * @typedef {import("./wire.js").Part} Part
 *
 * @typedef {object} ReceivedFrame
 * @property {string} url of the socket
 * @property {"utf-8" | "base64"} encoding
 * @property {string} body
 * @property {string} frame_id of the document that opened it
 * @property {string} received_at
 */

const MEGABYTE = 1024 * 1024;
/** As text, of one frame and of all that travel in one capture; what would unpack to more stays packed. */
const MAX_UNPACKED = 6 * MEGABYTE;
const MAX_UNPACKED_TOGETHER = 8 * MEGABYTE;
const LONGEST_CONTROL = 16 * 1024;
/** Where a frame carries what it is about: `data` on this connection, the others are dictionary words, not seen on the site. */
const PAYLOADS = ["data", "body", "payload", "message", "content"];

/**
 * @param {unknown} frames as a content script sent them
 * @returns {Promise<Part[]>} without those that say nothing and those that are never kept
 * @throws {TypeError} they are out of shape
 */
export async function makeFrameParts(frames) {
  if (!Array.isArray(frames) || frames.length > MAX_PARTS) throw new TypeError("these are no frames");
  /** @type {Part[]} */
  const parts = [];
  let room = MAX_UNPACKED_TOGETHER;
  for (const frame of frames) {
    const part = await makeFramePart(readFrame(frame), Math.min(room, MAX_UNPACKED));
    if (!part) continue;
    if (frame.encoding === "base64" && part.encoding === "utf-8") room -= part.size ?? 0;
    parts.push(part);
  }
  return parts;
}

/** @param {any} frame @returns {ReceivedFrame} */
function readFrame(frame) {
  const { url, encoding, body, frame_id, received_at } = frame ?? {};
  for (const text of [url, body, frame_id, received_at]) {
    if (typeof text !== "string") throw new TypeError("this is no frame");
  }
  if (encoding !== "utf-8" && encoding !== "base64") throw new TypeError("a frame is text or base64");
  return { url, encoding, body, frame_id, received_at };
}

/**
 * @param {ReceivedFrame} frame
 * @param {number} room
 * @returns {Promise<Part | null>}
 */
async function makeFramePart({ url, encoding, body, frame_id, received_at }, room) {
  if (body === "" || isForbiddenCall(url)) return null;
  const about = { url: stripUrl(url), frame_id, transport: /** @type {const} */ ("websocket"), fetched_at: received_at };
  const bytes = encoding === "base64" ? fromBase64(body) : null;
  const text = bytes ? await findText(bytes, room) : body;
  if (text === null) return bytes && makeBytesPart(bytes, about);
  if (isHeartbeat(text) || isSecret(text)) return null;
  const media_type = looksLikeJson(text) ? "application/json" : "text/plain;charset=utf-8";
  return makeTextPart("frame", text, { ...about, media_type });
}

/** @param {string} text */
const looksLikeJson = (text) => /^\s*[{[]/.test(text);

/**
 * Whether a frame is a word of the connection itself that holds a secret: no message, and a token in it. What such a
 * frame looks like is not seen on the site yet; the names of secrets are those of its calls.
 *
 * @param {string} text
 */
function isSecret(text) {
  if (text.length > LONGEST_CONTROL || !/^\s*\{/.test(text)) return false;
  try {
    const frame = JSON.parse(text);
    const isControl = frame.type !== "DATA" && PAYLOADS.every((name) => (frame[name] ?? "") === "");
    return isControl && stripRequest(text) !== text;
  } catch {
    return false; // cut or no JSON: kept as it is
  }
}

/**
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {number} room
 * @returns {Promise<string | null>} the text of bytes that are gzip, or JSON as it stands
 */
async function findText(bytes, room) {
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const plain = isGzip ? await unpack(bytes, room) : bytes;
  if (!plain) return null;
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(plain);
    return isGzip || looksLikeJson(text) ? text : null;
  } catch {
    return null;
  }
}

/**
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {number} most
 * @returns {Promise<Uint8Array<ArrayBuffer> | null>} null for what is broken or would be more
 */
async function unpack(bytes, most) {
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip")).getReader();
  const pieces = [];
  let size = 0;
  try {
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      size += piece.value.byteLength;
      if (size > most) {
        void reader.cancel();
        return null;
      }
      pieces.push(piece.value);
    }
  } catch {
    return null;
  }
  return new Uint8Array(await new Blob(pieces).arrayBuffer());
}
