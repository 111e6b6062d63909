"use strict";
/*
 * Watches the lists of a chat page while the buyer scrolls and while messages come: see chat-list.js.
 *
 * It never scrolls, opens or marks anything by itself. Documents that have an address have a content script of their
 * own; frames without one are watched from here.
 */
(() => {
  const { quiet, relay, scrollers, shadow } = orderproof;
  const MAX_LISTS = 8;
  /** Between two looks for shadow roots and scrolling boxes; and how much longer than a look takes, on a large page. */
  const PAUSE = 2000;
  const SHARE = 20;
  const SOON = 100;
  /** A page that is being built: there is nothing to follow yet. */
  const MANY = 200;
  /** So many elements that have just come are asked for a shadow root at once: the buyer may scroll in it right away. */
  const MAX_ASKED = 400;

  /**
   * Attributes by which an element that is used again shows another message, be its words the same. Of those that name a
   * message or its time none is evidenced on the site; the companion reads the same (chat_page_ids.py, chat_page_times.py).
   */
  const TELLING = (
    "class src id datetime data-id data-message-id data-msg-id data-messageid data-msgid data-mid " +
    "data-time data-timestamp data-send-time data-sendtime data-ts data-gmt-create"
  ).split(" ");

  /** @type {Map<Element, OrderproofFollowed>} */
  const lists = new Map();
  /** @type {Set<OrderproofRoot>} */
  const watched = new Set();
  let url = "";
  let isChat = false;
  let planned = 0;
  let isLooking = false;
  let lookTook = 0;

  function isWorking() {
    if (!relay.enabled) return false;
    if (url !== document.URL) {
      url = document.URL;
      isChat = [url, relay.topUrl].some((one) => one !== null && orderproof.findPageKind(one) === "chat");
    }
    return isChat;
  }

  /** The list that a node stands in, and the node itself as that list's tree has it. @param {Node} node */
  function findList(node) {
    let seen = node;
    for (let one = /** @type {Node | null} */ (node); one; ) {
      const list = lists.get(/** @type {Element} */ (one));
      if (list) return { list, seen };
      if (one.parentNode) one = one.parentNode;
      else one = seen = /** @type {ShadowRoot} */ (one).host ?? null;
      if (!one) return null;
    }
    return null;
  }

  /** @param {Node} node */
  function isClock(node) {
    const element = node.nodeType === Node.ELEMENT_NODE ? /** @type {Element} */ (node) : node.parentElement;
    return element !== null && quiet.isTicking(element);
  }

  const observer = new MutationObserver((records) => {
    if (!isWorking()) return;
    if (lists.size === 0 && records.length > MANY) return plan();
    /** @type {Set<OrderproofFollowed>} */
    const touched = new Set();
    /** @type {Node | null} */
    let last = null;
    /** @type {ReturnType<typeof findList>} */
    let found = null;
    let left = MAX_ASKED;
    for (const { target, addedNodes } of records) {
      for (const node of addedNodes) left = watchInside(node, left);
      if (target !== last) found = isClock(target) ? null : findList(target);
      last = target;
      if (!found) continue;
      const added = [...addedNodes].filter((node) => node.nodeType === Node.ELEMENT_NODE && node.isConnected);
      found.list.note(found.seen, /** @type {Element[]} */ (added));
      touched.add(found.list);
    }
    for (const list of touched) list.record();
    plan();
  });

  /** @param {Element} scroller */
  function follow(scroller) {
    for (const known of lists.keys()) if (!known.isConnected) lists.delete(known);
    if (lists.has(scroller) || lists.size >= MAX_LISTS || !scrollers.isOfChat(scroller)) return;
    const { body } = scroller.ownerDocument;
    if (scroller === body && lists.size > 0) return; // the page around a list that scrolls by itself
    if (scroller !== body) lists.delete(body);
    lists.set(scroller, orderproof.followList(scroller));
  }

  /** @param {Event} event */
  function onScroll({ target }) {
    if (!isWorking()) return;
    const { nodeType } = /** @type {Node} */ (target);
    if (nodeType === Node.ELEMENT_NODE) follow(/** @type {Element} */ (target));
    else if (nodeType === Node.DOCUMENT_NODE) {
      const { body } = /** @type {Document} */ (target);
      if (body) follow(body);
    }
  }

  /** @param {OrderproofRoot} root */
  function watch(root) {
    const inner = root.nodeType === Node.DOCUMENT_NODE ? /** @type {Document} */ (root) : root.ownerDocument;
    if (watched.has(root) || (inner !== document && /^https?:/.test(inner?.URL ?? ""))) return;
    watched.add(root);
    root.addEventListener("scroll", onScroll, { capture: true, passive: true });
    observer.observe(root, {
      childList: true,
      characterData: true,
      subtree: true,
      attributeFilter: TELLING,
    });
  }

  /** @param {Node} node @param {number} left how many elements may still be asked @returns {number} */
  function watchInside(node, left) {
    if (left <= 0 || node.nodeType !== Node.ELEMENT_NODE) return left;
    const walker = document.createTreeWalker(node, NodeFilter.SHOW_ELEMENT);
    for (let one = /** @type {Node | null} */ (node); one && left > 0; one = walker.nextNode(), left--) {
      const root = shadow.findRoot(/** @type {Element} */ (one));
      if (!root || watched.has(root)) continue;
      watch(root);
      window.setTimeout(() => void look(), SOON);
    }
    return left;
  }

  async function look() {
    if (isLooking || !isWorking() || !document.body) return;
    isLooking = true;
    const began = performance.now();
    try {
      watch(document); // at once: looking for the others takes its time
      for (const root of (await shadow.findHosts(document)).keys()) watch(root);
      for (const scroller of await scrollers.find([...watched])) follow(scroller);
    } finally {
      isLooking = false;
      lookTook = performance.now() - began;
    }
  }

  function plan() {
    if (planned || !isWorking()) return;
    planned = window.setTimeout(() => {
      planned = 0;
      void look();
    }, Math.max(PAUSE, lookTook * SHARE));
  }

  function stop() {
    observer.disconnect();
    for (const root of watched) root.removeEventListener("scroll", onScroll, { capture: true });
    watched.clear();
    lists.clear();
  }

  relay.onEnabled((enabled) => {
    url = "";
    if (enabled) void look();
    else stop();
  });
  quiet.onChange(plan);
  window.addEventListener("pagehide", () => {
    if (isWorking()) for (const list of lists.values()) list.leave();
    orderproof.queue.flush();
  });
})();
