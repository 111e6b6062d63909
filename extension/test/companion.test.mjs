import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, beforeEach, test } from "node:test";

import { Companion } from "../src/companion.js";
import { makeKey, verifyProof } from "../src/hello.js";
import { StubCompanion } from "./stub-companion.mjs";

const SECRET = "07".repeat(32);
// hmac.new(sha256(bytes([7]) * 32).digest(), b"orderproof-hello-v1|AAAAAAAAAAAAAAAA|47811", "sha256") in Python
const PROOF = "6e14c4541aa56cc0a561e13534a8c98f47036ba37ee77ecd95e9906223fa94c2";

/** @type {StubCompanion} */
let stub;
/** @type {Companion} */
let companion;
let pairingId = "";

before(async () => {
  stub = await new StubCompanion().start();
});
after(() => stub.stop());

beforeEach(() => {
  stub.seen = [];
  stub.answers = {};
  stub.changeHello = (hello) => hello;
  pairingId = stub.approve(SECRET);
  companion = makeCompanion([stub.port]);
});

/** @param {number[]} ports */
function makeCompanion(ports, now = Date.now) {
  return new Companion({
    findPorts: async () => ports,
    findPairing: async () => ({ pairing_id: pairingId, secret: SECRET }),
    now,
  });
}

test("a proof made outside, by the same recipe, is believed", async () => {
    assert.equal("4bb06f8e4e3a7715d201d573d0aa423762e55dabd61a2c02278fa56cc6d294e0", await makeKey(SECRET));
  assert.equal(true, await verifyProof(PROOF, SECRET, "AAAAAAAAAAAAAAAA", 47811));
});

test("the proof that PROTOCOL.md shows is believed", async () => {
  const secret = Array.from({ length: 32 }, (_, byte) => byte.toString(16).padStart(2, "0")).join("");
  const proof = "c6b57f95ec58528c0eaca720a91b35c9dbadd9541144e0b81f1fc050e1093501";
  assert.equal(true, await verifyProof(proof, secret, "0123456789abcdef", 47811));
});

for (const [what, proof, secret, nonce, port] of /** @type {const} */ ([
  ["of another nonce", PROOF, SECRET, "BAAAAAAAAAAAAAAA", 47811],
  ["of another port", PROOF, SECRET, "AAAAAAAAAAAAAAAA", 47821],
  ["under another secret", PROOF, "08".repeat(32), "AAAAAAAAAAAAAAAA", 47811],
  ["that is cut", PROOF.slice(0, 62), SECRET, "AAAAAAAAAAAAAAAA", 47811],
  ["that is empty", "", SECRET, "AAAAAAAAAAAAAAAA", 47811],
])) {
  test(`a proof ${what} is not believed`, async () => {
    assert.equal(false, await verifyProof(proof, secret, nonce, port));
  });
}

test("an honest companion is found and sent to, with the token and the header", async () => {
  stub.answers["POST /v1/captures"] = { status: 201, body: { missing: [] } };
  assert.deepEqual({ ok: true, body: { missing: [] } }, await companion.send("POST", "/v1/captures", { text: "{}" }));
  const [request] = stub.requests;
  assert.equal(`Bearer ${SECRET}`, request?.headers.authorization);
  assert.equal("1", request?.headers["x-orderproof"]);
});

test("a program that cannot prove itself is sent nothing but the hello", async () => {
  stub.changeHello = (hello) => ({ ...hello, proof: "0".repeat(64) });
  const answer = await companion.send("POST", "/v1/captures", { text: "{}" });
  assert.deepEqual({ ok: false, retry: true, reason: "not_proved" }, answer);
  assert.deepEqual([], stub.requests);
  assert.equal(undefined, stub.seen.find(({ headers }) => headers.authorization));
});

