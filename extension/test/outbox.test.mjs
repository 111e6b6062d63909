import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { Outbox } from "../src/outbox.js";
import { MemoryStore } from "./memory-store.mjs";

/**
 * @typedef {import("../src/exchange.js").Failure} Failure
 * @typedef {import("../src/wire.js").Capture} Capture
 */

const HASH_A = "a".repeat(64);
const HASH_B = "b".repeat(64);
const BYTES = new ArrayBuffer(100);

/** @type {MemoryStore} */
let store;
/** @type {{method: string, path: string, text: string | undefined}[]} */
let sent;
/** @type {(path: string) => {ok: true, body: unknown} | Failure} */
let answer;
let clock = 0;
/** @type {Outbox} */
let outbox;

beforeEach(() => {
  store = new MemoryStore();
  sent = [];
  answer = () => ({ ok: true, body: { missing: [] } });
  clock = 0;
  outbox = makeOutbox();
});

/** A new outbox over the same store: what a killed worker wakes up as. */
function makeOutbox(bounds = { images: 10_000, listings: 20_000, orders: 30_000 }, hashes = [HASH_A]) {
  return new Outbox({
    store,
    sender: {
      send: async (method, path, { text }) => {
        sent.push({ method, path, text });
        return answer(path);
      },
    },
    gather: async ({ capture }, { room, giveUp }) => {
      const fits = !giveUp && room >= BYTES.byteLength;
      const blobs = fits ? hashes.map((sha256) => ({ sha256, bytes: BYTES })) : [];
      return { capture: { ...capture, account: giveUp ? "gave up" : "complete" }, blobs, tooMuch: fits || giveUp ? 0 : 1 };
    },
    bounds,
    now: () => clock,
  });
}

