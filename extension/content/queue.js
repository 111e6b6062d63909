"use strict";
/*
 * The line to the background: one message at a time, in order, held until the background says that it is written down.
 * The background's worker may be killed at any moment; a message carries its capture_id, so sending twice is harmless.
 */
orderproof.queue = (() => {
  const MAX_ITEMS = 400;
  const MAX_CHARS = 32 * 1024 * 1024;
  /** After so many rounds of all pauses one message must not hold up the others any longer. */
  const MAX_ROUNDS = 3;
  /** Milliseconds in which a message may grow before it is sent; a hidden document's timers are too slow for it. */
  const GROWING_LASTS = 40;
  /** Seconds to the next try; a killed worker is back at the first, a full disk needs longer. */
  const PAUSES = [0.2, 0.5, 1, 2, 5, 10, 30, 60];

  /** @type {typeof chrome.runtime} */
  const runtime = /** @type {any} */ (globalThis.browser ?? chrome).runtime;
  /** @type {{message: object, size: number, rounds: number, wasSent: boolean}[]} */
  const line = [];
  let chars = 0;
  let isBusy = false;

  /** After an update or removal of the extension its old content scripts live on without it. */
  const isOrphan = () => !runtime?.id;

  /** @param {number} seconds */
  const pause = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

  /** @param {object} message */
  async function ask(message) {
    for (const seconds of [...PAUSES, 0]) {
      if (isOrphan()) return undefined;
      try {
        const reply = await runtime.sendMessage(message);
        if (reply && !(/** @type {any} */ (reply).retry)) return reply;
      } catch {
        // The worker died with the message, or is starting: that is what trying again is for.
      }
      await pause(seconds);
    }
    return undefined;
  }

  async function run() {
    if (isBusy) return;
    isBusy = true;
    for (let first = line[0]; first && !isOrphan(); first = line[0]) {
      first.wasSent = true;
      const reply = await ask(first.message);
      first.rounds += 1;
      if (line[0] === first && (reply || first.rounds >= MAX_ROUNDS)) shift();
    }
    isBusy = false;
    if (isOrphan()) clear();
  }

  function shift() {
    chars -= line.shift()?.size ?? 0;
  }

  /** @param {object} message @param {number} size in characters @param {boolean} [mayGrow] */
  function add(message, size, mayGrow = false) {
    if (line.length >= MAX_ITEMS || chars + size > MAX_CHARS || isOrphan()) return false;
    line.push({ message, size, rounds: 0, wasSent: false });
    chars += size;
    if (mayGrow && !document.hidden) setTimeout(() => void run(), GROWING_LASTS);
    else void run();
    return true;
  }

  /** What was sent once under its id must stay as it was. @param {object} message @param {number} size */
  function grow(message, size) {
    const last = line.at(-1);
    if (last?.message !== message || last.wasSent || chars + size > MAX_CHARS || isOrphan()) return false;
    last.size += size;
    chars += size;
    return true;
  }

  function clear() {
    line.length = 0;
    chars = 0;
  }

  /** Send everything at once, for the last time: also what is under way, because its worker may be dying with it. */
  function flush() {
    if (isOrphan()) return;
    for (const entry of line) {
      entry.wasSent = true;
      runtime.sendMessage(entry.message).catch(() => undefined);
    }
  }

  return { ask, add, grow, clear, flush };
})();
