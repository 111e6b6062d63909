"use strict";
/*
 * Style rules that exist only in memory (inserted by scripts, adopted sheets) are written back into the clone.
 *
 * A style element whose text says as many rules as its sheet holds is left as it is: dumping every rule costs about
 * 10 ms per thousand. In-place edits of a rule cannot be told that way.
 */
orderproof.styles = (() => {
  const TURN = 8;
  /** Rules are dumped this many at a time; asking the clock for each would cost as much again. */
  const RULES = 32;
  /** Parsing is in one piece; this much text takes 3-7 ms. */
  const PIECE = 32 * 1024;

  /** @type {WeakMap<CSSStyleSheet, {text: string, count: number}>} counted once per text */
  const counted = new WeakMap();
  /** @type {WeakMap<CSSStyleSheet, {rules: number, text: string}>} */
  const dumped = new WeakMap();

  /** @param {CSSStyleSheet} sheet */
  function rulesOf(sheet) {
    try {
      return sheet.cssRules;
    } catch {
      return null; // of another origin: its URL is in the page
    }
  }

  /** @param {OrderproofRoot} root Firefox shows a page's adopted sheets to content scripts only behind its wrapper */
  function adoptedSheets(root) {
    const open = /** @type {any} */ (root).wrappedJSObject ?? root;
    return /** @type {CSSStyleSheet[]} */ (Array.from(open.adoptedStyleSheets ?? []));
  }

  /** @type {OrderproofStyles["collect"]} */
  function collect(liveRoot, parent, pairs) {
    /** @type {OrderproofSheetWork[]} */
    const work = [];
    for (const [live, target] of pairs) {
      const sheet = /** @type {HTMLStyleElement} */ (live).sheet;
      if (!sheet) continue;
      if (sheet.disabled) target.setAttribute("media", "not all");
      if (live.localName === "style" && rulesOf(sheet))
        work.push({ target, parent, sheet, text: live.textContent ?? "" });
    }
    for (const sheet of adoptedSheets(liveRoot)) {
      if (!sheet.disabled) work.push({ target: null, parent, sheet, text: null });
    }
    return work;
  }

  /** Cuts at the closing braces of the outermost blocks. @param {string} css */
  function* cut(css) {
    let start = 0;
    let depth = 0;
    const mark = /\/\*[^]*?(?:\*\/|$)|"(?:[^"\\\n]|\\[^])*"?|'(?:[^'\\\n]|\\[^])*'?|\\[^]|[{}]/g;
    for (let found = mark.exec(css); found; found = mark.exec(css)) {
      if (found[0] === "{") depth += 1;
      else if (found[0] === "}" && depth > 0 && --depth === 0 && mark.lastIndex - start >= PIECE) {
        yield css.slice(start, mark.lastIndex);
        start = mark.lastIndex;
      }
    }
    yield css.slice(start);
  }

  /** @param {string} text @param {OrderproofTurns} turns how many rules a parser finds in the text, imports aside */
  async function countRules(text, turns) {
    let count = 0;
    for (const piece of cut(text)) {
      if (turns.isOver()) await turns.next();
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(piece);
      count += sheet.cssRules.length;
    }
    return count;
  }

  /** @param {CSSRuleList} rules */
  function withoutImports(rules) {
    let imports = 0; // they stand first, after layer statements
    for (let index = 0; index < Math.min(rules.length, 50); index++)
      if (rules[index]?.type === 3) imports += 1;
    return rules.length - imports;
  }

  /** @param {OrderproofSheetWork} work @param {OrderproofTurns} turns */
  async function isInText({ sheet, text }, turns) {
    const rules = rulesOf(sheet);
    if (text === null || !rules) return false;
    if (text.trim() === "") return rules.length === 0;
    let known = counted.get(sheet);
    if (known?.text !== text) {
      known = { text, count: await countRules(text, turns) };
      counted.set(sheet, known);
    }
    return known.count === withoutImports(rules);
  }

  /** @param {CSSStyleSheet} sheet @param {OrderproofTurns} turns */
  async function dump(sheet, turns) {
    const rules = rulesOf(sheet);
    if (!rules) return "";
    const known = dumped.get(sheet);
    if (known && known.rules === rules.length) return known.text;
    let text = "";
    for (let index = 0; index < rules.length; index++) {
      if (index % RULES === 0 && turns.isOver()) await turns.next();
      text += `${rules[index]?.cssText ?? ""}\n`;
    }
    dumped.set(sheet, { rules: rules.length, text });
    return text;
  }

  /** @param {OrderproofSheetWork} work @param {string} text */
  function put({ target, parent }, text) {
    const style =
      target ?? parent.appendChild(/** @type {Document} */ (parent.ownerDocument).createElement("style"));
    style.setAttribute("data-orderproof-rules", target ? "inserted" : "adopted");
    style.textContent = text;
  }

  /** @type {OrderproofStyles["writeKnown"]} */
  function writeKnown(work) {
    for (const item of work) {
      const known = dumped.get(item.sheet);
      if (known) put(item, known.text);
    }
  }

  /** @type {OrderproofStyles["writeBack"]} */
  async function writeBack(work, unreadable) {
    const turns = orderproof.makeTurns(TURN);
    for (const item of work) {
      if (turns.isOver()) await turns.next();
      try {
        if (await isInText(item, turns)) continue;
        put(item, await dump(item.sheet, turns));
      } catch {
        unreadable.push({ url: null, reason: "a style sheet could not be read" });
      }
    }
  }

  return { collect, writeBack, writeKnown };
})();
