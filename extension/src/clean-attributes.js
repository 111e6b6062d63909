/** What of an element's attributes is kept: the rules of cleaning, one element at a time. */

import { resolveUrl } from "./css.js";
import { stripUrl } from "./secrets.js";

/**
 * @typedef {object} Place
 * @property {string} base
 * @property {(resource: import("./clean.js").PageResource) => void} add
 * @property {(css: string) => string} css
 */

/** Names any document may use; all others are dropped, a serialised name can hold quotes and more. */
const NAME = /^[a-z_][a-z0-9_:.-]*$/i;
const DROPPED = new Set(
  (
    "srcdoc srcset imagesrcset imagesizes nonce integrity crossorigin ping formaction action manifest http-equiv " +
    "autofocus autoplay is shadowrootclonable shadowrootserializable data code codebase classid archive"
  ).split(" "),
);
const SECRET_NAME = /csrf|xsrf|token|nonce|secret|passw|(^|-)(sign|umid|ua)$/i;
const IMAGE_ATTRIBUTES = new Map([
  ["img", "src"],
  ["input", "src"],
  ["image", "href"],
  ["feimage", "href"],
  ["use", "href"],
]);
/** Never text of the page; a value typed into them is no proof of anything. */
const VALUELESS = new Set(["hidden", "password", "file"]);

/** @param {string} value as a browser would see its scheme, which ignores white space and control characters */
const flatten = (value) => value.replace(IGNORED, "").toLowerCase();
const IGNORED = /[\u0000-\u0020\u007f-\u00a0\u00ad\u200b-\u200f\u2028-\u202f\u2060\ufeff]/g;

/** @param {string} value */
const runsCode = (value) => CODE.test(flatten(value));
const CODE =
  /(java|vb|live)script:|^data:(text\/html|text\/xml|application\/xhtml|application\/xml|image\/svg\+xml)/;

/** @param {string} value a picture in the text: shown by img, where SVG runs nothing */
const isPicture = (value) => /^data:image\//.test(flatten(value));

/**
 * @param {string} element in lower case
 * @param {Map<string, string>} attributes
 * @param {Place} place
 * @returns {[string, string][]}
 */
export function cleanAttributes(element, attributes, place) {
  /** @type {[string, string][]} */
  const kept = [];
  for (const [name, value] of attributes) {
    const cleaned = cleanAttribute(element, name.toLowerCase(), value, attributes, place);
    if (cleaned !== null && NAME.test(name)) kept.push([name, cleaned]);
  }
  return kept;
}

/**
 * @param {string} element
 * @param {string} name in lower case
 * @param {string} value
 * @param {Map<string, string>} attributes
 * @param {Place} place
 * @returns {string | null} null to drop it
 */
function cleanAttribute(element, name, value, attributes, place) {
  if (name.startsWith("on") || DROPPED.has(name) || SECRET_NAME.test(name)) return null;
  if (element === "input" && name === "value" && VALUELESS.has((attributes.get("type") ?? "").toLowerCase()))
    return null;
  if (name === "style") return place.css(value);
  if (name === "poster" || name === "background") return showImage(value, place, attributes);
  const local = name.replace(/^xlink:/, "");
  if (IMAGE_ATTRIBUTES.get(element) === local) return showImage(value, place, attributes);
  if (local === "href") return cleanLink(element, value, attributes, place);
  if (name === "src") return element === "iframe" || element === "frame" ? cleanFrame(value, place) : null;
  if (name === "cite" || name === "longdesc") return cleanFrame(value, place);
  return runsCode(value) ? null : value;
}

/** @param {string} value @param {Place} place @param {Map<string, string>} attributes */
function showImage(value, place, attributes) {
  if (isPicture(value) || value.startsWith("#")) return value;
  if (runsCode(value)) return "";
  const url = resolveUrl(value, place.base);
  if (!url || !/^(https?|blob|orderproof-(canvas|video)):/.test(url)) return "";
  const isLazy = attributes.has("data-orderproof-lazy");
  place.add({ url, kind: "image", ...(isLazy && { lazy: true }) });
  return url;
}

/** @param {string} element @param {string} value @param {Map<string, string>} attributes @param {Place} place */
function cleanLink(element, value, attributes, place) {
  if (value.startsWith("#")) return runsCode(value) ? "#" : value;
  const url = resolveUrl(value, place.base);
  // A link without href loses the look of a link.
  if (!url || runsCode(url) || !/^(https?|mailto|tel):/.test(url)) return "#";
  if (element !== "link") return stripUrl(url);
  const rel = (attributes.get("rel") ?? "").toLowerCase();
  if (/stylesheet/.test(rel)) place.add({ url, kind: "style" });
  else if (/icon/.test(rel)) place.add({ url, kind: "image" });
  return url;
}

/** @param {string} value @param {Place} place */
function cleanFrame(value, place) {
  const url = resolveUrl(value, place.base);
  return url && /^https?:/.test(url) ? stripUrl(url) : null;
}