test("a proof heard earlier and played again is not believed", async () => {
  /** @type {Record<string, unknown>} */
  let first = {};
  stub.changeHello = (hello) => (first = hello);
  await companion.connect();
  stub.changeHello = (hello) => ({ ...hello, proof: first.proof });
  assert.deepEqual({ ok: false, retry: true, reason: "not_proved" }, await makeCompanion([stub.port]).connect());
});

test("a companion that has forgotten the pairing is told apart from one that lies", async () => {
  pairingId = "unknown";
  assert.deepEqual({ ok: false, retry: true, reason: "pairing_unknown" }, await companion.connect());
});

for (const [protocols, reason] of /** @type {const} */ ([
  [{ lowest: 0, highest: 0 }, "companion_too_old"],
  [{ lowest: 2, highest: 3 }, "extension_too_old"],
])) {
  test(`protocols ${protocols.lowest} to ${protocols.highest} say: ${reason}`, async () => {
    stub.changeHello = (hello) => ({ ...hello, protocols });
    assert.deepEqual({ ok: false, retry: true, reason }, await companion.connect());
    assert.deepEqual([], stub.requests);
  });
}

test("a port taken by another program is passed over for the next", async () => {
  const other = createServer((_request, response) => response.end("<h1>Printer</h1>"));
  await new Promise((resolve) => other.listen(0, "127.0.0.1", () => resolve(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (other.address());
  const found = await makeCompanion([port, stub.port]).connect();
  assert.deepEqual({ ok: true, port: stub.port, version: "1.2.3" }, found);
  assert.deepEqual({ ok: false, retry: true, reason: "other_program" }, await makeCompanion([port]).connect());
  other.closeAllConnections();
  other.close();
});

test("nobody there is no error, only not now", async () => {
  assert.deepEqual({ ok: false, retry: true, reason: "not_running" }, await makeCompanion([1]).connect());
});

test("a proof is asked for again after ten seconds, and after any trouble", async () => {
  let clock = 0;
  const patient = makeCompanion([stub.port], () => clock);
  stub.answers["GET /v1/status"] = { status: 200, body: {} };
  await patient.send("GET", "/v1/status");
  await patient.send("GET", "/v1/status");
  assert.equal(1, stub.seen.length - stub.requests.length);
  clock = 10_001;
  await patient.send("GET", "/v1/status");
  assert.equal(2, stub.seen.length - stub.requests.length);
  stub.answers["GET /v1/status"] = { status: 500, body: null };
  await patient.send("GET", "/v1/status");
  await patient.send("GET", "/v1/status");
  assert.equal(3, stub.seen.length - stub.requests.length);
});

for (const [status, error, reason, retry] of /** @type {const} */ ([
  [400, "bad_capture", "refused", false],
  [409, "capture_conflict", "refused", false],
  [413, "too_large", "refused", false],
  [415, "bad_type", "refused", false],
  [401, "not_paired", "pairing_unknown", true],
  [403, "wrong_origin", "wrong_origin", true],
  [404, "not_found", "failed", true],
  [408, "stalled", "busy", true],
  [429, "too_many", "busy", true],
  [500, "internal", "busy", true],
  [503, "store_read_only", "read_only", true],
])) {
  test(`an answer ${status} ${error} means ${reason}, ${retry ? "to be tried again" : "for good"}`, async () => {
    stub.answers["POST /v1/captures"] = { status, body: { error, message: "M.", hint: "H." } };
    const answer = await companion.send("POST", "/v1/captures", { text: "{}" });
    assert.deepEqual({ ok: false, retry, reason, code: error, message: "M.", hint: "H." }, answer);
  });
}

test("a long text travels as gzip in one piece and arrives as it was", async () => {
  stub.answers["POST /v1/captures"] = { status: 201, body: {} };
  const capture = { title: "ж".repeat(5000) };
  await companion.send("POST", "/v1/captures", { text: JSON.stringify(capture) });
  const [request] = stub.requests;
  assert.equal("gzip", request?.headers["content-encoding"]);
  assert.deepEqual(capture, request?.body);
  assert.equal(undefined, request?.headers["transfer-encoding"]);
});
