"use strict";
/*
 * Cuts what stands in a scrolling box into pieces that come and go by themselves: as a rule, the messages of a chat.
 *
 * Nothing is known of the page's names. A box is cut open when its parts are alike and hold something themselves, or
 * when nearly all of the scrolling box stands in it. Cutting too fine does no harm: pieces are put together again in
 * clones of the boxes that they stood in.
 */
orderproof.pieces = (() => {
  const MEDIA = "img,video,canvas,picture,audio";
  const MAX_DEPTH = 12;
  const MAX_NESTED = 3;
  const SAMPLE = 40;
  const FEW = 3;
  const OFFSET = /translate(?:Y|3d)?\(\s*(?:[^,()]+,\s*)?(-?[\d.]+)px/;

  /** @type {WeakSet<Element>} boxes that were cut open once stay open, also when they empty */
  const opened = new WeakSet();

  /** @param {Element} element */
  const isFilled = (element) =>
    element.localName !== "style" &&
    element.localName !== "script" &&
    (/\S/.test(element.textContent ?? "") || element.matches(MEDIA) || element.querySelector(MEDIA) !== null ||
      orderproof.shadow.findRoot(element) !== null);

  /** @param {Element} element @param {number} [most] */
  function listFilled(element, most = Infinity) {
    const found = [];
    for (let child = element.firstElementChild; child && found.length < most; child = child.nextElementSibling) {
      if (isFilled(child)) found.push(child);
    }
    return found;
  }

  /** @param {Element} element */
  const listNames = (element) => [...(element.classList.length ? element.classList : [""])].map((one) => `${element.localName}.${one}`);

  /** Whether most of some boxes share a name with another one, and hold something. @param {Element[]} boxes */
  function areAlike(boxes) {
    if (boxes.length < FEW) return false;
    /** @type {Map<string, number>} */
    const counts = new Map();
    for (const name of boxes.flatMap(listNames)) counts.set(name, (counts.get(name) ?? 0) + 1);
    const alike = boxes.filter(
      (box) => box.firstElementChild && listNames(box).some((name) => (counts.get(name) ?? 0) > 1),
    );
    return alike.length >= boxes.length * 0.6;
  }

  /** @param {Element} element */
  function hasOwnText({ firstChild }) {
    let node = firstChild;
    for (let count = 0; node && count < SAMPLE * 2; count++) {
      if (node.nodeType === Node.TEXT_NODE && /\S/.test(node.nodeValue ?? "")) return true;
      node = node.nextSibling;
    }
    return false;
  }

  /** @param {Element} element */
  const isGroup = (element) => areAlike(listFilled(element, SAMPLE)) && !hasOwnText(element);

  /** The part in which nearly all of a box stands. @param {Element} box @returns {Element | null} */
  function findBulk(box) {
    const all = box.querySelectorAll("*").length;
    const bulk = [...box.children].find((child) => child.querySelectorAll("*").length > all * 0.6);
    return bulk && bulk.childElementCount > 0 && !hasOwnText(bulk) ? bulk : null;
  }

  /** @type {OrderproofPieces["begin"]} */
  function begin(scroller) {
    let box = /** @type {Element | null} */ (scroller);
    for (let depth = 0; box && depth < MAX_DEPTH; depth++) {
      opened.add(box);
      box = isGroup(box) ? null : findBulk(box);
    }
  }

  /** Whether a box holds rows, with or without a heading above them: then it is cut open. @param {Element} element */
  function isOpen(element) {
    if (opened.has(element)) return true;
    /** @type {Element[]} */
    const way = [];
    for (let box = /** @type {Element | null} */ (element); box && way.length < MAX_NESTED; box = findBulk(box)) {
      way.push(box);
      if (!isGroup(box)) continue;
      for (const one of way) opened.add(one);
      return true;
    }
    return false;
  }

  /** @param {Element} element where its page puts it by itself, in pixels from the top; NaN where it does not */
  function findOffset(element) {
    const { style } = /** @type {HTMLElement} */ (element);
    const moved = OFFSET.exec(style?.transform ?? "");
    return moved ? Number(moved[1]) : Number.parseFloat(style?.top ?? "");
  }

  /** In the order in which they are seen: a virtual list puts its boxes anywhere. @param {Element[]} boxes */
  function sort(boxes) {
    if (boxes.length < 2) return boxes;
    const offsets = new Map(boxes.map((box) => [box, findOffset(box)]));
    if ([...offsets.values()].some(Number.isNaN)) return boxes;
    return boxes.sort((one, other) => Number(offsets.get(one)) - Number(offsets.get(other)));
  }

  /** @type {OrderproofPieces["cut"]} */
  function cut(element) {
    if (!isOpen(element)) return [element];
    return sort(listFilled(element)).flatMap(cut);
  }

  /** @type {OrderproofPieces["list"]} */
  function list(scroller, most) {
    /** @type {Element[]} */
    const found = [];
    /** @param {Element} element @returns {boolean} */
    const collect = (element) => {
      if (!isOpen(element)) return found.push(element) <= most;
      return element.childElementCount <= most * 2 && sort(listFilled(element)).every(collect);
    };
    return collect(scroller) ? found : null;
  }

  /** @type {OrderproofPieces["find"]} */
  function find(node, scroller) {
    let piece = node.nodeType === Node.ELEMENT_NODE ? /** @type {Element} */ (node) : node.parentElement;
    while (piece && piece !== scroller) {
      const { parentElement } = piece;
      if (parentElement && opened.has(parentElement) && !opened.has(piece)) return piece;
      piece = parentElement;
    }
    return null;
  }

  /** @param {Element} piece @param {Element} scroller @param {"previousElementSibling" | "nextElementSibling"} side */
  function findBeside(piece, scroller, side) {
    /** @type {Element | null} */
    let box = piece;
    while (box && box !== scroller) {
      for (let sibling = box[side]; sibling; sibling = sibling[side]) {
        const pieces = isFilled(sibling) ? cut(sibling) : [];
        const found = pieces.at(side === "nextElementSibling" ? 0 : -1);
        if (found) return found;
      }
      box = box.parentElement;
    }
    return null;
  }

  /** @type {OrderproofPieces["release"]} */
  function release(clone) {
    const { style } = /** @type {HTMLElement} */ (clone);
    if (!Number.isNaN(findOffset(clone)))
      for (const name of ["transform", "top", "position"]) style.removeProperty(name);
  }

  return {
    begin,
    release,
    cut,
    list,
    find,
    before: (piece, scroller) => findBeside(piece, scroller, "previousElementSibling"),
    after: (piece, scroller) => findBeside(piece, scroller, "nextElementSibling"),
  };
})();
