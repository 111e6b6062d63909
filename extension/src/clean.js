/**
 * Takes out of a frozen document what must not be kept: scripts, handlers, secrets; and lists what it shows.
 *
 * It reads HTML as a browser writes it, but trusts nothing of that: a page chooses its own attribute names and values.
 * Safe by construction: every tag of the output is one written by `writeTag`, every other "<" is escaped, and attribute
 * values never hold one. However a later parser reads the text, it finds no tag but ours. Cleaning is still no border
 * of trust: the archive's content security policy is.
 */

import { cleanAttributes } from "./clean-attributes.js";
import { resolveUrl, rewriteCss } from "./css.js";

/**
 * @typedef {{url: string, kind: "image" | "style" | "font", lazy?: boolean}} PageResource
 * @typedef {{html: string, resources: PageResource[]}} CleanedDocument
 */

/** Dropped with everything inside. Their text would be read as markup, or the other way round, by another parser. */
const DROPPED = new Set(
  "script noscript noembed noframes plaintext xmp object embed applet portal fencedframe orderproof-strip".split(
    " ",
  ),
);
/** Dropped, but not what is inside. */
const UNWRAPPED = new Set(["base", "meta", "frameset"]);
/** Text until their own end tag. */
const RAW = new Set([
  "style",
  "textarea",
  "title",
  "iframe",
  "script",
  "noscript",
  "noembed",
  "noframes",
  "xmp",
]);
const KEPT_LINKS = /(^|\s)(stylesheet|icon|canonical|alternate)(\s|$)/i;
const SECRET_META = /csrf|xsrf|token|nonce|session|verification/i;

const TAG = /<(\/?)([a-z][^\s/>]*)/giy;
const TAG_NAME = /^[a-z][a-z0-9:._-]*$/i;
// One attribute as the HTML standard reads it: a name may hold anything but white space, "/", ">" and a later "=".
const ATTRIBUTE =
  /[\s/]*(?:([^\s/>=][^\s/>=]*|=[^\s/>=]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]*)))?|(>))/y;

/**
 * @param {string} html
 * @param {string} baseUrl URL of the document
 * @returns {CleanedDocument}
 */
export function cleanDocument(html, baseUrl) {
  const reader = new Reader(html, findBase(html, baseUrl));
  reader.run();
  return { html: reader.out.join(""), resources: [...reader.resources.values()] };
}

/** @param {string} html @param {string} url */
function findBase(html, url) {
  const [, double, single] =
    /<base\b[^>]*?\shref=(?:"([^"]*)"|'([^']*)')/i.exec(html.slice(0, 200_000)) ?? [];
  const href = (double ?? single)?.replaceAll("&amp;", "&");
  return (href && resolveUrl(href, url)) || url;
}

/** @param {string} text that is not markup, wherever a parser may meet it */
const escapeText = (text) => text.replaceAll("<", "&lt;");

class Reader {
  /** @param {string} html @param {string} base */
  constructor(html, base) {
    this.html = html;
    this.base = base;
    this.at = 0;
    /** @type {string[]} */
    this.out = [];
    /** @type {Map<string, PageResource>} */
    this.resources = new Map();
    /** Depth in templates that are not shadow roots, which nobody sees. */
    this.hidden = 0;
    /** @type {boolean[]} whether each open template is a shadow root */
    this.templates = [];
    this.foreign = 0;
  }

