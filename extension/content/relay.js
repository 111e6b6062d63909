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
  /** What the tap itself has written as base64. */
  const MAX_SMALL = 64 * 1024;
  const BASE64 = /^[A-Za-z\d+/]*={0,2}$/;
  /** What one message of frames may grow to. */
  const MAX_GROWN = { frames: 200, chars: 1024 * 1024 };
  /** A call that never ended is forgotten, or the page would never be quiet. */
  const CALL_SECONDS = 8;

  const { isForbiddenCall, stripUrl, stripRequest, NEVER_COPIED } = orderproofSecrets;
  const { isHeartbeat } = orderproofHeartbeat;
  const { port1: port, port2: tapPort } = new MessageChannel();
  /** @type {"unknown" | "on" | "off"} */
  let state = "unknown";
  let visitId = "";
  /** @type {string | null} */
  let topUrl = null;
  /** @type {{message: {page_url: string}, size: number}[]} */
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

  /** @param {any} data @returns {OrderproofReceived | null} */
  function readFrame({ url, encoding, body }) {
    if (!isText(url, MAX_URL * 4) || isForbiddenCall(url)) return null;
    if (encoding === "utf-8") return isText(body, MAX_BODY) ? { url, encoding, body } : null;
    if (encoding !== "base64") return null;
    if (body instanceof Blob) return body.size <= (MAX_BODY / 4) * 3 ? { url, encoding, body } : null;
    // The background refuses a whole message for one frame that is no base64.
    const isBase64 = isText(body, MAX_SMALL) && body.length % 4 === 0 && BASE64.test(body);
    return isBase64 ? { url, encoding, body } : null;
  }

  /** Asked for once a minute: the browser takes as long for it as for all the rest of a message. */
  let zone = { name: /** @type {string | null} */ (null), askedAt: -Infinity };

  function findTimeZone() {
    const now = performance.now();
    if (now - zone.askedAt > 60_000) {
      zone = { name: Intl.DateTimeFormat().resolvedOptions().timeZone ?? null, askedAt: now };
    }
    return zone.name;
  }

  /** The address that a frame's tab shows now, where we can reach it. */
  function readTab() {
    try {
      return window.top ? stripUrl(window.top.document.URL) : null;
    } catch {
      return null; // of another origin
    }
  }

  /**
   * The page that what is seen here belongs to: of a frame in a chat, that chat, which names the order. Where we cannot reach
   * it, only what is no page by itself is taken for a part of it, and its order is left out: the tab may show another one by now.
   * @param {string} own the address of this document, when it was seen
   */
  function findPageUrl(own) {
    if (window === window.top) return own.slice(0, MAX_URL);
    const tab = readTab();
    const isChat = (/** @type {string | null} */ url) => url !== null && orderproof.findPageKind(url) === "chat";
    if (tab !== null && isChat(tab)) return tab.slice(0, MAX_URL);
    const isPartOfChat = tab === null && isChat(topUrl) && orderproof.findPageKind(own) === null;
    return (isPartOfChat && topUrl ? topUrl.replace(/[?#].*$/s, "") : own).slice(0, MAX_URL);
  }

  /** @param {string} now */
  function makeHead(now) {
    return {
      capture_id: crypto.randomUUID(),
      visit_id: visitId,
      page_url: findPageUrl(stripUrl(document.URL)),
      title: document.title.slice(0, 4096),
      language: document.documentElement?.lang?.slice(0, 64) || null,
      time_zone: findTimeZone(),
      captured_at: now,
    };
  }

  /** @param {OrderproofAnswer} answer */
  function makeMessage(answer) {
    const now = new Date().toISOString();
    const request = answer.request ?? new URL(answer.url).searchParams.get("data");
    return {
      type: "answer",
      ...makeHead(now),
      answer: {
        ...answer,
        url: stripUrl(answer.url).slice(0, MAX_URL),
        request: request === null ? null : stripRequest(request),
        frame_id: orderproof.frames.ownId(),
        received_at: now,
      },
    };
  }

  /** @param {{page_url: string}} message @param {number} size @param {boolean} [mayGrow] */
  function send(message, size, mayGrow) {
    if (state === "on") {
      if (!orderproof.queue.add(message, size, mayGrow)) lost += 1;
    } else if (held.length < MAX_HELD_ITEMS && heldChars + size <= MAX_HELD_CHARS) {
      held.push({ message, size });
      heldChars += size;
    } else lost += 1;
  }

  /** @param {OrderproofAnswer} answer */
  function passAnswer(answer) {
    const size = answer.body.length + (answer.request?.length ?? 0) + answer.url.length;
    if (orderproof.flow.takeAnswer(size)) send(makeMessage(answer), size);
    else lost += 1;
  }

  /** Frames that come while one waits travel with it, or a burst would be one write to the disk for each. */
  let growing = { message: /** @type {OrderproofFramesMessage | null} */ (null), page: "", chars: 0 };

  /** @param {OrderproofFrame} frame */
  function sendFrame(frame) {
    const size = frame.body.length + frame.url.length;
    const { message, page, chars } = growing;
    const fits = page === document.URL && chars + size <= MAX_GROWN.chars;
    if (message && fits && message.frames.length < MAX_GROWN.frames && orderproof.queue.grow(message, size)) {
      message.frames.push(frame);
      growing.chars += size;
      return;
    }
    const fresh = { type: /** @type {const} */ ("frames"), ...makeHead(frame.received_at), frames: [frame] };
    growing = { message: fresh, page: document.URL, chars: size };
    send(fresh, size, true);
  }

  /** @param {OrderproofReceived} received */
  async function passFrame({ url, encoding, body }) {
    const size = typeof body === "string" ? body.length : body.size;
    if (size === 0 || (encoding === "utf-8" && isHeartbeat(String(body)))) return;
    if (!orderproof.flow.takeFrame(size)) return void (lost += 1);
    const about = {
      url: stripUrl(url).slice(0, MAX_URL),
      frame_id: orderproof.frames.ownId(),
      received_at: new Date().toISOString(),
    };
    if (typeof body === "string") return sendFrame({ ...about, encoding, body });
    try {
      const address = await orderproof.toDataUrl(body);
      if (state !== "off") sendFrame({ ...about, encoding, body: address.slice(address.indexOf(",") + 1) });
    } catch {
      lost += 1; // the browser has let go of its bytes
    }
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
    const frame = data.kind === "frame" ? readFrame(data) : null;
    if (answer) passAnswer(answer);
    else if (frame) void passFrame(frame);
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
      const page_url = findPageUrl(message.page_url);
      orderproof.queue.add({ ...message, visit_id: visitId, page_url }, size);
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
    findPageUrl,
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
