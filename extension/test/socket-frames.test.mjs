import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";

import { makeFrameParts } from "../src/socket-frames.js";

const MEGABYTE = 1024 * 1024;
const HELLO = '{"type":"DATA","compressType":"COMMON","data":"eyJ0eHQiOiJvbMOhIOaXpeacrCJ9"}';
const ABOUT = {
  url: "wss://msgacs.m.aliexpress.com/accs/auth?token=5ec2e7",
  frame_id: "0",
  received_at: "2026-09-01T10:00:00.250Z",
};

/** @param {string} body */
const text = (body) => ({ ...ABOUT, encoding: "utf-8", body });
/** @param {Uint8Array | string} bytes */
const binary = (bytes) => ({ ...ABOUT, encoding: "base64", body: Buffer.from(bytes).toString("base64") });

/** @param {...object} frames */
const makeParts = (...frames) => makeFrameParts(frames);

/** @param {import("../src/wire.js").Part | undefined} part */
const tell = (part) => [part?.encoding, part?.media_type, part?.body];

test("a text stays letter by letter, with its socket's address and moment, without the token", async () => {
  const [part] = await makeParts(text(HELLO));
  assert.deepEqual(["utf-8", "application/json", HELLO], tell(part));
  assert.deepEqual(
    ["frame", "websocket", "wss://msgacs.m.aliexpress.com/accs/auth", "0", ABOUT.received_at],
    [part?.role, part?.transport, part?.url, part?.frame_id, part?.fetched_at],
  );
});

test("a text that is no JSON is kept as text", async () => {
  const [part] = await makeParts(text("a line nobody knows"));
  assert.deepEqual(["utf-8", "text/plain;charset=utf-8", "a line nobody knows"], tell(part));
});

test("gzip becomes the text it holds, its first mark included", async () => {
  const [part] = await makeParts(binary(gzipSync(`\ufeff${HELLO}`)));
  assert.deepEqual(["utf-8", "application/json", `\ufeff${HELLO}`], tell(part));
});

test("JSON that came as bytes is text", async () => {
  const [part] = await makeParts(binary(HELLO));
  assert.deepEqual(["utf-8", "application/json", HELLO], tell(part));
});

for (const [what, bytes] of /** @type {const} */ ([
  ["bytes of no known kind", Uint8Array.of(0, 1, 2, 250, 255)],
  ["letters that are no JSON", new TextEncoder().encode("abc")],
  ["gzip that is cut", gzipSync(HELLO).subarray(0, -9)],
  ["gzip with a wrong sum", new Uint8Array(gzipSync(HELLO)).fill(0, -8, -4)],
  ["gzip of what is no UTF-8", gzipSync(Uint8Array.of(0xff, 0xfe))],
  ["gzip's two letters alone", Uint8Array.of(0x1f, 0x8b)],
  ["JSON that is no UTF-8", Uint8Array.of(0x7b, 0xff, 0x7d)],
])) {
  test(`${what}: kept raw`, async () => {
    const [part] = await makeParts(binary(bytes));
    assert.deepEqual(["base64", "application/octet-stream", Buffer.from(bytes).toString("base64")], tell(part));
    assert.equal(bytes.length, part?.size);
  });
}

test("a bomb stays packed", async () => {
  const bomb = gzipSync(Buffer.alloc(64 * MEGABYTE, 0x20));
  const [part] = await makeParts(binary(bomb));
  assert.deepEqual(["base64", bomb.length], [part?.encoding, part?.size]);
});

test("many that unpack to much travel packed from there on, and none is missing", async () => {
  const packed = gzipSync(JSON.stringify("x".repeat(3 * MEGABYTE)));
  const parts = await makeParts(...Array.from({ length: 5 }, () => binary(packed)));
  assert.deepEqual(["utf-8", "utf-8", "base64", "base64", "base64"], parts.map(({ encoding }) => encoding));
});

test("heart-beats are not kept, a bell is", async () => {
  const heartbeat = '{"type":"ACK","protocol":"HEARTBEAT_ACCS_H5","data":""}';
  const bell = '{"type":"DATA","serviceId":"ae-lz-sync"}';
  const parts = await makeParts(text(heartbeat), text(bell), binary(gzipSync(heartbeat)), binary(""));
  assert.deepEqual([bell], parts.map(({ body }) => body));
});

test("a word of the connection that holds a secret is not kept; a message that does is, whole", async () => {
  const message = '{"lwp":"/s/sync","headers":{"token":"5ec2e7"},"body":{"txt":"Hello"}}';
  const greeting = '{"type":"RES","serviceId":"ae-lz-sync","code":200}';
  const parts = await makeParts(text('{"type":"REG","accessToken":"5ec2e7"}'), text(greeting), text(message));
  assert.deepEqual([greeting, message], parts.map(({ body }) => body));
});

test("frames of sockets that are never copied are not kept", async () => {
  assert.deepEqual([], await makeParts({ ...text(HELLO), url: "wss://pay.aliexpress.com/push" }));
});

for (const [what, frames] of /** @type {[string, unknown][]} */ ([
  ["no list", { length: 1 }],
  ["too many", Array.from({ length: 4097 }, () => text("{}"))],
  ["nothing in the list", [null]],
  ["no body", [{ ...text(HELLO), body: 7 }]],
  ["no moment", [{ ...text(HELLO), received_at: undefined }]],
  ["an encoding nobody knows", [{ ...text(HELLO), encoding: "utf-16" }]],
  ["base64 that is none", [{ ...binary("x"), body: "%%%" }]],
])) {
  test(`${what} is refused as out of shape`, async () => {
    await assert.rejects(makeFrameParts(frames), TypeError);
  });
}
