import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";

import { clearStorage, fakeBrowser } from "./fake-browser.mjs";
import {
  findKind, gatherResources, makeAnswerCapture, makeFramesCapture, makePageCapture, mergeResources,
} from "../src/intake.js";
import { encodeText, sha256 } from "../src/wire.js";

const SEEN = {
  capture_id: "0b9d3f0e-6f52-4a57-9d5e-2f6c0a1b2c3d",
  visit_id: "11111111-2222-4333-8444-555555555555",
  page_url: "https://www.aliexpress.com/p/order/index.html?spm=a2g0o",
  title: "Orders",
  language: "en",
  time_zone: "Europe/Berlin",
  captured_at: "2026-09-01T10:00:00.000Z",
};
const PIXEL = "data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=";
const realFetch = globalThis.fetch;

beforeEach(async () => {
  await clearStorage();
  fakeBrowser.runtime.getManifest = () => ({ version: "9.9.9", host_permissions: ["https://*.alicdn.com/*"] });
});
afterEach(() => {
  globalThis.fetch = realFetch;
});

/** @param {Partial<import("../src/intake.js").CopiedAnswer>} change */
function makeAnswer(change = {}) {
  return {
    ...SEEN,
    answer: {
      url: "https://acs.aliexpress.com/h5/mtop.aliexpress.trade.buyer.order.list/1.0/?sign=5ec2e7&data=%7B%7D",
      request: "{}",
      transport: /** @type {const} */ ("jsonp"),
      media_type: "application/javascript",
      body: 'mtopjsonp1({"ret":["SUCCESS::ok"]})',
      frame_id: "0",
      received_at: "2026-09-01T10:00:00.000Z",
      ...change,
    },
  };
}

test("an answer becomes a capture with its body untouched and its signature gone", async () => {
  const capture = await makeAnswerCapture(makeAnswer());
  const [part] = capture?.parts ?? [];
  assert.equal('mtopjsonp1({"ret":["SUCCESS::ok"]})', part?.body);
  assert.equal(await sha256(encodeText(part?.body ?? "")), part?.sha256);
  assert.deepEqual(["api", "jsonp", "9.9.9"], [part?.role, part?.transport, capture?.extension_version]);
  assert.equal(false, JSON.stringify(capture).includes("5ec2e7"));
});

const FRAME = {
  url: "wss://msgacs.m.aliexpress.com/accs/auth?token=5ec2e7&v=1",
  encoding: "utf-8",
  body: '{"type":"DATA","serviceId":"ae-lz-sync","data":"e30="}',
  frame_id: "0",
  received_at: "2026-09-01T10:00:00.250Z",
};

test("frames that came together become one capture of a part each", async () => {
  const capture = await makeFramesCapture({ ...SEEN, frames: [FRAME, { ...FRAME, frame_id: "0.1" }] });
  assert.deepEqual(
    [["frame", "0"], ["frame", "0.1"]],
    capture?.parts.map(({ role, frame_id }) => [role, frame_id]),
  );
  assert.equal(SEEN.capture_id, capture?.capture_id);
});

test("frames of which none says anything become no capture", async () => {
  assert.equal(null, await makeFramesCapture({ ...SEEN, frames: [{ ...FRAME, body: "ping" }] }));
});

test("a page keeps one part per document and lists what it shows, without scripts", async () => {
  const picture = '<img src="https://ae01.alicdn.com/a.jpg">';
  const html = `<!doctype html><html><head><script>steal()</script></head><body>${picture}</body></html>`;
  const documents = [{ frame_id: "0", url: SEEN.page_url, html }];
  const message = { ...SEEN, trigger: /** @type {const} */ ("load"), documents, resources: [], unreadable: [] };
  const { capture, resources } = await makePageCapture(message);
  assert.deepEqual(["page"], capture.parts.map(({ role }) => role));
  assert.equal(false, capture.parts[0]?.body?.includes("steal"));
  assert.deepEqual(["https://ae01.alicdn.com/a.jpg"], resources.map(({ url }) => url));
});