/** @param {number} number @param {number} size @returns {Capture} */
function makeCapture(number, size = 0) {
  const capture_id = `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
  return /** @type {any} */ ({ capture_id, title: "x".repeat(size), url: "https://www.aliexpress.com/", parts: [] });
}

/** @type {import("../src/intake.js").WantedResource} */
const PICTURE = { url: "https://ae01.alicdn.com/a.jpg", media: "image", lazy: false, data_url: null, unavailable: null };

/** @param {import("../src/exchange.js").Reason} reason @param {boolean} [retry] @returns {Failure} */
const fail = (reason, retry = true) => ({ ok: false, retry, reason, code: reason, message: "M.", hint: "H." });

/** The ids of what was posted, in order. */
const posted = () => sent.flatMap(({ text }) => (text ? [Number(JSON.parse(text).capture_id.slice(-12))] : []));

test("the oldest capture that waits tells since when, and a refused one does not wait", async () => {
  assert.equal(null, (await outbox.summarise()).waiting_since);
  for (const number of [1, 2, 3]) {
    clock = number * 1000;
    await outbox.add(makeCapture(number), "order");
  }
  assert.equal("1970-01-01T00:00:01.000Z", (await outbox.summarise()).waiting_since);
  answer = () => fail("refused", false);
  await outbox.drain();
  assert.deepEqual([0, null], [(await outbox.summarise()).waiting, (await outbox.summarise()).waiting_since]);
});

test("captures are sent in the order they came, and leave when they are acknowledged", async () => {
  for (const number of [3, 1, 2]) await outbox.add(makeCapture(number), "order");
  assert.equal(3, (await outbox.summarise()).waiting);
  assert.equal(null, await outbox.drain());
  assert.deepEqual([3, 1, 2], posted());
  assert.equal(0, (await outbox.summarise()).waiting);
});

test("with the companion down everything stays, and goes out under the same ids when it is back", async () => {
  await outbox.add(makeCapture(1), "order");
  await outbox.add(makeCapture(2), "order");
  answer = () => fail("not_running");
  assert.equal("not_running", (await outbox.drain())?.reason);
  assert.deepEqual([1], posted());
  const before = sent[0]?.text;
  answer = () => ({ ok: true, body: {} });
  await makeOutbox().drain();
  assert.deepEqual([1, 1, 2], posted());
  assert.equal(before, sent[1]?.text);
});

test("a worker killed after the answer and before the deletion sends the very same bytes again", async () => {
  await outbox.add(makeCapture(1), "order");
  const remove = store.remove;
  store.remove = () => Promise.reject(new Error("killed"));
  await assert.rejects(outbox.drain());
  store.remove = remove;
  await makeOutbox().drain();
  assert.equal(2, sent.length);
  assert.equal(sent[0]?.text, sent[1]?.text);
  assert.equal(0, store.entries.size);
});

test("a capture the page sends again after it was delivered is not sent to the companion again", async () => {
  await outbox.add(makeCapture(1), "order");
  await outbox.drain();
  assert.equal("known", await outbox.add(makeCapture(1), "order"));
  await outbox.drain();
  assert.deepEqual([1], posted());
  clock = 25 * 3600_000;
  await outbox.drain();
  assert.equal(0, store.delivered.size);
});

for (const code of ["capture_conflict", "bad_capture"]) {
  test(`a capture refused as ${code} is listed, not dropped and not sent again`, async () => {
    await outbox.add(makeCapture(1), "order");
    await outbox.add(makeCapture(2), "order");
    answer = () => (posted().at(-1) === 1 ? { ...fail("refused", false), code } : { ok: true, body: {} });
    await outbox.drain();
    await outbox.drain();
    assert.deepEqual([1, 2], posted());
    const { waiting, refused } = await outbox.summarise();
    assert.deepEqual([0, 1, code, "M."], [waiting, refused.length, refused[0]?.code, refused[0]?.message]);
  });
}

test("a refused capture can be tried again or discarded by the user", async () => {
  await outbox.add(makeCapture(1), "order");
  answer = () => fail("refused", false);
  await outbox.drain();
  await outbox.retryRefused(makeCapture(1).capture_id);
  await outbox.drain();
  assert.deepEqual([1, 1], posted());
  await outbox.discardRefused(makeCapture(1).capture_id);
  assert.equal(0, store.entries.size);
});

test("a capture the companion breaks on steps aside, longer each time, and lets the others pass", async () => {
  await outbox.add(makeCapture(1), "order");
  await outbox.add(makeCapture(2), "order");
  answer = () => (posted().at(-1) === 1 ? fail("busy") : { ok: true, body: {} });
  for (clock of [0, 29_999, 30_000, 89_999, 90_000]) await outbox.drain();
  assert.deepEqual([1, 2, 1, 1], posted());
});

test("a companion busy three times in a row is left alone, and asked at once when the user says so", async () => {
  for (const number of [1, 2, 3, 4]) await outbox.add(makeCapture(number), "order");
  answer = () => fail("busy");
  assert.equal("busy", (await outbox.drain())?.reason);
  assert.deepEqual([1, 2, 3], posted());
  await outbox.hasten();
  answer = () => ({ ok: true, body: {} });
  await outbox.drain();
  assert.deepEqual([1, 2, 3, 1, 2, 3, 4], posted());
});

test("an unknown pairing stops the line at once: nothing is the single capture's fault", async () => {
  await outbox.add(makeCapture(1), "order");
  await outbox.add(makeCapture(2), "order");
  answer = () => fail("pairing_unknown");
  assert.equal("pairing_unknown", (await outbox.drain())?.reason);
  assert.deepEqual([1], posted());
});

test("a page goes out only with its resources, and they are put where the companion misses them", async () => {
  await outbox.add(makeCapture(1), "order", [PICTURE]);
  await outbox.drain();
  assert.deepEqual([], posted());
  await outbox.gather();
  answer = () => ({ ok: true, body: { missing: [HASH_A, "not a hash", HASH_B] } });
  await outbox.drain();
  assert.deepEqual(["/v1/captures", `/v1/blobs/${HASH_A}`], sent.map(({ path }) => path));
  assert.deepEqual([0, 0], [store.entries.size, store.blobs.size]);
});

test("a capture whose picture could not be put stays, with the picture", async () => {
  await outbox.add(makeCapture(1), "order", [PICTURE]);
  await outbox.gather();
  answer = (path) => (path === "/v1/captures" ? { ok: true, body: { missing: [HASH_A] } } : fail("not_running"));
  await outbox.drain();
  assert.deepEqual([1, 1], [store.entries.size, store.blobs.size]);
});

test("a picture two captures show stays until the second is delivered", async () => {
  await outbox.add(makeCapture(1), "order", [PICTURE]);
  await outbox.add(makeCapture(2), "order", [PICTURE]);
  await outbox.gather();
  answer = () => (posted().at(-1) === 2 ? fail("not_running") : { ok: true, body: {} });
  await outbox.drain();
  assert.deepEqual([1, 1], [store.entries.size, store.blobs.size]);
});

test("a text is final once its resources are gathered, whatever a second fetch would bring", async () => {
  await outbox.add(makeCapture(1), "order", [PICTURE]);
  await outbox.gather();
  const before = await store.findText(makeCapture(1).capture_id);
  await makeOutbox(undefined, [HASH_B]).gather();
  assert.equal(before, await store.findText(makeCapture(1).capture_id));
});

test("a page that ends the worker three times goes out without its resources", async () => {
  await outbox.add(makeCapture(1), "order", [PICTURE]);
  await store.change(makeCapture(1).capture_id, { tries: 3 });
  await outbox.gather();
  await outbox.drain();
  assert.equal("gave up", JSON.parse(sent[0]?.text ?? "").account);
});

test("a full outbox gives up pictures first, product pages next, orders last, and counts each", async () => {
  outbox = makeOutbox({ images: 1000, listings: 2000, orders: 3000 });
  await outbox.add(makeCapture(1, 800), "order", [PICTURE]);
  await outbox.gather();
  assert.equal("new", await outbox.add(makeCapture(2, 500), "listing"));
  assert.equal("full", await outbox.add(makeCapture(3, 500), "listing"));
  assert.equal("new", await outbox.add(makeCapture(4, 500), "order"));
  assert.equal("full", await outbox.add(makeCapture(5, 800), "order"));
  assert.deepEqual({ images: 1, listings: 1, orders: 1 }, (await outbox.summarise()).losses);
  await outbox.clearLosses();
  assert.deepEqual({ images: 0, listings: 0, orders: 0 }, (await outbox.summarise()).losses);
});

test("a capture larger than the companion takes is listed as refused without being sent", async () => {
  outbox = makeOutbox({ images: 1e9, listings: 1e9, orders: 1e9 });
  await outbox.add(makeCapture(1, 33 * 1024 * 1024), "order");
  await outbox.drain();
  assert.deepEqual([], posted());
  assert.equal("too_large", (await outbox.summarise()).refused[0]?.code);
});

test("captures that come while a drain runs are sent by it or the one right after", async () => {
  await outbox.add(makeCapture(1), "order");
  answer = () => {
    if (sent.length === 1) void outbox.add(makeCapture(2), "order").then(() => outbox.drain());
    return { ok: true, body: {} };
  };
  await outbox.drain();
  await outbox.drain();
  assert.deepEqual([1, 2], posted());
});
