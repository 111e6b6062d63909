"use strict";
/*
 * Tells a frame that only keeps its socket alive from one that says something.
 *
 * A classic file, because content scripts cannot be modules; the background loads it through src/heartbeat.js. Seen in
 * 2026 in public code that reads this connection (protocol ACCS_H5), on the seller's side; not in a buyer's capture yet:
 * {"type":"ACK","protocol":"HEARTBEAT_ACCS_H5","data":""} every thirty seconds, {"type":"RES","serviceId":"h5_ping"}.
 * PING, PONG and HEARTBEAT as types are dictionary words, not seen on the site. A bell ({"type":"DATA"} without a message)
 * is no heart-beat: it says that there is a message.
 */
globalThis.orderproofHeartbeat = (() => {
  /** Longer ones are not even looked into: the page's thread has no time for that. */
  const LONGEST = 2048;
  const WORD = /^\s*(ping|pong)?\s*$/i;
  const TYPE = /^(ack|ping|pong|heart-?_?beat)$/i;
  const PROTOCOL = /heart_?beat/i;
  const SERVICE = /(^|[._-])ping$/i;

  /** @param {string} text @returns {Record<string, unknown> | null} */
  function readObject(text) {
    try {
      const value = JSON.parse(text);
      return typeof value === "object" && value !== null && !Array.isArray(value) ? value : null;
    } catch {
      return null;
    }
  }

  /** @param {string} text */
  function isHeartbeat(text) {
    if (text.length > LONGEST) return false;
    if (WORD.test(text)) return true;
    const frame = readObject(text);
    if (!frame || frame.type === "DATA" || (frame.data ?? "") !== "") return false;
    const { type, protocol, serviceId } = frame;
    return TYPE.test(String(type)) || PROTOCOL.test(String(protocol)) || SERVICE.test(String(serviceId));
  }

  return Object.freeze({ isHeartbeat });
})();
