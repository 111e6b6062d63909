"use strict";
/*
 * When a page is frozen: once it is quiet, again when its text has changed (at most once a minute), and when it is
 * hidden or left. Only pages of the kinds in namespace.js; frames on other permitted hosts do the same for themselves.
 */
(() => {
  const { frames, freeze, media, pageMessage, parts, queue, quiet, relay, shadow, styles, text } = orderproof;
  const MINUTE = 60_000;
  const MAX_SCROLLED = 50;

  /** @type {Set<Element>} */
  const scrolled = new Set();
  /** URL of the page that is being looked at; a single-page app changes it without a new document. */
  let url = document.URL;
  let lookedAt = -Infinity;
  let frozenText = "";
  let hasChanged = true;
  let isFrozenOnce = false;
  let isBusy = false;
  let isDue = false;

  const hasKind = () => {
    if (frames.isFrozenByAncestor()) return false;
    return [document.URL, relay.topUrl].some((one) => one !== null && orderproof.findPageKind(one) !== null);
  };

  const isWorking = () => relay.enabled && hasKind();

  /** @param {OrderproofPageMessage} message */
  function send(message) {
    if (!pageMessage.send(message)) hasChanged = true;
  }

  /** @param {string} trigger */
  async function freezePage(trigger) {
    const turns = orderproof.makeTurns(0);
    const hosts = await shadow.findHosts(document);
    for (const root of hosts.keys()) quiet.watch(root);
    hasChanged = false;
    const newText = await text.mark(hosts);
    lookedAt = performance.now();
    if (trigger !== "load" && trigger !== "manual" && newText === frozenText) return;
    const long = orderproof.findPageKind(relay.findPageUrl(document.URL)) === "chat" ? await parts.findLong(hosts) : [];
    await turns.next();
    const capturedAt = new Date().toISOString();
    const frozen = freeze.freeze(document, frames.ownId(), hosts, scrolled, long);
    await parts.copyRows(frozen);
    const message = pageMessage.make(trigger, capturedAt, frozen);
    frozenText = newText;
    isFrozenOnce = true;
    await turns.next();
    await styles.writeBack(frozen.sheets, frozen.unreadable);
    await media.read(frozen);
    for (const document of frozen.documents) {
      await turns.next();
      pageMessage.addDocument(message, document, frozen.rows);
    }
    await turns.next();
    if (relay.enabled) send(message);
  }

  /** The page goes away now: one turn for all, with the shadow roots and rules known from before. */
  function freezeLeaving() {
    const hosts = shadow.known.size ? shadow.known : new Map([[document, new Map()]]);
    const frozen = freeze.freeze(document, frames.ownId(), hosts, scrolled);
    const message = pageMessage.make("leave", new Date().toISOString(), frozen);
    styles.writeKnown(frozen.sheets);
    for (const document of frozen.documents) pageMessage.addDocument(message, document);
    hasChanged = false;
    send(message);
  }

  /** @param {string} trigger */
  async function run(trigger) {
    if (isBusy || !isWorking()) return;
    isBusy = true;
    try {
      if (trigger === "load" || trigger === "change") await quiet.wait();
      if (isWorking()) await freezePage(trigger);
    } catch (error) {
      console.debug("Orderproof could not freeze this page:", error);
    } finally {
      isBusy = false;
    }
    if (isDue) {
      isDue = false;
      void run("load");
    } else if (hasChanged) plan();
  }

  let planned = 0;
  function plan() {
    if (planned || !isWorking()) return;
    const wait = Math.max(0, lookedAt + MINUTE - performance.now());
    planned = window.setTimeout(() => {
      planned = 0;
      void run("change");
    }, wait);
  }

  function begin() {
    if (isBusy) isDue = true;
    else void run("load");
  }

  function lookAtUrl() {
    if (document.URL.split("#", 1)[0] === url.split("#", 1)[0]) return;
    url = document.URL;
    hasChanged = true;
    begin();
  }

  quiet.watch(document);
  quiet.onChange(() => {
    lookAtUrl();
    hasChanged = true;
    if (isFrozenOnce && !isBusy) plan();
  });
  relay.onCall(lookAtUrl);
  relay.onEnabled((enabled) => enabled && begin());
  relay.onFreeze(() => void run("manual"));
  for (const name of ["popstate", "hashchange"]) window.addEventListener(name, lookAtUrl);
  /** @type {any} */ (window).navigation?.addEventListener("currententrychange", lookAtUrl);

  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && hasChanged && isFrozenOnce) void run("leave");
  });
  window.addEventListener("pagehide", () => {
    try {
      if (isWorking() && document.body && (hasChanged || !isFrozenOnce || isBusy)) freezeLeaving();
    } catch (error) {
      console.debug("Orderproof could not freeze the page it left:", error);
    }
    queue.flush();
  });
  document.addEventListener(
    "scroll",
    ({ target }) => {
      if (target instanceof Element && scrolled.size < MAX_SCROLLED) scrolled.add(target);
    },
    { capture: true, passive: true },
  );
})();