test("what the page's script knew of a resource joins what the document names", () => {
  const url = "https://ae01.alicdn.com/a.jpg";
  const seen = { url, lazy: true, media: "image" };
  const merged = mergeResources([{ url, kind: "image" }], [seen], [{ url: null, reason: "tainted canvas" }]);
  assert.deepEqual(
    [
      { url, media: "image", lazy: true, data_url: null, unavailable: null },
      { url: null, media: "other", lazy: false, data_url: null, unavailable: "tainted canvas" },
    ],
    merged,
  );
});

const LOAD = /** @type {const} */ ("load");
const DRAFT_HEAD = { ...SEEN, url: SEEN.page_url, trigger: LOAD, account: null, browser: "b", extension_version: "1" };
const JPEG = { headers: { "content-type": "image/jpeg" } };

/** @param {string} name @param {Partial<import("../src/intake.js").WantedResource>} [change] */
function want(name, change = {}) {
  return { url: `https://ae01.alicdn.com/${name}`, media: "image", lazy: false, data_url: null, unavailable: null, ...change };
}

/** @param {import("../src/intake.js").WantedResource[]} resources */
function gather(resources, room = 1e6, giveUp = false) {
  return gatherResources({ capture: { ...DRAFT_HEAD, parts: [] }, resources }, { room, giveUp });
}

test("every resource ends as bytes by hash or as unavailable with the reason", async () => {
  globalThis.fetch = async (url) =>
    String(url).endsWith("gone.jpg") ? new Response("", { status: 404 }) : new Response("picture", JPEG);
  const canvas = want("", { url: null, unavailable: "tainted canvas" });
  const { capture, blobs } = await gather([want("a.jpg", { lazy: true }), want("gone.jpg"), canvas]);
  const told = capture.parts.map(({ url, lazy, unavailable, size }) => [url, lazy, unavailable, size]);
  assert.deepEqual(
    [
      [null, false, "tainted canvas", null],
      ["https://ae01.alicdn.com/a.jpg", true, null, 7],
      ["https://ae01.alicdn.com/gone.jpg", false, "status 404", null],
    ],
    told,
  );
  assert.deepEqual([await sha256(encodeText("picture"))], blobs.map((blob) => blob.sha256));
});

test("a picture the page itself held keeps the address it had there", async () => {
  const { capture, blobs } = await gather([want("", { url: "blob:https://www.aliexpress.com/1", data_url: PIXEL })]);
  assert.deepEqual(["blob:https://www.aliexpress.com/1", "image/gif"], [capture.parts[0]?.url, capture.parts[0]?.media_type]);
  assert.equal(1, blobs.length);
});

test("pictures without room are counted and named, the page goes on without them", async () => {
  globalThis.fetch = async (url) => new Response(String(url).padEnd(600), JPEG);
  const { capture, blobs, tooMuch } = await gather([want("a.jpg"), want("b.jpg")], 1000);
  assert.deepEqual([1, 1], [blobs.length, tooMuch]);
  assert.equal("outbox full", capture.parts[1]?.unavailable);
});

test("after too many tries nothing is fetched any more", async () => {
  globalThis.fetch = () => assert.fail("fetched");
  const { capture } = await gather([want("a.jpg")], 1e6, true);
  assert.equal("interrupted", capture.parts[0]?.unavailable);
});

for (const [url, kind] of /** @type {const} */ ([
  ["https://www.aliexpress.com/item/1005001234567890.html?spm=x", "listing"],
  ["https://www.aliexpress.com/p/order/index.html", "order"],
  ["https://www.aliexpress.com/p/message/index.html?orderId=1", "order"],
  ["https://www.aliexpress.com/something/new", "order"],
])) {
  test(`${url} counts as ${kind} when the outbox is full`, () => {
    assert.equal(kind, findKind(url));
  });
}
