import assert from "node:assert/strict";
import { test } from "node:test";

import "./fake-browser.mjs";

const { Reporter, makeReport } = await import("../src/reports.js");

const LOSSES = { images: 3, listings: 2, orders: 1 };
const REFUSED = { capture_id: "c1", title: "Order details", url: "https://shop.example/1", code: "bad_capture",
  message: "", hint: "", refused_at: "2026-11-20T09:20:00.000Z" }; // prettier-ignore
const OUTBOX = { waiting: 2, waiting_since: "2026-11-20T09:15:01.250Z", bytes: 9000, refused: [REFUSED], losses: LOSSES };

/** @param {boolean[]} answers whether the companion takes each report, in turn */
function makeListener(answers = []) {
  /** @type {[string, string, object][]} */
  const sent = [];
  const send = async (/** @type {string} */ method, /** @type {string} */ path, /** @type {{json: object}} */ { json }) => {
    sent.push([method, path, json]);
    return { ok: answers[sent.length - 1] ?? true };
  };
  return { sent, send };
}

test("a report holds counts and versions, and nothing of the pages", () => {
  const report = makeReport(OUTBOX, "Firefox 153.0", "0.1.0");
  const expected = { waiting: 2, waiting_since: "2026-11-20T09:15:01.250Z", refused: 1, lost: LOSSES };
  assert.deepEqual({ ...expected, browser: "Firefox 153.0", extension_version: "0.1.0" }, report);
  assert.ok(!JSON.stringify(report).includes("shop.example"));
});

test("a report goes to the companion with the browser's name and the extension's version", async () => {
  const listener = makeListener();
  await new Reporter(listener).report(OUTBOX);
  assert.deepEqual([["POST", "/v1/reports", makeReport(OUTBOX, "Firefox 153.0", "9.9.9")]], listener.sent);
});

test("what has not changed is not told again, unless it is asked for", async () => {
  const listener = makeListener();
  const reporter = new Reporter(listener);
  await reporter.report(OUTBOX);
  await reporter.report({ ...OUTBOX, bytes: 1 });
  assert.equal(1, listener.sent.length);
  await reporter.report(OUTBOX, { again: true });
  await reporter.report({ ...OUTBOX, waiting: 0, waiting_since: null });
  assert.equal(3, listener.sent.length);
});

test("what the companion did not take is told again", async () => {
  const listener = makeListener([false, true]);
  const reporter = new Reporter(listener);
  await reporter.report(OUTBOX);
  await reporter.report(OUTBOX);
  await reporter.report(OUTBOX);
  assert.equal(2, listener.sent.length);
});
