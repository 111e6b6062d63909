import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";

import { clearStorage } from "./fake-browser.mjs";
import { Companion } from "../src/companion.js";
import { makeKey } from "../src/hello.js";
import { forgetPairing, makeSecret, pollPairing, startPairing } from "../src/pairing.js";
import * as settings from "../src/settings.js";
import { StubCompanion } from "./stub-companion.mjs";

/** @type {StubCompanion} */
let stub;
/** @type {Companion} */
let companion;

before(async () => {
  stub = await new StubCompanion().start();
  companion = new Companion({ findPorts: async () => [stub.port], findPairing: settings.getPairing });
});
after(() => stub.stop());

beforeEach(async () => {
  await clearStorage();
  stub.seen = [];
  stub.answers = {};
  stub.pairings.clear();
});

/** @param {string} state */
function answerAll(state) {
  for (const pairing of stub.pairings.values()) pairing.state = state;
}

test("the companion gets the hash of the secret and never the secret", async () => {
  await startPairing(companion, "Firefox on Linux");
  const request = await settings.getPairingRequest();
  assert.ok(request);
  assert.deepEqual({ name: "Firefox on Linux", key: await makeKey(request.secret) }, stub.requests[0]?.body);
  await pollPairing(companion);
  assert.equal(false, JSON.stringify(stub.seen).includes(request.secret));
});

test("the code both sides show comes from the companion", async () => {
  await startPairing(companion, "x");
  assert.equal("QX7-42K", (await settings.getPairingRequest())?.code);
});

test("approval keeps the pairing, and the companion can then prove itself", async () => {
  await startPairing(companion, "x");
  assert.equal("pending", await pollPairing(companion));
  answerAll("approved");
  assert.equal("approved", await pollPairing(companion));
  assert.equal(null, await settings.getPairingRequest());
  assert.deepEqual({ ok: true, port: stub.port, version: "1.2.3" }, await companion.connect());
});

for (const state of /** @type {const} */ (["refused", "expired"])) {
  test(`a request that is ${state} leaves no pairing, and says how it ended`, async () => {
    await startPairing(companion, "x");
    answerAll(state);
    assert.equal(state, await pollPairing(companion));
    assert.equal(null, await settings.getPairing());
    assert.equal(state, await settings.getPairingEnd());
    assert.equal("none", await pollPairing(companion));
  });
}

test("a request nobody answers expires by our own clock, even when the companion is gone", async () => {
  await startPairing(companion, "x");
  stub.answers[`POST /v1/pairings/${(await settings.getPairingRequest())?.pairing_id}/status`] = { status: 500, body: null };
  assert.equal("pending", await pollPairing(companion));
  assert.equal("expired", await pollPairing(companion, () => Date.now() + 181_000));
});

test("asking twice shows the same code and makes one request", async () => {
  await startPairing(companion, "x");
  await startPairing(companion, "x");
  assert.equal(1, stub.requests.length);
});

test("a refused request keeps the pairing there was, until a new one is approved", async () => {
  const before = { pairing_id: "old", secret: makeSecret(), paired_at: "2026-09-01T00:00:00Z" };
  await settings.setPairing(before);
  await startPairing(companion, "x");
  answerAll("refused");
  await pollPairing(companion);
  assert.deepEqual(before, await settings.getPairing());
});

test("the companion's own words come through when it turns the request down", async () => {
  stub.answers["POST /v1/pairings"] = { status: 429, body: { error: "too_many", message: "M.", hint: "H." } };
  const failed = await startPairing(companion, "x");
  assert.deepEqual({ ok: false, retry: true, reason: "busy", code: "too_many", message: "M.", hint: "H." }, failed);
});

test("secrets are 32 fresh bytes", () => {
  assert.match(makeSecret(), /^[0-9a-f]{64}$/);
  assert.notEqual(makeSecret(), makeSecret());
});

test("unpairing forgets the secret", async () => {
  await settings.setPairing({ pairing_id: "p", secret: makeSecret(), paired_at: "2026-09-01T00:00:00Z" });
  await forgetPairing();
  assert.equal(null, await settings.getPairing());
});
