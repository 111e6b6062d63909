import assert from "node:assert/strict";
import { after, beforeEach, test } from "node:test";

// The module reads the browser's interface when it is loaded.
const PATTERNS = ["https://*.aliexpress.com/*", "https://*.alicdn.com/*", "http://127.0.0.1/*"];
Object.assign(globalThis, { chrome: { runtime: { getManifest: () => ({ host_permissions: PATTERNS }) } } });
const { fetchResource, fetchResources, isPermitted } = await import("../src/resources.js");
const { findCssResources } = await import("../src/css.js");

const CDN = "https://ae01.alicdn.com";
const realFetch = globalThis.fetch;
/** @type {{url: string, options: RequestInit}[]} */
let asked = [];
/** @type {Record<string, () => Response>} */
let answers = {};

beforeEach(() => {
  asked = [];
  answers = {};
  globalThis.fetch = async (url, options) => {
    asked.push({ url: String(url), options: options ?? {} });
    const make = answers[String(url)];
    if (!make) throw new TypeError("network");
    return make();
  };
});
after(() => {
  globalThis.fetch = realFetch;
});

/** @param {BodyInit} body @param {string} type @param {number} [status] */
const answer =
  (body, type, status = 200) =>
  () =>
    new Response(body, { status, headers: { "content-type": type } });

test("only https on hosts of the manifest is permitted", () => {
  assert.equal(true, isPermitted(`${CDN}/a.png`, PATTERNS));
  assert.equal(true, isPermitted("https://alicdn.com/a.png", PATTERNS));
  for (const url of [
    "http://ae01.alicdn.com/a",
    "https://evil-alicdn.com/a",
    "https://alicdn.com.evil.io/a",
    "https://ae01.alicdn.com:8443/a",
    "http://127.0.0.1/x",
    "https://127.0.0.1/x",
  ]) {
    assert.equal(false, isPermitted(url, PATTERNS), url);
  }
});

test("a picture comes with its bytes, hash and type, asked for without credentials", async () => {
  answers[`${CDN}/a.png`] = answer("abc", "image/png; charset=x");
  const found = await fetchResource(`${CDN}/a.png`);
  assert.ok("sha256" in found);
  assert.equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", found.sha256);
  assert.equal("image/png", found.media_type);
  assert.equal(3, found.bytes.byteLength);
  const { credentials, cache, redirect, referrerPolicy } = asked[0]?.options ?? {};
  assert.deepEqual(
    ["omit", "force-cache", "manual", "no-referrer"],
    [credentials, cache, redirect, referrerPolicy],
  );
});

test("what is not to be asked for is not asked for, and the reason is said", async () => {
  assert.deepEqual(
    { unavailable: "host without permission" },
    await fetchResource("https://elsewhere.example/a.png"),
  );
  assert.deepEqual(
    { unavailable: "http: is not fetched" },
    await fetchResource("http://ae01.alicdn.com/a.png"),
  );
  assert.deepEqual(
    { unavailable: "blob: is not fetched" },
    await fetchResource("blob:https://www.aliexpress.com/1"),
  );
  assert.deepEqual({ unavailable: "not a URL" }, await fetchResource("//x"));
  assert.equal(0, asked.length);
});

test("errors, redirects, pages in place of pictures and giants are named as such", async () => {
  answers[`${CDN}/404`] = answer("", "image/png", 404);
  answers[`${CDN}/page`] = answer("<html>", "text/html");
  answers[`${CDN}/big`] = answer(new Uint8Array(8 * 1024 * 1024 + 1), "image/png");
  answers[`${CDN}/moved`] = () => /** @type {Response} */ ({ type: "opaqueredirect" });
  answers[`${CDN}/late`] = () => {
    throw new DOMException("late", "TimeoutError");
  };
  const reasons = [];
  for (const path of ["404", "page", "big", "moved", "late", "none"])
    reasons.push(await fetchResource(`${CDN}/${path}`));
  assert.deepEqual(
    ["status 404", "answered with text/html", "too large", "redirected", "timed out", "network error"].map(
      (unavailable) => ({ unavailable }),
    ),
    reasons,
  );
});

test("a film may be larger than a picture, and no larger than the companion takes", async () => {
  const most = 32 * 1024 * 1024;
  answers[`${CDN}/film`] = answer(new Uint8Array(8 * 1024 * 1024 + 1), "video/mp4");
  answers[`${CDN}/endless`] = answer(new Uint8Array(most + 1), "video/mp4");
  const film = await fetchResource(`${CDN}/film`);
  assert.equal("video/mp4", "media_type" in film ? film.media_type : film.unavailable);
  assert.deepEqual({ unavailable: "too large" }, await fetchResource(`${CDN}/endless`));
});

test("bytes that the page itself held are read without any request", async () => {
  const found = await fetchResource("data:image/png;base64,YWJj");
  assert.ok("sha256" in found);
  assert.equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", found.sha256);
  assert.equal("image/png", found.media_type);
  assert.deepEqual({ unavailable: "network error" }, await fetchResource("data:image/png;base64,*"));
  assert.equal(0, asked.length);
});

test("a style sheet names its fonts, images and imports, absolute; comments and strings do not count", () => {
  const css = `@charset "utf-8"; @import 'b.css' screen; @import url(c.css);
    /* url(no) */ @font-face { font-family: "url(no)"; src: url("f.woff2") format("woff2"), url(f\\.woff) }
    .a { background: url( ../i.png ) , url('data:image/png;base64,AA'); content: "\\" url(no)"; mask: URL(#m) }`;
  assert.deepEqual(
    [
      { url: `${CDN}/x/b.css`, kind: "style" },
      { url: `${CDN}/x/c.css`, kind: "style" },
      { url: `${CDN}/x/f.woff2`, kind: "font" },
      { url: `${CDN}/x/f.woff`, kind: "font" },
      { url: `${CDN}/i.png`, kind: "image" },
    ],
    findCssResources(css, `${CDN}/x/a.css`).filter(({ url }) => !url.includes("#")),
  );
});

test("each URL is asked for once, six at a time, and style sheets are followed one level", async () => {
  answers[`${CDN}/a.css`] = answer("@import 'b.css'; .x{background:url(1.png)}", "text/css");
  answers[`${CDN}/b.css`] = answer(".y{background:url(deep.png)}", "text/css");
  let open = 0;
  let most = 0;
  const wanted = [
    { url: `${CDN}/a.css`, kind: "style" },
    ...Array.from({ length: 20 }, (_, index) => ({ url: `${CDN}/${index % 10}.png`, kind: "image" })),
  ];
  const results = await fetchResources(wanted, async (url) => {
    most = Math.max(most, ++open);
    const found = await fetchResource(url);
    open -= 1;
    return found;
  });
  assert.equal(6, most);
  assert.deepEqual(
    [
      ...Array.from({ length: 10 }, (_, index) => `${CDN}/${index}.png`),
      `${CDN}/a.css`,
      `${CDN}/b.css`,
    ].sort(),
    [...results.keys()].sort(),
  );
  assert.equal(12, asked.length);
});
