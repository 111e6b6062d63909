/**
 * Fetches the bytes of images, films, fonts and style sheets that a page showed.
 *
 * A second fetch by the extension, without credentials: not provably the bytes the buyer saw, which the capture says.
 * Only hosts of the manifest are asked, a redirect is refused, size and time are bounded; what cannot be had is named.
 */

import { api } from "./api.js";
import { findCssResources } from "./css.js";

/**
 * @typedef {{url: string, kind: "image" | "style" | "font"}} NamedResource
 * @typedef {{sha256: string, bytes: ArrayBuffer, media_type: string, resources: NamedResource[]}} FetchedResource
 *   `resources`: what a style sheet names in turn
 * @typedef {{unavailable: string}} UnavailableResource
 */

const MAX_BYTES = 8 * 1024 * 1024;
/** As much as the companion takes (wire.py). */
const MAX_FILM_BYTES = 32 * 1024 * 1024;
const MAX_SECONDS = 15;
const AT_ONCE = 6;
const FROM_ONE_SHEET = 200;
/** A log-in page or an error in place of a picture is no picture. */
const SHOWN_TYPE =
  /^(image\/|video\/|font\/|text\/css\b|application\/(x-)?font|application\/vnd\.ms-fontobject|(application|binary)\/octet-stream|$)/i;

/**
 * @param {string} url
 * @param {readonly string[]} patterns match patterns as in the manifest, such as https://*.alicdn.com/*
 */
export function isPermitted(url, patterns) {
  const { protocol, hostname, port } = new URL(url);
  if (protocol !== "https:" || port !== "") return false;
  return patterns.some((pattern) => {
    const [, scheme, host] = /^(https|\*):\/\/([^/:]+)\/\*$/.exec(pattern) ?? [];
    if (!scheme || !host || host === "*") return false;
    return host.startsWith("*.")
      ? hostname === host.slice(2) || hostname.endsWith(host.slice(1))
      : hostname === host;
  });
}

/**
 * @param {string} url https or data:
 * @returns {Promise<FetchedResource | UnavailableResource>}
 */
export async function fetchResource(url) {
  if (!URL.canParse(url)) return { unavailable: "not a URL" };
  const isInline = url.startsWith("data:");
  if (!isInline && !url.startsWith("https:"))
    return { unavailable: `${new URL(url).protocol} is not fetched` };
  if (!isInline && !isPermitted(url, api.runtime.getManifest().host_permissions ?? [])) {
    return { unavailable: "host without permission" };
  }
  try {
    return await readResponse(isInline ? readDataUrl(url) : await ask(url), url);
  } catch (error) {
    const isLate = error instanceof DOMException && error.name === "TimeoutError";
    return { unavailable: isLate ? "timed out" : "network error" };
  }
}

/** By hand: the extension's own policy lets it connect to no data: URL. @param {string} url */
function readDataUrl(url) {
  const comma = url.indexOf(",");
  const [head, body] = [url.slice("data:".length, comma), decodeURIComponent(url.slice(comma + 1))];
  const bytes = /;base64$/i.test(head)
    ? Uint8Array.from(atob(body), (mark) => mark.charCodeAt(0))
    : new TextEncoder().encode(body);
  return new Response(bytes, { headers: { "content-type": head.replace(/;base64$/i, "") } });
}

/** @param {string} url */
function ask(url) {
  return fetch(url, {
    credentials: "omit",
    cache: "force-cache",
    redirect: "manual", // so that no other host is even asked, and a redirect can be told from an error
    referrerPolicy: "no-referrer",
    headers: { Accept: "image/avif,image/webp,image/*,font/*,text/css,*/*;q=0.5" },
    signal: AbortSignal.timeout(MAX_SECONDS * 1000),
  });
}

/**
 * @param {Response} response
 * @param {string} url
 * @returns {Promise<FetchedResource | UnavailableResource>}
 */
async function readResponse(response, url) {
  if (response.type === "opaqueredirect") return { unavailable: "redirected" };
  if (!response.ok) return { unavailable: `status ${response.status}` };
  const media_type =
    (response.headers.get("content-type") ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
  if (!SHOWN_TYPE.test(media_type)) return { unavailable: `answered with ${media_type.slice(0, 100)}` };
  const bytes = await readBounded(response, media_type.startsWith("video/") ? MAX_FILM_BYTES : MAX_BYTES);
  if (!bytes) return { unavailable: "too large" };
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const sha256 = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const resources = media_type === "text/css" ? findCssResources(new TextDecoder().decode(bytes), url) : [];
  return {
    sha256,
    bytes,
    media_type: media_type || "application/octet-stream",
    resources: resources.slice(0, FROM_ONE_SHEET),
  };
}

/** @param {Response} response @param {number} most bytes */
async function readBounded(response, most) {
  if (Number(response.headers.get("content-length") ?? 0) > most) {
    await response.body?.cancel();
    return null;
  }
  const pieces = [];
  let size = 0;
  for await (const piece of response.body ?? []) {
    size += piece.byteLength;
    if (size > most) return null; // leaving the loop cancels the stream
    pieces.push(piece);
  }
  return new Blob(pieces).arrayBuffer();
}

/**
 * Fetches many, each once, six at a time; style sheets bring what they name, one level deep.
 *
 * @template {{url: string, kind: string}} Wanted
 * @param {readonly Wanted[]} wanted
 * @param {(url: string) => Promise<FetchedResource | UnavailableResource>} [fetchOne]
 * @returns {Promise<Map<string, {wanted: Wanted | NamedResource, found: FetchedResource | UnavailableResource}>>}
 */
export async function fetchResources(wanted, fetchOne = fetchResource) {
  /** @type {Map<string, {wanted: Wanted | NamedResource, found: FetchedResource | UnavailableResource}>} */
  const results = new Map();
  const line = wanted.map((one) => ({
    one: /** @type {Wanted | NamedResource} */ (one),
    isNamedBySheet: false,
  }));
  let open = 0;

  /** @param {Wanted | NamedResource} one @param {boolean} isNamedBySheet */
  const work = async (one, isNamedBySheet) => {
    const result = {
      wanted: one,
      found: /** @type {FetchedResource | UnavailableResource} */ ({ unavailable: "interrupted" }),
    };
    results.set(one.url, result);
    result.found = await fetchOne(one.url);
    if (isNamedBySheet || !("resources" in result.found)) return;
    for (const named of result.found.resources) line.push({ one: named, isNamedBySheet: true });
  };

  await new Promise((resolve) => {
    const next = () => {
      while (open < AT_ONCE && line.length) {
        const { one, isNamedBySheet } = /** @type {(typeof line)[number]} */ (line.shift());
        if (results.has(one.url)) continue;
        open += 1;
        void work(one, isNamedBySheet).finally(() => {
          open -= 1;
          next();
        });
      }
      if (open === 0 && line.length === 0) resolve(undefined);
    };
    next();
  });
  return results;
}
