"use strict";
/* Finds the scrolling boxes of a chat page in which the conversation may stand. */
orderproof.scrollers = (() => {
  const TURN = 8;
  const LEAST_HEIGHT = 80;
  /** The open conversation of the site's own page (seen 2021-2024); other pages have no such hook. */
  const VIEW = ".message-view";
  /** What somebody is typing, and lists to choose from. */
  const NEVER =
    "textarea,input,select,[contenteditable=''],[contenteditable=true],nav,header,footer," +
    "[role=listbox],[role=menu],[role=grid],[role=navigation],[role=textbox]";

  /** @type {OrderproofScrollers["isOfChat"]} */
  function isOfChat(scroller) {
    if (scroller.closest(NEVER)) return false;
    const root = /** @type {OrderproofRoot} */ (scroller.getRootNode());
    const views = "querySelectorAll" in root ? [...root.querySelectorAll(VIEW)] : [];
    return views.length === 0 || views.some((view) => view.contains(scroller) || scroller.contains(view));
  }

  /** @param {Element} element */
  function isScrolling(element) {
    const { clientHeight, scrollHeight } = element;
    if (clientHeight < LEAST_HEIGHT || scrollHeight <= clientHeight + 1) return false;
    const view = element.ownerDocument.defaultView;
    return /auto|scroll|overlay/.test(view?.getComputedStyle(element).overflowY ?? "");
  }

  /** @type {OrderproofScrollers["find"]} */
  async function find(roots) {
    const turns = orderproof.makeTurns(TURN);
    /** @type {Element[]} */
    const found = [];
    for (const root of roots) {
      const { ownerDocument } = root;
      const walker = (ownerDocument ?? /** @type {Document} */ (root)).createTreeWalker(root, NodeFilter.SHOW_ELEMENT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const element = /** @type {Element} */ (node);
        if (isScrolling(element) && isOfChat(element)) found.push(element);
        if (turns.isOver()) await turns.next();
      }
    }
    return found; // a document that scrolls itself is found when it does
  }

  return { find, isOfChat };
})();
