"use strict";
/*
 * The one synchronous step: the document is imported into an inert one, natively, and live state is copied by index.
 *
 * Nothing runs in the page meanwhile, so live tree and clone answer the same selector with the same list. 18-32 ms on a
 * page of 1 MB.
 */
orderproof.freeze = (() => {
  const STATEFUL = "input,textarea,select,canvas,img,source,video,style,link,iframe,frame,dialog,[popover]";
  const HTML = "http://www.w3.org/1999/xhtml";

  /**
   * @typedef {object} Work
   * @property {OrderproofHosts} hosts
   * @property {ReadonlySet<Element>} scrolled
   * @property {Document} inert
   * @property {OrderproofFrozen} result
   * @property {number} frames seen so far
   * @property {ReadonlySet<Element>} long lists whose rows are copied afterwards
   * @property {ReadonlySet<Node>} ways to them, and themselves
   */

  /** @param {Element} live @param {Element} clone @param {Work} work */
  function markState(live, clone, work) {
    if (work.scrolled.has(live)) {
      clone.setAttribute(
        "data-orderproof-scroll",
        `${Math.round(live.scrollLeft)},${Math.round(live.scrollTop)}`,
      );
    }
    if (live.localName === "dialog" && live.matches(":modal"))
      clone.setAttribute("data-orderproof-modal", "");
    else if (live.hasAttribute("popover") && live.matches(":popover-open"))
      clone.setAttribute("data-orderproof-popover", "");
  }

  /** Whether the content script in a frame of another origin freezes it. @param {string} url */
  const keepsItself = (url) => URL.canParse(url) && orderproof.findPageKind(url) !== null;

  /** @param {Element} live @param {Element} clone @param {string} frameId @param {Work} work */
  function copyFrame(live, clone, frameId, work) {
    const id = orderproof.frames.childId(frameId, live, work.frames++);
    clone.setAttribute("data-orderproof-frame", id);
    clone.removeAttribute("srcdoc");
    const inner = orderproof.frames.findDocument(live);
    if (inner) copyDocument(inner, id, work);
    else if (!keepsItself(/** @type {HTMLIFrameElement} */ (live).src)) {
      work.result.unreadable.push({ url: null, reason: `frame ${id} is of another site` });
    }
  }

  /** @type {OrderproofFreeze["copyElement"]} */
  function copyElement(live, clone, result) {
    switch (live.localName) {
      case "input":
      case "textarea":
      case "select":
        return orderproof.controls.copyState(live, clone);
      case "img":
        return orderproof.media.copyImage(/** @type {HTMLImageElement} */ (live), clone, result);
      case "source":
        return clone.removeAttribute("srcset");
      case "canvas":
        return orderproof.media.copyCanvas(/** @type {HTMLCanvasElement} */ (live), clone, result);
      case "video":
        return orderproof.media.copyVideo(/** @type {HTMLVideoElement} */ (live), clone, result);
      default:
        return undefined;
    }
  }

  /** Imports a node; where a long list stands in it, that without its rows. @param {Node} node @param {Work} work @returns {Node} */
  function importTree(node, work) {
    if (!work.ways.has(node)) return work.inert.importNode(node, true);
    const clone = work.inert.importNode(node, false);
    if (work.long.has(/** @type {Element} */ (node))) {
      const marker = `orderproof-rows-${crypto.randomUUID()}`;
      clone.appendChild(work.inert.createTextNode(marker));
      work.result.rows.push({ marker, list: /** @type {Element} */ (node), html: [] });
    } else for (const child of node.childNodes) clone.appendChild(importTree(child, work));
    return clone;
  }

  /**
   * @param {Element} host
   * @param {{root: ShadowRoot, mode: string}} shadow
   * @param {string} frameId
   * @param {Work} work
   */
  function copyShadow(host, { root, mode }, frameId, work) {
    const template = work.inert.createElement("template");
    template.setAttribute("shadowrootmode", "open"); // always, so that every reader sees the text
    if (mode === "closed") template.setAttribute("data-orderproof-shadow", "closed");
    for (const node of root.childNodes) template.content.append(importTree(node, work));
    copyTree(root, template.content, frameId, work);
    host.prepend(template);
  }

  /** What a selector finds outside of long lists, in order. @param {ParentNode} scope @param {string} selector @param {Work} work */
  function select(scope, selector, { long }) {
    if (long.size === 0) return scope.querySelectorAll(selector);
    /** @type {Element[]} */
    const found = [];
    /** @param {ParentNode} parent */
    const visit = (parent) => {
      for (let child = parent.firstElementChild; child; child = child.nextElementSibling) {
        if (child.matches(selector)) found.push(child);
        if (!long.has(child)) visit(child);
      }
    };
    visit(scope);
    return found;
  }

  /**
   * @param {OrderproofRoot} live
   * @param {Element | DocumentFragment} clone
   * @param {string} frameId
   * @param {Work} work
   */
  function copyTree(live, clone, frameId, work) {
    const hosts = work.hosts.get(live) ?? new Map();
    const names = new Set([...hosts.keys()].map((host) => host.localName));
    for (const element of work.scrolled) if (element.getRootNode() === live) names.add(element.localName);
    const selector = [STATEFUL, ...[...names].map((name) => CSS.escape(name))].join(",");
    const scope =
      live.nodeType === Node.DOCUMENT_NODE ? /** @type {Document} */ (live).documentElement : live;
    const lives = select(scope, selector, work);
    const clones = clone.querySelectorAll(selector);
    if (lives.length !== clones.length) throw new Error("the clone differs from the page");
    /** @type {[Element, Element][]} */
    const sheets = [];
    for (let index = 0; index < lives.length; index++) {
      const from = /** @type {Element} */ (lives[index]);
      const to = /** @type {Element} */ (clones[index]);
      if (from.namespaceURI === HTML) {
        markState(from, to, work);
        if (from.localName === "iframe" || from.localName === "frame") copyFrame(from, to, frameId, work);
        else copyElement(from, to, work.result);
      }
      if (from.localName === "style" || from.localName === "link") sheets.push([from, to]);
      const shadow = hosts.get(from);
      if (shadow) copyShadow(to, shadow, frameId, work);
    }
    const end = clone.querySelector(":scope > body") ?? clone;
    work.result.sheets.push(...orderproof.styles.collect(live, end, sheets));
  }

  /** @param {Document} live */
  function findDoctype({ doctype }) {
    if (!doctype) return "";
    const { name, publicId, systemId } = doctype;
    const isPlain = !/["<>]/.test(name + publicId + systemId);
    if (!publicId || !isPlain) return "<!DOCTYPE html>";
    return `<!DOCTYPE ${name} PUBLIC "${publicId}"${systemId && ` "${systemId}"`}>`;
  }

  /** @param {Document} live @param {string} frameId @param {Work} work */
  function copyDocument(live, frameId, work) {
    const root = /** @type {Element} */ (importTree(live.documentElement, work));
    work.result.documents.push({
      frame_id: frameId,
      url: orderproofSecrets.stripUrl(live.URL),
      doctype: findDoctype(live),
      root,
    });
    const view = live.defaultView;
    if (view?.scrollX || view?.scrollY) {
      root.setAttribute("data-orderproof-scroll", `${Math.round(view.scrollX)},${Math.round(view.scrollY)}`);
    }
    if (!/^https?:/.test(live.URL) && !root.querySelector("base[href]")) {
      // A written or srcdoc frame has no URL of its own to resolve its links by.
      const base = work.inert.createElement("base");
      base.href = orderproofSecrets.stripUrl(live.baseURI);
      root.prepend(base);
    }
    copyTree(live, root, frameId, work);
  }

  /** @param {Element} element @returns {Node[]} */
  function listAround(element) {
    const found = [];
    for (let node = /** @type {Node | null} */ (element); node; node = node.parentNode) found.push(node);
    return found;
  }

  /** @type {OrderproofFreeze["freeze"]} */
  function freeze(document, frameId, hosts, scrolled, long = []) {
    const result = orderproof.parts.makeResult();
    const inert = document.implementation.createHTMLDocument("");
    const ways = new Set(long.flatMap(listAround));
    copyDocument(document, frameId, { hosts, scrolled, inert, result, frames: 0, long: new Set(long), ways });
    return result;
  }

  return { freeze, copyElement };
})();
