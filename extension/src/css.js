/**
 * Finds the URLs in a style sheet: `url(…)` and `@import "…"`, outside comments and other strings.
 *
 * Not a parser of CSS: what a browser would not load may be listed too, and costs one refused look-up.
 */

// Each alternative ends by itself, so that no text takes more than one pass.
const STRING = String.raw`"(?:[^"\\\n]|\\[^])*"|'(?:[^'\\\n]|\\[^])*'`;
const BARE_URL = String.raw`(?:[^\s"'()\\]|\\[^])*`;
const TOKEN = new RegExp(
  [
    String.raw`\/\*[^]*?(?:\*\/|$)`, // a comment
    String.raw`(@import\s+)(${STRING})`,
    String.raw`(@import\s+)?\burl\(\s*(${STRING}|${BARE_URL})\s*\)`,
    String.raw`"(?:[^"\\\n]|\\[^])*"?|'(?:[^'\\\n]|\\[^])*'?`, // any other string, also one that never ends
    String.raw`@font-face\b|\}`,
  ].join("|"),
  "gi",
);

/** @param {string} text as it stands between quotes or parentheses */
function unescapeCss(text) {
  const inner = /^["']/.test(text) ? text.slice(1, -1) : text;
  return inner.replace(/\\(?:([0-9a-f]{1,6})[ \t\r\n\f]?|(\r\n|[^]))/gi, (_, hex, other) => {
    if (!hex) return /[\r\n\f]/.test(other) ? "" : other;
    const code = parseInt(hex, 16);
    return code === 0 || code > 0x10ffff ? "\ufffd" : String.fromCodePoint(code);
  });
}

/** @param {string} url */
const quote = (url) => `"${url.replace(/["\\\n\r\f<]/g, (mark) => `\\${mark.charCodeAt(0).toString(16)} `)}"`;

/**
 * Rewrites every URL of a style sheet.
 *
 * @param {string} css
 * @param {(url: string, kind: "image" | "style" | "font") => string} change gives the URL to stand in its place
 * @returns {string}
 */
export function rewriteCss(css, change) {
  let isFont = false;
  return css.replace(TOKEN, (all, atImport, imported, importUrl, url) => {
    if (atImport) return `${atImport}url(${quote(change(unescapeCss(imported), "style"))})`;
    if (url !== undefined) {
      const kind = importUrl ? "style" : isFont ? "font" : "image";
      return `${importUrl ?? ""}url(${quote(change(unescapeCss(url), kind))})`;
    }
    if (all === "}") isFont = false;
    else if (/^@font-face/i.test(all)) isFont = true;
    return all;
  });
}

/**
 * @param {string} css
 * @param {string} base
 * @returns {{url: string, kind: "image" | "style" | "font"}[]} each once, absolute
 */
export function findCssResources(css, base) {
  /** @type {Map<string, {url: string, kind: "image" | "style" | "font"}>} */
  const found = new Map();
  rewriteCss(css, (text, kind) => {
    const url = resolveUrl(text, base);
    if (url && /^https?:/.test(url)) found.set(url, { url, kind });
    return text;
  });
  return [...found.values()];
}

/**
 * @param {string} text
 * @param {string} base
 * @returns {string | null} absolute and without fragment where it is one of the web
 */
export function resolveUrl(text, base) {
  if (!text.trim()) return null;
  try {
    return new URL(text.trim(), base).href;
  } catch {
    return null;
  }
}
