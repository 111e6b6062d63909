"use strict";
/*
 * Takes what the tap copied in the page's world and passes it on to the background.
 *
 * The page owns the world in which the tap runs and can forge every word on the port: nothing is believed but shape
 * and size, memory is bounded, and the flow is limited. Before the background has said that the user agreed, nothing leaves.
 */
orderproof.relay = (() => {
  const MAX_BODY = 6 * 1024 * 1024;
  const MAX_REQUEST = 256 * 1024;
  const MAX_URL = 16_384;
  const MAX_HELD_CHARS = 16 * 1024 * 1024;
  const MAX_HELD_ITEMS = 200;
  const MAX_NONSENSE = 100;
  /** A call that never ended is forgotten, or the page would never be quiet. */
  const CALL_SECONDS = 8;
  /** Flow: so many at once and per second. A buyer's fastest scrolling stays far below it. */
  const ANSWERS = { burst: 300, perSecond: 5 };
  const CHARS = { burst: 64 * 1024 * 1024, perSecond: 512 * 1024 };

  const { isForbiddenCall, stripUrl, stripRequest, NEVER_COPIED } = orderproofSecrets;
  const { port1: port, port2: tapPort } = new MessageChannel();
  /** @type {"unknown" | "on" | "off"} */
  let state = "unknown";
  let visitId = "";
  /** @type {string | null} */
  let topUrl = null;
  /** @type {{message: object, size: number}[]} */
  let held = [];
  let heldChars = 0;
  let lost = 0;
  let nonsense = 0;
  /** @type {Map<number, number>} call number to its start */
  const calls = new Map();
  /** @type {((enabled: boolean) => void)[]} */
  const enabledListeners = [];
  /** @type {(() => void)[]} */
  const callListeners = [];
  /** @type {(() => void)[]} */
  const freezeListeners = [];

  /** @param {{burst: number, perSecond: number}} rate */
  function makeBucket({ burst, perSecond }) {
    let left = burst;
    let filledAt = performance.now();
    return (/** @type {number} */ amount) => {
      const now = performance.now();
      left = Math.min(burst, left + ((now - filledAt) / 1000) * perSecond);
      filledAt = now;
      if (amount > left) return false;
      left -= amount;
      return true;
    };
  }
  const takeAnswer = makeBucket(ANSWERS);
  const takeChars = makeBucket(CHARS);

  /** @param {unknown} value @param {number} most @returns {value is string} */
  const isText = (value, most) => typeof value === "string" && value.length <= most;

  /** @param {any} data @returns {OrderproofAnswer | null} */
  function readAnswer(data) {
    const { url, request, transport, media_type, body } = data;
    if (!isText(url, MAX_URL * 4) || !isText(body, MAX_BODY) || !isText(media_type, 256)) return null;
    if (request !== null && !isText(request, MAX_REQUEST)) return null;
    if (transport !== "fetch" && transport !== "xhr" && transport !== "jsonp") return null;
    if (isForbiddenCall(url)) return null;
    return { url, request, transport, media_type, body };
  }

  /** @param {OrderproofAnswer} answer */
  function makeMessage(answer) {
    const now = new Date().toISOString();
    const request = answer.request ?? new URL(answer.url).searchParams.get("data");
    return {
      type: "answer",
      capture_id: crypto.randomUUID(),
      visit_id: visitId,
      page_url: stripUrl(document.URL).slice(0, MAX_URL),
      title: document.title.slice(0, 4096),
      language: document.documentElement?.lang?.slice(0, 64) || null,
      time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone ?? null,
      captured_at: now,
      answer: {
        ...answer,
        url: stripUrl(answer.url).slice(0, MAX_URL),
        request: request === null ? null : stripRequest(request),
        frame_id: orderproof.frames.ownId(),
        received_at: now,
      },
    };
  }

  /** @param {OrderproofAnswer} answer */
  function pass(answer) {
    const size = answer.body.length + (answer.request?.length ?? 0) + answer.url.length;
    if (!takeAnswer(1) || !takeChars(size)) {
      lost += 1;
      return;
    }
    const message = makeMessage(answer);
    if (state === "on") {
      if (!orderproof.queue.add(message, size)) lost += 1;
    } else if (held.length < MAX_HELD_ITEMS && heldChars + size <= MAX_HELD_CHARS) {
      held.push({ message, size });
      heldChars += size;
    } else lost += 1;
  }

  /** @param {any} data */
  function noteCall({ id, isOpen }) {
    if (!Number.isSafeInteger(id)) return;
    if (isOpen && calls.size < 1000) calls.set(id, performance.now());
    else calls.delete(id);
    for (const listener of callListeners) listener();
  }

  port.onmessage = ({ data }) => {
    if (state === "off" || typeof data !== "object" || data === null) return;
    if (data.kind === "call") return noteCall(data);
    if (data.kind === "lost") return void (lost += 1);
    const answer = data.kind === "answer" ? readAnswer(data) : null;
    if (answer) pass(answer);
    else if (++nonsense > MAX_NONSENSE) port.close(); // not our tap any more
  };

  function callsInFlight() {
    const oldest = performance.now() - CALL_SECONDS * 1000;
    for (const [id, startedAt] of calls) if (startedAt < oldest) calls.delete(id);
    return calls.size;
  }

  /** @param {boolean} enabled */
  function setEnabled(enabled) {
    state = enabled ? "on" : "off";
    port.postMessage(state);
    const waiting = held;
    held = [];
    heldChars = 0;
    if (!enabled) orderproof.queue.clear();
    for (const { message, size } of enabled ? waiting : []) {
      orderproof.queue.add({ ...message, visit_id: visitId }, size);
    }
    for (const listener of enabledListeners) listener(enabled);
  }

  let lastGreeting = 0;

  async function greet() {
    const greeting = ++lastGreeting;
    const reply = /** @type {any} */ (await orderproof.queue.ask({ type: "hello" }));
    if (greeting !== lastGreeting) return; // something newer has been told meanwhile
    visitId = typeof reply?.visit_id === "string" ? reply.visit_id : "";
    topUrl = typeof reply?.top_url === "string" ? stripUrl(reply.top_url) : null;
    setEnabled(reply?.enabled === true && visitId !== "");
  }

  /** The user has just said yes or no: what was seen before that was seen without leave. @param {boolean} enabled */
  function turn(enabled) {
    if (enabled && state === "on") return;
    lastGreeting += 1;
    setEnabled(false);
    if (enabled) void greet();
  }

  /** @type {any} */ (globalThis.browser ?? chrome).runtime.onMessage.addListener(
    (/** @type {any} */ message) => {
      if (message?.type === "enabled") turn(message.enabled === true);
      if (message?.type === "freeze") for (const listener of freezeListeners) listener();
    },
  );
  // The tap has been listening since before the page's first script and lets nobody else see this message.
  const origin = location.origin === "null" ? "*" : location.origin;
  window.postMessage({ orderproof: "port", never: NEVER_COPIED }, origin, [tapPort]);
  void greet();

  return {
    get enabled() {
      return state === "on";
    },
    get visitId() {
      return visitId;
    },
    get topUrl() {
      return topUrl;
    },
    callsInFlight,
    takeLost() {
      const count = lost;
      lost = 0;
      return count;
    },
    onEnabled: (listener) => void enabledListeners.push(listener),
    onCall: (listener) => void callListeners.push(listener),
    onFreeze: (listener) => void freezeListeners.push(listener),
  };
})();
