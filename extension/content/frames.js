"use strict";
/* Where a document stands among the frames of its tab, told by the index path that the page's own `frames` give. */
orderproof.frames = (() => {
  /** @param {Window} frame @param {Window} parent */
  function indexIn(frame, parent) {
    for (let index = 0; index < parent.length; index++) if (parent[index] === frame) return index;
    return -1; // a frame inside a shadow tree is not in its parent's list
  }

  function ownId() {
    /** @type {string[]} */
    const path = [];
    let frame = /** @type {Window} */ (window);
    while (frame !== frame.parent) {
      const index = indexIn(frame, frame.parent);
      path.unshift(index < 0 ? "shadow" : String(index));
      frame = frame.parent;
    }
    return ["0", ...path].join(".");
  }

  /**
   * @param {string} parentId
   * @param {Element} frame
   * @param {number} index in the order found, for frames in shadow trees
   */
  function childId(parentId, frame, index) {
    const inner = /** @type {HTMLIFrameElement} */ (frame).contentWindow;
    const outer = frame.ownerDocument.defaultView;
    const place = inner && outer ? indexIn(inner, outer) : -1;
    return `${parentId}.${place < 0 ? `shadow${index}` : place}`;
  }

  /** @param {Document} inner this document, or that of a frame in it that we reach @returns {string} */
  function findId(inner) {
    const frame = inner === document ? null : inner.defaultView?.frameElement;
    return frame ? childId(findId(frame.ownerDocument), frame, 0) : ownId();
  }

  /** @param {Element} frame */
  function findDocument(frame) {
    try {
      const inner = /** @type {HTMLIFrameElement} */ (frame).contentDocument;
      return inner?.documentElement ? inner : null;
    } catch {
      return null; // another origin
    }
  }

  function isFrozenByAncestor() {
    try {
      let frame = /** @type {Window} */ (window);
      while (frame !== frame.parent) {
        frame = frame.parent;
        const url = frame.document.URL; // throws as soon as an ancestor is of another origin
        if (orderproof.findPageKind(url)) return true;
      }
    } catch {
      // Above this border nobody can read us: we freeze ourselves.
    }
    return false;
  }

  return { ownId, childId, findId, findDocument, isFrozenByAncestor };
})();
