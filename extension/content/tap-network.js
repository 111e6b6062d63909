"use strict";
/* The tap's ears at fetch and XMLHttpRequest. */
(() => {
  const { MAX_BODY, MAX_REQUEST, quietly, getter, listen, wrap } = orderproofTap;
  const { findCall, isApi, isWanted, noteCall, lose, answer, writeObject } = orderproofTap;
  const { apply } = Reflect;
  const then = Promise.prototype.then;
  const cloneResponse = Response.prototype.clone;
  const cloneRequest = Request.prototype.clone;
  const xhrHeader = XMLHttpRequest.prototype.getResponseHeader;
  const xhrState = getter(XMLHttpRequest.prototype, "readyState");
  const xhrStatus = getter(XMLHttpRequest.prototype, "status");
  const xhrType = getter(XMLHttpRequest.prototype, "responseType");
  const xhrText = getter(XMLHttpRequest.prototype, "responseText");
  const xhrBody = getter(XMLHttpRequest.prototype, "response");

  /** @param {unknown} body @returns {string | null | Promise<string>} */
  function readRequest(body) {
    if (typeof body === "string") return body;
    if (body instanceof URLSearchParams) return body.toString();
    if (body instanceof FormData) {
      const texts = [...body].filter(([, value]) => typeof value === "string");
      return new URLSearchParams(/** @type {[string, string][]} */ (texts)).toString();
    }
    if (body instanceof Blob) return body.size <= MAX_REQUEST ? body.text() : null;
    if (body instanceof ArrayBuffer || ArrayBuffer.isView(body)) {
      return body.byteLength <= MAX_REQUEST ? new TextDecoder().decode(body) : null;
    }
    return null;
  }

  /** @param {any[]} args */
  function openFetch([input, options]) {
    const isRequest = input instanceof Request;
    const call = findCall(isRequest ? input.url : String(input), "fetch");
    if (!call) return undefined;
    if (options?.body) call.request = readRequest(options.body);
    else if (isRequest && isApi(call) && input.method !== "GET" && !input.bodyUsed) {
      call.request = apply(cloneRequest, input, []).text();
    }
    if (call.request instanceof Promise) call.request = call.request.catch(() => "");
    noteCall(call, true);
    return call;
  }

  /** @param {ReadableStream<Uint8Array<ArrayBuffer>>} stream */
  async function readCapped(stream) {
    const reader = stream.getReader();
    const pieces = [];
    let size = 0;
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      size += piece.value.byteLength;
      if (size > MAX_BODY) {
        void reader.cancel();
        return null;
      }
      pieces.push(piece.value);
    }
    return new Blob(pieces).text();
  }

  /** @param {OrderproofCall} call @param {Response} response */
  async function readFetch(call, response) {
    const type = response.headers.get("content-type");
    if (response.bodyUsed || !isWanted(call, type)) return;
    const stream = /** @type {Response} */ (apply(cloneResponse, response, [])).body;
    if (!stream) return;
    const body = await readCapped(stream);
    if (body === null) lose(call);
    else await answer(call, body, type);
  }

  wrap(window, "fetch", (target, self, args) => {
    const call = quietly(() => openFetch(args));
    const promise = apply(target, self, args);
    if (!call) return promise;
    const close = () => noteCall(call, false);
    // The page gets the promise after ours, so that a rejection nobody handles is reported once, as without us.
    return apply(then, promise, [
      (/** @type {Response} */ response) => {
        quietly(
          () =>
            void readFetch(call, response)
              .catch(() => undefined)
              .finally(close),
        );
        return response;
      },
      (/** @type {unknown} */ error) => {
        quietly(close);
        throw error;
      },
    ]);
  });

  /** @type {WeakMap<XMLHttpRequest, OrderproofCall | undefined>} */
  const xhrCalls = new WeakMap();

  /** @param {XMLHttpRequest} xhr @param {OrderproofCall} call */
  function readXhr(xhr, call) {
    const type = apply(xhrHeader, xhr, ["content-type"]);
    if (!isWanted(call, type)) return;
    const kind = xhrType(xhr);
    const body = kind === "" || kind === "text" ? xhrText(xhr) : xhrBody(xhr);
    if (typeof body === "string") void answer(call, body, type);
    else if (kind === "json")
      writeObject(
        body,
        (text) => void answer(call, text, type),
        () => lose(call),
      );
    else if (kind === "blob" || kind === "arraybuffer") {
      const blob = new Blob([body]);
      if (blob.size > MAX_BODY) lose(call);
      else
        void blob.text().then(
          (text) => answer(call, text, type),
          () => undefined,
        );
    }
  }

  /** @param {Event} event */
  function onXhrState(event) {
    const xhr = /** @type {XMLHttpRequest} */ (event.currentTarget);
    const call = xhrCalls.get(xhr);
    if (!call || xhrState(xhr) !== 4) return;
    xhrCalls.set(xhr, undefined);
    quietly(() => {
      if (xhrStatus(xhr) > 0) readXhr(xhr, call);
      noteCall(call, false);
    });
  }

  wrap(XMLHttpRequest.prototype, "open", (target, self, args) => {
    const result = apply(target, self, args);
    quietly(() => {
      // Our listener is the first one, so that the text is taken before the page works on it.
      if (!xhrCalls.has(self)) apply(listen, self, ["readystatechange", onXhrState]);
      xhrCalls.set(self, findCall(args[1], "xhr"));
    });
    return result;
  });

  wrap(XMLHttpRequest.prototype, "send", (target, self, args) => {
    quietly(() => {
      const call = xhrCalls.get(self);
      if (!call) return;
      call.request = readRequest(args[0]);
      noteCall(call, true);
    });
    return apply(target, self, args);
  });
})();
