"use strict";
/*
 * Copies parts of a page one by one: the rows of a chat.
 *
 * A page is frozen in one step, so that all of it is of one moment. A list of thousands of messages would hold the page
 * up with that; each of its rows is true by itself, so those are copied in turns.
 */
orderproof.parts = (() => {
  const TURN = 8;
  const HTML = "http://www.w3.org/1999/xhtml";
  /** A list with more rows is copied row by row. */
  const LONG = 300;

  /** @returns {OrderproofFrozen} */
  const makeResult = () => ({ documents: [], sheets: [], media: [], resources: [], unreadable: [], rows: [] });

  /** @type {OrderproofParts["findLong"]} */
  async function findLong(hosts) {
    const turns = orderproof.makeTurns(TURN);
    /** @type {Element[]} */
    const found = [];
    for (const root of hosts.keys()) {
      const document = root.ownerDocument ?? /** @type {Document} */ (root);
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT, (node) =>
        found.at(-1)?.contains(node) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
      );
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const element = /** @type {Element} */ (node);
        if (element.childElementCount > LONG && element.localName !== "body") found.push(element);
        if (turns.isOver()) await turns.next();
      }
    }
    return found;
  }

  /** @type {OrderproofParts["copy"]} */
  function copy(live, inert) {
    const result = makeResult();
    // Pictures in the place of others need a parent to stand in.
    const holder = inert.createElement("div");
    holder.append(inert.importNode(live, true));
    copyAll([live, ...live.querySelectorAll("*")], [...holder.querySelectorAll("*")], inert, result);
    return { root: holder.firstElementChild ?? holder, result };
  }

  /** @param {Element[]} lives @param {Element[]} clones @param {Document} inert @param {OrderproofFrozen} result */
  function copyAll(lives, clones, inert, result) {
    if (lives.length !== clones.length) throw new Error("the clone differs from the page");
    lives.forEach((live, index) => {
      const clone = /** @type {Element} */ (clones[index]);
      if (live.namespaceURI !== HTML) return;
      if (live.localName === "iframe" || live.localName === "frame") return clone.removeAttribute("srcdoc");
      orderproof.freeze.copyElement(live, clone, result);
      const shadow = orderproof.shadow.findRoot(live);
      if (shadow) copyShadow(live, clone, shadow, inert, result);
    });
  }

  /**
   * @param {Element} live
   * @param {Element} host its clone
   * @param {ShadowRoot} root
   * @param {Document} inert
   * @param {OrderproofFrozen} result
   */
  function copyShadow(live, host, root, inert, result) {
    const template = inert.createElement("template");
    template.setAttribute("shadowrootmode", "open");
    if (!live.shadowRoot) template.setAttribute("data-orderproof-shadow", "closed");
    for (const node of root.childNodes) template.content.append(inert.importNode(node, true));
    copyAll([...root.querySelectorAll("*")], [...template.content.querySelectorAll("*")], inert, result);
    host.prepend(template);
  }

  /** @param {Node} node @param {Document} inert @param {OrderproofFrozen} frozen takes what the row shows @returns {string} */
  function copyRow(node, inert, frozen) {
    if (node.nodeType === Node.TEXT_NODE) {
      const text = inert.createElement("div");
      text.textContent = node.nodeValue;
      return text.innerHTML;
    }
    if (node.nodeType !== Node.ELEMENT_NODE) return "";
    const { root, result } = copy(/** @type {Element} */ (node), inert);
    frozen.media.push(...result.media);
    frozen.resources.push(...result.resources);
    frozen.unreadable.push(...result.unreadable);
    return root.outerHTML;
  }

  /** @type {OrderproofParts["copyRows"]} */
  async function copyRows(frozen) {
    const turns = orderproof.makeTurns(TURN);
    const inert = document.implementation.createHTMLDocument("");
    for (const { list, html } of frozen.rows) {
      for (let node = list.firstChild; node; ) {
        html.push(copyRow(node, inert, frozen));
        if (turns.isOver()) await turns.next();
        // Gone meanwhile: on with the one that has its place now. That the page changed has it frozen once more.
        node = node.parentNode === list ? node.nextSibling : (list.childNodes[html.length] ?? null);
      }
    }
  }

  return { makeResult, findLong, copy, copyRows };
})();
