"use strict";
/*
 * The tap's ear at JSONP, which carries the first page of the order list, the order detail and the tracking.
 *
 * A MutationObserver alone sees the script elements: its callback is a microtask, a script from the network runs in a
 * later task, so the page's callback is always wrapped in time and no method of the DOM has to be touched.
 */
(() => {
  const { quietly, getter, listen, findCall, noteCall, lose, answer, writeObject } = orderproofTap;
  const { apply, defineProperty, getOwnPropertyDescriptor } = Reflect;
  const scriptSource = getter(HTMLScriptElement.prototype, "src");
  const currentScript = getter(Document.prototype, "currentScript");
  const CALLBACK = /^mtopjsonp[\w$]{0,60}$/i;

  /** The page's callbacks that are already ours. */
  const wrapped = new WeakSet();
  /** @type {Map<string, OrderproofCall>} callback name to its newest call */
  const jsonpCalls = new Map();
  /** @type {WeakMap<Node, string>} */
  const seenSources = new WeakMap();

  /** @param {string} source */
  function findJsonpCall(source) {
    if (!/[?&]callback=/i.test(source)) return undefined;
    const call = findCall(source, "jsonp");
    const name = call?.url.searchParams.get("callback") ?? "";
    return call && CALLBACK.test(name) ? { call, name } : undefined;
  }

  /** @param {string} name @param {unknown[]} args */
  function readJsonp(name, args) {
    const script = currentScript(document);
    const running = script instanceof HTMLScriptElement ? findJsonpCall(scriptSource(script)) : undefined;
    const known = jsonpCalls.get(name);
    if (known) noteCall(known, false);
    jsonpCalls.delete(name);
    const call = running?.name === name ? running.call : known;
    if (call)
      writeObject(
        args[0],
        (text) => void answer(call, text, "application/json"),
        () => lose(call),
      );
  }

  /** @param {string} name @param {unknown} value */
  function wrapCallback(name, value) {
    if (typeof value !== "function" || wrapped.has(value)) return value;
    const proxy = new Proxy(value, {
      apply(target, self, args) {
        quietly(() => readJsonp(name, args));
        return apply(target, self, args);
      },
    });
    wrapped.add(proxy);
    return proxy;
  }

  /**
   * Wraps the callback, or waits for it behind an accessor that turns into an ordinary property.
   * @param {string} name
   */
  function awaitCallback(name) {
    const page = /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (window));
    const present = getOwnPropertyDescriptor(window, name);
    if (present && "value" in present && typeof present.value === "function")
      page[name] = wrapCallback(name, present.value);
    else if (!present || ("value" in present && present.configurable)) {
      const before = present?.value;
      defineProperty(window, name, {
        configurable: true,
        enumerable: present?.enumerable ?? false,
        get: () => before,
        set(value) {
          const becomes = quietly(() => wrapCallback(name, value)) ?? value;
          defineProperty(window, name, {
            configurable: true,
            enumerable: true,
            writable: true,
            value: becomes,
          });
        },
      });
    }
  }

  /** @param {Node} node */
  function lookAtScript(node) {
    const source = scriptSource(node);
    if (!source || seenSources.get(node) === source) return;
    seenSources.set(node, source);
    const found = findJsonpCall(source);
    if (!found) return;
    jsonpCalls.set(found.name, found.call);
    noteCall(found.call, true);
    apply(listen, node, ["error", () => quietly(() => noteCall(found.call, false))]);
    awaitCallback(found.name);
  }

  /** @param {Node} node */
  function lookAt(node) {
    const element = /** @type {Element} */ (node);
    if (element.localName === "script") lookAtScript(element);
    else if (element.firstElementChild)
      for (const script of element.getElementsByTagName("script")) lookAtScript(script);
  }

  new MutationObserver((records) => {
    // By index: the page may have put a function of its own in the place of every array's iterator.
    for (let index = 0; index < records.length; index++) {
      const { type, target, addedNodes } = /** @type {MutationRecord} */ (records[index]);
      if (type === "attributes") quietly(() => lookAt(target));
      else
        for (let place = 0; place < addedNodes.length; place++)
          quietly(() => lookAt(/** @type {Node} */ (addedNodes[place])));
    }
  }).observe(document, { childList: true, subtree: true, attributeFilter: ["src"] });

  // Last of the tap's files: from here on the page can run, and finds nothing of ours.
  Reflect.deleteProperty(window, "orderproofTap");
})();
