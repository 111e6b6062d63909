"use strict";
/*
 * The tap: runs in the page's own world before its first script and copies the JSON answers that the page asks for.
 *
 * Passive: it asks for nothing, changes no answer, and never throws into the page. Everything of the page that it needs
 * later is taken now, before a script could replace it. What leaves goes through a port to content/relay.js, which
 * believes nothing. The four tap files run one after the other with no script of the page in between; they meet on an
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
  /** @type {OrderproofTap["getter"]} */
  const getter = (owner, name) => {
    const get = getOwnPropertyDescriptor(owner, name)?.get;
    return (self) => (get ? apply(get, self, []) : undefined);
  };

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

  /** @param {string} place @param {object} message @param {number} size */
  function tell(place, message, size) {
    if (isOff) return;
    if (port) {
      if (!never.some((pattern) => pattern.test(place))) apply(postMessage, port, [message]);
    } else if (heldSize + size <= MAX_HELD) {
      heldSize += size;
      held.push({ place, message });
    }
  }

  /** @param {MessageEvent} event */
  function takePort(event) {
    const { data, source, ports } = event;
    if (source !== window || data?.orderproof !== "port" || !ports[0]) return;
    event.stopImmediatePropagation();
    window.removeEventListener("message", takePort, true);
    never = data.never.map((/** @type {string} */ pattern) => new RegExp(pattern, "i"));
    port = ports[0];
    port.onmessage = (told) => {
      isOff = told.data === "off";
    };
    const waiting = held;
    held = [];
    for (const { place, message } of waiting) tell(place, message, 0);
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
    if (url.protocol !== "https:" || !SITE.test(url.hostname)) return undefined;
    if (never.some((pattern) => pattern.test(url.host + url.pathname))) return undefined;
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
    ...{ findCall, isApi, isWanted, noteCall, lose, answer },
    writeObject: () => undefined, // tap-text.js brings it
  };
  defineProperty(window, "orderproofTap", { configurable: true, enumerable: false, value: tap });
})();
