"use strict";
/*
 * The tap: runs in the page's own world before its first script and copies the JSON answers that the page asks for, and
 * what its sockets receive.
 *
 * Passive: it asks for nothing, changes no answer, and never throws into the page. Everything of the page that it needs
 * later is taken now, before a script could replace it. What leaves goes through a port to content/relay.js, which
 * believes nothing. The five tap files run one after the other with no script of the page in between; they meet on an
 * object of the window that the last one deletes.
 */
(() => {
  const MAX_BODY = 6 * 1024 * 1024;
  const MAX_REQUEST = 256 * 1024;
  const MAX_HELD = 16 * 1024 * 1024;

  const SITE = /(^|\.)aliexpress\.(com|us)$/;
  const API_PLACE = /^([\w-]+-)?acs\.|\/h5\/mtop\./;
  const JSON_TYPE = /[/+]json\b/i;
  const API_TYPE = /[/+]json\b|javascript|text\/plain|^$/i;

  const { apply, defineProperty, getOwnPropertyDescriptor } = Reflect;
  const postMessage = MessagePort.prototype.postMessage;
  const listen = EventTarget.prototype.addEventListener;
  const unlisten = EventTarget.prototype.removeEventListener;
  const stop = Event.prototype.stopImmediatePropagation;
  const exec = RegExp.prototype.exec;
  /** @type {OrderproofTap["getter"]} */
  const getter = (owner, name) => {
    const get = getOwnPropertyDescriptor(owner, name)?.get;
    return (self) => (get ? apply(get, self, []) : undefined);
  };
  const messageData = getter(MessageEvent.prototype, "data");
  const messageSource = getter(MessageEvent.prototype, "source");
  const messagePorts = getter(MessageEvent.prototype, "ports");
  const setOnMessage = getOwnPropertyDescriptor(MessagePort.prototype, "onmessage")?.set;

  /** @type {MessagePort | undefined} */
  let port;
  let isOff = false;
  /** @type {RegExp[]} */
  let never = [];
  /** @type {{place: string, message: object}[]} */
  let held = [];
  let heldSize = 0;
  let lastId = 0;

  /**
   * Runs our part of a call; whatever goes wrong in it is ours and must not reach the page.
   * @template T
   * @param {() => T} work
   */
  function quietly(work) {
    try {
      return isOff ? undefined : work();
    } catch {
      return undefined;
    }
  }

  // ---- the port -------------------------------------------------------------------------------------------------
  // No function of the page's may be called with it: whoever holds the port can speak in our name.

  /** @param {RegExp | undefined} pattern @param {string} text */
  const matches = (pattern, text) => pattern !== undefined && apply(exec, pattern, [text]) !== null;

  /** @param {string} place host and path */
  function isNever(place) {
    for (let index = 0; index < never.length; index++) if (matches(never[index], place)) return true;
    return false;
  }

  /** @param {string} place @param {object} message @param {number} size */
  function tell(place, message, size) {
    if (isOff) return;
    if (port) {
      if (!isNever(place)) apply(postMessage, port, [message]);
    } else if (heldSize + size <= MAX_HELD) {
      heldSize += size;
      held[held.length] = { place, message };
    }
  }

  /** @param {MessageEvent} event */
  function takePort(event) {
    const data = messageData(event);
    const given = messagePorts(event)[0];
    if (messageSource(event) !== window || data?.orderproof !== "port" || !given || !setOnMessage) return;
    apply(stop, event, []);
    apply(unlisten, window, ["message", takePort, true]);
    for (let index = 0; index < data.never.length; index++) never[index] = new RegExp(data.never[index], "i");
    port = given;
    const onTold = (/** @type {MessageEvent} */ told) => {
      isOff = messageData(told) === "off";
    };
    apply(setOnMessage, port, [onTold]);
    const waiting = held;
    held = [];
    for (let index = 0; index < waiting.length; index++) {
      const one = waiting[index];
      if (one) tell(one.place, one.message, 0);
    }
  }
  window.addEventListener("message", takePort, true);

  // ---- what is copied -------------------------------------------------------------------------------------------

  /**
   * @param {string | URL} input
   * @param {OrderproofCall["transport"]} transport
   * @returns {OrderproofCall | undefined}
   */
  function findCall(input, transport) {
    const url = new URL(input, document.baseURI);
    if (url.protocol !== (transport === "websocket" ? "wss:" : "https:") || !matches(SITE, url.hostname)) return undefined;
    if (isNever(url.host + url.pathname)) return undefined;
    return { id: ++lastId, url, transport, request: null };
  }

  /** @param {OrderproofCall} call */
  const isApi = ({ url }) => API_PLACE.test(url.host + url.pathname);

  /** @param {OrderproofCall} call @param {string | null} type */
  const isWanted = (call, type) => (isApi(call) ? API_TYPE : JSON_TYPE).test(type ?? "");

  /** @param {OrderproofCall} call @param {boolean} isOpen */
  function noteCall(call, isOpen) {
    if (isApi(call)) tell("", { kind: "call", id: call.id, isOpen }, 50);
  }

  /** @param {OrderproofCall} call */
  const lose = (call) => tell(call.url.host + call.url.pathname, { kind: "lost" }, 50);

  /** @param {OrderproofCall} call @param {string} body @param {string | null} type */
  async function answer(call, body, type) {
    if (body.length > MAX_BODY) return lose(call);
    const { url, transport } = call;
    const request = ((await call.request) ?? "").slice(0, MAX_REQUEST) || null;
    const message = {
      kind: "answer",
      url: url.href,
      request,
      transport,
      media_type: (type ?? "").slice(0, 256),
      body,
    };
    tell(url.host + url.pathname, message, body.length);
  }

  /** @type {OrderproofTap["frame"]} */
  function frame({ url }, encoding, body, size) {
    tell(url.host + url.pathname, { kind: "frame", url: url.href, encoding, body }, size);
  }

  /** @type {OrderproofTap["wrap"]} */
  function wrap(owner, name, handler) {
    const descriptor = getOwnPropertyDescriptor(owner, name);
    if (typeof descriptor?.value !== "function") return;
    // A Proxy keeps name, length, identity of `this` and the native look of toString().
    defineProperty(owner, name, { ...descriptor, value: new Proxy(descriptor.value, { apply: handler }) });
  }

  /** @type {OrderproofTap} */
  const tap = {
    ...{ MAX_BODY, MAX_REQUEST, quietly, getter, listen, wrap },
    ...{ findCall, isApi, isWanted, noteCall, lose, answer, frame },
    writeObject: () => undefined, // tap-text.js brings it
  };
  defineProperty(window, "orderproofTap", { configurable: true, enumerable: false, value: tap });
})();
