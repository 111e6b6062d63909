"use strict";
/*
 * What stands around a chat's list when its rows are seen: the way down to it, and the small things beside that way,
 * such as the title with the seller's name. Rows are sent in it, so that they are read like any page.
 */
orderproof.shell = (() => {
  /** A title, a bar with an order, a notice; not a list of other conversations. */
  const MAX_PARTS = 120;
  const MAX_CHARS = 600;
  const SILENT = new Set("script style link template noscript iframe frame head svg".split(" "));
  /** By these a conversation is told from another one in the same place; what else stands there changes all the time. */
  const NAMES = "h1,h2,h3,h4,[class*=title i],[class*=name i],[class*=nick i]";
  const inert = document.implementation.createHTMLDocument("");

  /** @param {Element} element */
  function isSmall(element) {
    if (SILENT.has(element.localName)) return false;
    const walker = element.ownerDocument.createTreeWalker(element, NodeFilter.SHOW_ALL);
    let chars = 0;
    for (let count = 0; count < MAX_PARTS; count++) {
      const node = walker.nextNode();
      if (!node) return true;
      if (node.nodeType === Node.TEXT_NODE) chars += node.nodeValue?.length ?? 0;
      if (chars > MAX_CHARS) return false;
    }
    return false;
  }

  /** The boxes from the document element down to one, through shadow roots. @param {Element} element */
  function listWay(element) {
    /** @type {{element: Element, parent: Node | null}[]} */
    const way = [];
    for (let one = /** @type {Element | null} */ (element); one; ) {
      /** @type {Node | null} */
      const parent = one.parentNode;
      way.unshift({ element: one, parent });
      if (parent?.nodeType === Node.ELEMENT_NODE) one = /** @type {Element} */ (parent);
      else one = parent && "host" in parent ? /** @type {ShadowRoot} */ (parent).host : null;
    }
    return way;
  }

  /** @param {Node | null} parent @param {Element} inner the one on the way */
  function listBeside(parent, inner) {
    return [...(parent?.childNodes ?? [])].filter(
      (node) =>
        node === inner || (node.nodeType === Node.ELEMENT_NODE && isSmall(/** @type {Element} */ (node))),
    );
  }

  /** @param {Element} scroller */
  function survey(scroller) {
    const { ownerDocument } = scroller;
    const way = listWay(scroller).map(({ element, parent }, index) => ({
      element,
      beside: index === 0 ? [element] : listBeside(parent, element),
    }));
    const names = way.flatMap(({ element, beside }) =>
      beside.filter((one) => one !== element).flatMap((one) => listNames(/** @type {Element} */ (one))),
    );
    const said = names.join("\n").replace(/\p{Nd}+/gu, "0");
    return { way, mark: `${ownerDocument.URL.split("#", 1)[0]}\n${said}` };
  }

  /** @param {Element} element */
  function listNames(element) {
    const found = element.matches(NAMES) ? [element] : [...element.querySelectorAll(NAMES)];
    return found.map((one) => one.textContent ?? "");
  }

  /** @param {Element} element */
  function cloneAlone(element) {
    return /** @type {Element} */ (inert.importNode(element, false));
  }

  /** @type {OrderproofShells["find"]} */
  function find(scroller, known) {
    const { way, mark } = survey(scroller);
    if (known?.mark === mark) return known;
    /** @type {Element | null} */
    let around = null;
    /** @type {Element | null} */
    let root = null;
    for (const { element, beside } of way) {
      const clone = cloneAlone(element);
      if (around) putBeside(around, beside, element, clone);
      root ??= clone;
      around = clone;
    }
    const slot = /** @type {Element} */ (around);
    const top = /** @type {Element} */ (root);
    top.setAttribute("data-orderproof-rows", "");
    const { ownerDocument } = scroller;
    if (!/^https?:/.test(ownerDocument.URL)) {
      const base = inert.createElement("base");
      base.href = orderproofSecrets.stripUrl(ownerDocument.baseURI);
      top.prepend(base);
    }
    return {
      mark,
      frameId: orderproof.frames.findId(ownerDocument),
      url: orderproofSecrets.stripUrl(ownerDocument.URL),
      root: top,
      slot,
    };
  }

  /**
   * @param {Element} around clone of the parent, or of the host
   * @param {Node[]} beside
   * @param {Element} element
   * @param {Element} clone
   */
  function putBeside(around, beside, element, clone) {
    /** @type {ParentNode & Node} */
    let place = around;
    if (element.parentNode?.nodeType === Node.DOCUMENT_FRAGMENT_NODE) {
      const template = inert.createElement("template");
      template.setAttribute("shadowrootmode", "open");
      around.prepend(template);
      place = template.content;
    }
    for (const node of beside) {
      place.append(
        node === element ? clone : orderproof.parts.copy(/** @type {Element} */ (node), inert).root,
      );
    }
  }

  /** @type {OrderproofShells["build"]} */
  function build(stretch) {
    const [first] = stretch;
    if (!first) throw new Error("no rows");
    const { root, slot } = first.shell;
    slot.replaceChildren();
    /** @type {readonly Element[]} */
    let open = [];
    /** @type {Element[]} the copies of what is open */
    let places = [];
    for (const { holders, clone } of stretch) {
      let depth = 0;
      while (depth < open.length && depth < holders.length && open[depth] === holders[depth]) depth += 1;
      places = places.slice(0, depth);
      for (const holder of holders.slice(depth)) {
        const copy = /** @type {Element} */ (holder.cloneNode(false));
        (places.at(-1) ?? slot).append(copy);
        places.push(copy);
      }
      open = holders;
      if (clone) (places.at(-1) ?? slot).append(clone);
    }
    return root;
  }

  return { find, build };
})();
