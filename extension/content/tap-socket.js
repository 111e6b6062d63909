"use strict";
/*
 * The tap's ear at WebSocket, over which a chat receives its messages. What the page sends is never listened to.
 *
 * The page finds one thing of ours: the constructor is a Proxy of the browser's, and the prototype names that as its
 * constructor, as it must. The listener is added before the page holds the socket and in the capturing phase, so it is
 * the first of all, whichever way the page adds its own.
 */
(() => {
  const { MAX_BODY, quietly, getter, listen, findCall, lose, frame } = orderproofTap;
  const { apply, construct, defineProperty, getOwnPropertyDescriptor } = Reflect;
  /** Its base64 has to keep within the bound of every body. */
  const MAX_BYTES = (MAX_BODY / 4) * 3;

  /** What is written as base64 at once, in less time than a Blob of it takes to make. */
  const SMALL = 0x8000;

  const { Blob, Uint8Array } = window;
  const { iterator } = Symbol;
  const { fromCharCode } = String;
  const toBase64 = window.btoa.bind(window);
  const socketUrl = getter(WebSocket.prototype, "url");
  const messageData = getter(MessageEvent.prototype, "data");
  const blobSize = getter(Blob.prototype, "size");
  const bufferSize = getter(ArrayBuffer.prototype, "byteLength");

  /** @param {unknown} data @returns {number | undefined} undefined for what is no ArrayBuffer */
  function findBufferSize(data) {
    try {
      return bufferSize(data);
    } catch {
      return undefined;
    }
  }

  /**
   * A copy of what is not small. The list has an iterator of its own, because the page may have put one in the place of
   * every array's.
   * @param {unknown} buffer
   */
  function makeBlob(buffer) {
    const items = [{ done: false, value: buffer }, { done: true, value: undefined }];
    let place = 0;
    const list = { [iterator]: () => ({ next: () => items[place++] }) };
    return new Blob(/** @type {any} */ (list));
  }

  /**
   * The page may write into its buffer or give it away, so a copy is made at once.
   * @param {OrderproofCall} call @param {unknown} buffer @param {number} size
   */
  function copyBuffer(call, buffer, size) {
    if (size > SMALL) return frame(call, "base64", makeBlob(buffer), size);
    const letters = apply(fromCharCode, null, new Uint8Array(/** @type {any} */ (buffer)));
    frame(call, "base64", toBase64(letters), size);
  }

  /** @param {OrderproofCall} call @param {unknown} data as the page gets it @param {number | undefined} inBuffer */
  function copy(call, data, inBuffer) {
    if (typeof data === "string") {
      if (data.length > MAX_BODY) lose(call);
      else frame(call, "utf-8", data, data.length);
      return;
    }
    const size = inBuffer ?? blobSize(data);
    if (size > MAX_BYTES) lose(call);
    else if (inBuffer === undefined) frame(call, "base64", /** @type {Blob} */ (data), size);
    else copyBuffer(call, data, size);
  }

  /** @param {OrderproofCall} call @param {Event} event */
  function onMessage(call, event) {
    if (!event.isTrusted) return; // the page's own event; no socket received it
    quietly(() => {
      try {
        const data = messageData(event);
        copy(call, data, typeof data === "string" ? undefined : findBufferSize(data));
      } catch {
        lose(call);
      }
    });
  }

  /** Also while the tap is off: it may be turned on before the socket is closed. @param {WebSocket} socket */
  function hear(socket) {
    try {
      const call = findCall(socketUrl(socket), "websocket");
      if (!call) return;
      apply(listen, socket, ["message", (/** @type {Event} */ event) => onMessage(call, event), true]);
    } catch {
      // Whatever goes wrong here is ours; the page has its socket.
    }
  }

  const given = getOwnPropertyDescriptor(window, "WebSocket");
  const named = getOwnPropertyDescriptor(WebSocket.prototype, "constructor");
  if (typeof given?.value !== "function" || named?.value !== given.value) return;
  /** @type {typeof WebSocket} */
  const heard = new Proxy(given.value, {
    construct(target, args, newTarget) {
      const socket = construct(target, args, newTarget === heard ? target : newTarget);
      hear(socket);
      return socket;
    },
  });
  defineProperty(window, "WebSocket", { ...given, value: heard });
  defineProperty(heard.prototype, "constructor", { ...named, value: heard });
})();