  run() {
    const { html } = this;
    const doctype = /^\s*<!doctype[^>"']*(?:"[^"<>]*"[^>"']*|'[^'<>]*'[^>"']*)*>/i.exec(html);
    if (doctype) {
      this.out.push(escapeText(doctype[0].trim().slice(1)).replace(/^/, "<"));
      this.at = doctype[0].length;
    }
    while (this.at < html.length) {
      const next = html.indexOf("<", this.at);
      this.write(escapeText(html.slice(this.at, next < 0 ? html.length : next)));
      if (next < 0) break;
      this.at = next;
      this.readMarkup();
    }
  }

  /** @param {string} text */
  write(text) {
    if (this.hidden === 0 && text) this.out.push(text);
  }

  readMarkup() {
    const { html, at } = this;
    TAG.lastIndex = at;
    const tag = TAG.exec(html);
    if (tag) return this.readTag(tag[1] === "/", tag[2] ?? "", TAG.lastIndex);
    if (html.startsWith("<!--", at)) return this.skipPast("-->", at + 4);
    if (/^<[!?/]/.test(html.slice(at, at + 2))) return this.skipPast(">", at + 2);
    this.write("&lt;");
    this.at = at + 1;
    return undefined;
  }

  /** @param {string} end @param {number} from */
  skipPast(end, from) {
    const found = this.html.indexOf(end, from);
    this.at = found < 0 ? this.html.length : found + end.length;
  }

  /** @param {boolean} isEnd @param {string} name @param {number} from */
  readTag(isEnd, name, from) {
    const attributes = this.readAttributes(from);
    if (!attributes) return; // cut off in the middle: a browser drops it too
    const lower = name.toLowerCase();
    if (isEnd) return this.endTag(name, lower);
    const isClosed = this.html[this.at - 2] === "/";
    if (DROPPED.has(lower)) return this.skipElement(lower, isClosed);
    if (UNWRAPPED.has(lower)) return lower === "meta" ? this.writeMeta(attributes) : undefined;
    if (lower === "template") this.openTemplate(attributes);
    if ((lower === "svg" || lower === "math") && !isClosed) this.foreign += 1;
    if (lower === "link" && !KEPT_LINKS.test(attributes.get("rel") ?? "")) return undefined;
    this.writeTag(name, attributes, isClosed && this.foreign > 0);
    if (lower === "head") this.write('<meta charset="utf-8">');
    if (RAW.has(lower) && !(this.foreign > 0 && lower !== "style")) this.readRaw(lower);
    return undefined;
  }

  /** @param {number} from @returns {Map<string, string> | null} */
  readAttributes(from) {
    /** @type {Map<string, string>} */
    const attributes = new Map();
    ATTRIBUTE.lastIndex = from;
    for (let found = ATTRIBUTE.exec(this.html); found; found = ATTRIBUTE.exec(this.html)) {
      this.at = ATTRIBUTE.lastIndex;
      const [, name, double, single, bare, end] = found;
      if (end) return attributes;
      if (name && !attributes.has(name)) attributes.set(name, decodeEntities(double ?? single ?? bare ?? ""));
    }
    this.at = this.html.length;
    return null;
  }

  /** @param {string} name @param {string} lower */
  endTag(name, lower) {
    if (lower === "template" && this.templates.length) {
      if (this.templates.pop()) return this.write("</template>");
      this.hidden -= 1;
      return undefined;
    }
    if (lower === "svg" || lower === "math") this.foreign = Math.max(0, this.foreign - 1);
    if (!DROPPED.has(lower) && !UNWRAPPED.has(lower) && TAG_NAME.test(name)) this.write(`</${name}>`);
    return undefined;
  }

  /** @param {Map<string, string>} attributes */
  openTemplate(attributes) {
    const isShadow = /^(open|closed)$/i.test(attributes.get("shadowrootmode") ?? "");
    this.templates.push(isShadow);
    if (!isShadow) this.hidden += 1;
  }

  /** @param {string} name @param {boolean} isClosed */
  skipElement(name, isClosed) {
    if (name === "embed" || (isClosed && this.foreign > 0)) return;
    if (name === "plaintext") this.at = this.html.length;
    const end = new RegExp(`</${name}(?=[\\s/>])`, "gi");
    end.lastIndex = this.at;
    const found = end.exec(this.html);
    if (found) this.skipPast(">", end.lastIndex);
    else this.at = this.html.length;
  }

  /** @param {string} name */
  readRaw(name) {
    const end = new RegExp(`</${name}(?=[\\s/>])`, "gi");
    end.lastIndex = this.at;
    const stop = end.exec(this.html)?.index ?? this.html.length;
    const text = this.html.slice(this.at, stop);
    this.at = stop;
    if (name === "style") this.write(this.cleanCss(text));
    else if (name !== "iframe") this.write(escapeText(text));
  }

  /** @param {Map<string, string>} attributes */
  writeMeta(attributes) {
    const name = attributes.get("name") ?? attributes.get("property") ?? "";
    if (!name || attributes.has("http-equiv") || attributes.has("charset") || SECRET_META.test(name)) return;
    this.writeTag("meta", attributes, false);
  }

  /** @param {string} name @param {Map<string, string>} attributes @param {boolean} isClosed */
  writeTag(name, attributes, isClosed) {
    if (!TAG_NAME.test(name)) return;
    const place = {
      base: this.base,
      add: (/** @type {PageResource} */ resource) => this.add(resource),
      css: (/** @type {string} */ css) => this.cleanCss(css),
    };
    let text = `<${name}`;
    for (const [key, value] of cleanAttributes(name.toLowerCase(), attributes, place)) {
      text += ` ${key}="${encodeAttribute(value)}"`;
    }
    this.write(`${text}${isClosed ? "/" : ""}>`);
  }

  /** @param {PageResource} resource */
  add(resource) {
    if (this.hidden === 0 && !this.resources.has(resource.url)) this.resources.set(resource.url, resource);
  }

  /**
   * URLs absolute and listed; nothing in it can be read as a tag: in strings and URLs `\3c ` is the same as "<".
   * @param {string} css
   */
  cleanCss(css) {
    const rewritten = rewriteCss(css, (text, kind) => {
      if (/^\s*(data:|#|$)/i.test(text)) return /^\s*data:text\/html/i.test(text) ? "" : text;
      const url = resolveUrl(text, this.base);
      if (!url || !/^(https?|blob):/.test(url)) return "";
      this.add({ url, kind });
      return url;
    });
    return rewritten.replace(/<(?=[a-z/!?])/gi, "\\3c ").replace(/((?:java|vb)script\s*):/gi, "$1\\3a ");
  }
}

/** @type {Record<string, string>} what browsers write, and the few that hide a scheme */
const ENTITIES = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: "\u00a0",
  colon: ":",
  tab: "\t",
  newline: "\n",
};

const ENTITY = /&(?:#(?:x([0-9a-f]{1,8})|(\d{1,8}));?|(amp|lt|gt|quot|apos|nbsp|colon|tab|newline);)/gi;

/** @param {string} text */
function decodeEntities(text) {
  if (!text.includes("&")) return text;
  return text.replace(ENTITY, (all, hex, decimal, name) => {
    if (name) return ENTITIES[name.toLowerCase()] ?? all;
    const code = hex ? parseInt(hex, 16) : Number(decimal);
    return code === 0 || code > 0x10ffff ? "\ufffd" : String.fromCodePoint(code);
  });
}

/** @param {string} text */
function encodeAttribute(text) {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll('"', "&quot;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll("\u00a0", "&nbsp;");
}
