"use strict";
/* A mark of what the page shows as text, so that it is frozen again only when that has changed. */
orderproof.text = (() => {
  const TURN = 8;
  const SILENT = new Set(["script", "style", "noscript", "template", "head", "svg", "iframe", "frame"]);

  /** @param {number} hash @param {string} text FNV-1a over the characters */
  function mix(hash, text) {
    for (let index = 0; index < text.length; index++)
      hash = Math.imul(hash ^ text.charCodeAt(index), 16_777_619);
    return hash;
  }

  /** @param {Node} node */
  function accept(node) {
    if (node.nodeType === Node.TEXT_NODE) return NodeFilter.FILTER_ACCEPT;
    const element = /** @type {Element} */ (node);
    if (SILENT.has(element.localName)) return NodeFilter.FILTER_REJECT;
    if (element.localName === "slot" || !element.firstChild) return NodeFilter.FILTER_SKIP;
    return element.checkVisibility() ? NodeFilter.FILTER_SKIP : NodeFilter.FILTER_REJECT;
  }

  /** @param {Node} node */
  function read(node) {
    const text = (node.nodeValue ?? "").replace(/\s+/g, " ").trim();
    const parent = node.parentElement;
    return text && parent && orderproof.quiet.isTicking(parent) ? text.replace(/[\d٠-٩]+/g, "0") : text;
  }

  /** @param {OrderproofHosts} hosts */
  async function mark(hosts) {
    const turns = orderproof.makeTurns(TURN);
    let hash = 0x811c9dc5;
    let length = 0;
    for (const root of hosts.keys()) {
      const start = root.nodeType === Node.DOCUMENT_NODE ? /** @type {Document} */ (root).body : root;
      if (!start?.isConnected || !start.ownerDocument) continue;
      const walker = start.ownerDocument.createTreeWalker(
        start,
        NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT,
        accept,
      );
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const text = read(node);
        if (text) hash = mix(hash, `${text}\n`);
        length += text.length;
        if (turns.isOver()) await turns.next();
      }
    }
    return `${length}:${hash >>> 0}`;
  }

  return { mark };
})();
