import assert from "node:assert/strict";
import { test } from "node:test";

import { encodeText, fromHex, makeCapture, makeResourcePart, makeTextPart, sha256, toBase64, toHex } from "../src/wire.js";

const HEAD = {
  capture_id: "0b9d3f0e-6f52-4a57-9d5e-2f6c0a1b2c3d",
  visit_id: "11111111-2222-4333-8444-555555555555",
  captured_at: "2026-09-01T10:00:00.000Z",
  time_zone: "Europe/Berlin",
  url: "https://www.aliexpress.com/p/order/index.html",
  title: "Orders",
  language: "en",
  trigger: /** @type {const} */ ("load"),
  account: null,
  browser: "Firefox 153.0",
  extension_version: "0.1.0",
};

test("bytes are named by the SHA-256 that everybody else computes", async () => {
  assert.equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", await sha256(encodeText("abc")));
});

test("half a surrogate pair becomes U+FFFD before it is hashed, so body and hash agree", async () => {
  const part = await makeTextPart("api", "a\ud83d", { media_type: "application/json" });
  assert.equal("a\ufffd", part.body);
  assert.equal(await sha256(encodeText("a\ufffd")), part.sha256);
  assert.equal(4, part.size);
});

test("a title or address cut at its bound is never left with half a character", () => {
  const about = { url: "https://a.example/", media_type: "image/png", lazy: false };
  const parts = [makeResourcePart({ ...about, sha256: null, unavailable: "gone" })];
  const capture = makeCapture({ ...HEAD, title: `${"x".repeat(4095)}😀` }, parts);
  assert.equal(4096, capture.title.length);
  assert.equal(true, capture.title.isWellFormed());
});

test("hex and base64 go there and back, also for more bytes than one call takes as arguments", () => {
  const bytes = Uint8Array.from({ length: 100_000 }, (_, index) => index % 256);
  assert.deepEqual(bytes, fromHex(toHex(bytes)));
  assert.equal(Buffer.from(bytes).toString("base64"), toBase64(bytes));
});

test("a resource has either bytes with a name or a reason, never both", () => {
  const about = { url: "https://ae01.alicdn.com/a.jpg", media_type: "image/jpeg", lazy: true };
  const had = makeResourcePart({ ...about, sha256: "f".repeat(64), unavailable: null });
  const missing = makeResourcePart({ ...about, sha256: null, unavailable: null });
  assert.deepEqual(["f".repeat(64), null], [had.sha256, had.unavailable]);
  assert.deepEqual([null, "unknown"], [missing.sha256, missing.unavailable]);
});

for (const [field, value] of /** @type {const} */ ([
  ["capture_id", "no-uuid"],
  ["visit_id", ""],
  ["captured_at", "yesterday"],
])) {
  test(`a capture with a bad ${field} is refused here, not by the companion`, async () => {
    const part = await makeTextPart("api", "{}", { media_type: "application/json" });
    assert.throws(() => makeCapture({ ...HEAD, [field]: value }, [part]), TypeError);
  });
}
