"use strict";
/*
 * Tells when a page has come to rest: no call of its API is open and nothing it shows has changed for a while.
 *
 * Countdowns never rest, so a text in which only digits change is told apart: twice within some seconds, and the small
 * area around it counts as ticking from then on.
 */
orderproof.quiet = (() => {
  const REST = 650;
  /** An open page that never rests (a carousel, a chat) is frozen as it is. */
  const LIMIT = 10_000;
  const STEP = 100;
  /** Two changes of digits within this time are a clock. */
  const TICK = 5000;
  /** So many changes at once are no clock: they are not looked at one by one. */
  const MANY = 500;
  /** A clock made of several elements is not longer than this. */
  const CLOCK_CHARS = 40;

  let changedAt = performance.now();
  /** @type {(() => void)[]} */
  const listeners = [];
  /** @type {WeakMap<Element, number>} */
  const digitsChangedAt = new WeakMap();
  /** @type {WeakSet<Element>} */
  const ticking = new WeakSet();
  /** @type {WeakSet<Node>} */
  const watched = new WeakSet();

  /** @param {string | null} text */
  const withoutDigits = (text) => (text ?? "").replace(/[\d٠-٩]+/g, "0");

  /** @param {NodeList} nodes */
  function textOf(nodes) {
    let text = "";
    for (const node of nodes) {
      if (node.nodeType !== Node.TEXT_NODE) return null;
      text += node.nodeValue;
    }
    return text;
  }

  /** @param {MutationRecord} record */
  function changesOnlyDigits({ type, target, oldValue, addedNodes, removedNodes }) {
    if (type === "characterData") return withoutDigits(oldValue) === withoutDigits(target.nodeValue);
    const added = textOf(addedNodes);
    const removed = textOf(removedNodes);
    return added !== null && removed !== null && withoutDigits(added) === withoutDigits(removed);
  }

  /** @param {Element} element @param {number} now */
  function noteDigits(element, now) {
    if (now - (digitsChangedAt.get(element) ?? -Infinity) < TICK) {
      /** @type {Element | null} */
      let area = element;
      while (area && (area.textContent ?? "").length <= CLOCK_CHARS) {
        ticking.add(area);
        area = area.parentElement;
      }
    }
    digitsChangedAt.set(element, now);
  }

  /** @param {Element} element */
  function isTicking(element) {
    for (let area = /** @type {Element | null} */ (element), steps = 0; area && steps < 6; steps++) {
      // What was nearly empty when a clock ran in it may hold a page by now.
      if (ticking.has(area) && (area.textContent ?? "").length <= CLOCK_CHARS) return true;
      area = area.parentElement;
    }
    return false;
  }

  /**
   * @param {MutationRecord} record
   * @param {number} now
   * @returns {"attribute" | "content" | null} null where nothing changed but a clock
   */
  function matters(record, now) {
    if (record.type === "attributes") return "attribute";
    const { target } = record;
    const element =
      target.nodeType === Node.ELEMENT_NODE ? /** @type {Element} */ (target) : target.parentElement;
    if (!changesOnlyDigits(record)) return "content";
    if (!element || isTicking(element)) return null;
    noteDigits(element, now);
    return isTicking(element) ? null : "content";
  }

  const observer = new MutationObserver((records) => {
    const now = performance.now();
    let isChange = records.length > MANY;
    if (isChange) changedAt = now;
    for (const record of isChange ? [] : records) {
      const kind = matters(record, now);
      if (kind === null) continue;
      isChange = true;
      if (kind === "content") changedAt = now; // attributes move all the time; they do not keep a page from resting
    }
    if (isChange) for (const listener of listeners) listener();
  });

  /** @param {Node} root */
  function watch(root) {
    if (watched.has(root)) return;
    watched.add(root);
    observer.observe(root, {
      childList: true,
      characterData: true,
      characterDataOldValue: true,
      subtree: true,
      attributeFilter: ["class", "style", "hidden", "open"],
    });
  }

  /** @param {number} startedAt */
  function isQuiet(startedAt) {
    if (document.readyState !== "complete" || orderproof.relay.callsInFlight() > 0) return false;
    return performance.now() - Math.max(changedAt, startedAt) >= REST;
  }

  async function wait() {
    const startedAt = performance.now();
    while (performance.now() - startedAt < LIMIT) {
      if (isQuiet(startedAt)) return true;
      await new Promise((resolve) => setTimeout(resolve, STEP));
    }
    return false;
  }

  orderproof.relay.onCall(() => {
    changedAt = performance.now();
  });
  return { watch, wait, isTicking, onChange: (listener) => void listeners.push(listener) };
})();
