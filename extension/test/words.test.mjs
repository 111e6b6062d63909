import assert from "node:assert/strict";
import { test } from "node:test";

import "./fake-browser.mjs";
import { chooseMark } from "../src/badge.js";
import { findDrift, tellProblem, tellReason, tellUrgency, tellWhen, tellWithAction } from "../src/telling.js";
import { REASONS, explainReason, makeState } from "../src/words.js";

const WELL = {
  agreed: true, paused: false, permitted: true, paired: true, pairing: false, reason: "connected",
  waiting: 0, refused: 0, lostOrders: 0, readOnly: false, storageTrouble: false,
};

for (const [what, change, level, word, action] of /** @type {const} */ ([
  ["all is well", {}, "green", "Keeping", undefined],
  ["nobody agreed", { agreed: false, paired: false }, "grey", "Not set up", "consent"],
  ["the user paused", { paused: true }, "grey", "Paused", "resume"],
  ["nothing is paired", { paired: false }, "amber", "Not paired", "pair"],
  ["a pairing waits", { paired: false, pairing: true }, "amber", "Pairing", "pair"],
  ["the companion is down", { reason: "not_running" }, "amber", "Waiting", "retry"],
  ["the companion forgot us", { reason: "pairing_unknown" }, "amber", "Waiting", "pair"],
  ["captures are on the way", { waiting: 3 }, "amber", "Sending", undefined],
  ["a capture was refused", { refused: 1 }, "red", "Needs you", undefined],
  ["order pages were lost", { lostOrders: 2, reason: "not_running" }, "red", "Losing pages", "retry"],
  ["access was withdrawn", { permitted: false }, "red", "No access", "permit"],
  ["the companion cannot write", { readOnly: true }, "red", "Disk trouble", "retry"],
  ["the browser cannot write", { storageTrouble: true, paused: true }, "red", "Losing pages", undefined],
])) {
  test(`when ${what} the state is ${level}, says "${word}" and offers one next action`, () => {
    const state = makeState({ ...WELL, ...change });
    assert.deepEqual([level, word, action], [state.level, state.word, state.action?.name]);
    assert.match(state.sentence, /\.$/);
  });
}

test("the popup says how many captures are safe while the companion is away", () => {
  const { sentence } = makeState({ ...WELL, reason: "not_running", waiting: 12 });
  assert.match(sentence, /12 captures are safe in this browser until then\.$/);
});

test("every reason has a sentence, and an unknown one does not break the popup", () => {
  for (const { sentence } of Object.values(REASONS)) assert.match(sentence, /\.$/);
  assert.equal(REASONS.failed, explainReason("something new"));
});

const GREEN = makeState(WELL);

test("the badge is empty while all is well and counts what waits otherwise", () => {
  assert.equal("", chooseMark(GREEN, 0, 0).text);
  assert.equal("12", chooseMark(makeState({ ...WELL, reason: "not_running", waiting: 12 }), 0, 12).text);
  assert.equal("99+", chooseMark(makeState({ ...WELL, waiting: 250 }), 0, 250).text);
});

test("losing order pages beats everything on the badge, in red", () => {
  const { text, level } = chooseMark(makeState({ ...WELL, lostOrders: 1 }), 3, 0);
  assert.deepEqual(["!", "red"], [text, level]);
});

test("orders that need the buyer now show as a red number", () => {
  const { text, level, title } = chooseMark(GREEN, 2, 0);
  assert.deepEqual(["2", "red", "2 orders need you now."], [text, level, title]);
});

/** @type {import("../src/companion.js").Deadline} */
const DEADLINE = {
  order_id: "8200000000000001", kind: "not_delivered_refund", status: "open", reason: "R.",
  // 3 Sep 2026: from midnight in Shanghai to midnight in Los Angeles
  earliest_at: "2026-09-02T16:00:00Z", latest_at: "2026-09-04T07:00:00Z",
  origin: "page", certainty: "stated", quote: "Refund if no delivery before Sep 3, 2026", urgency: "urgent",
  next_action: "N.", amount: null, seller: null,
};

test("a day-only date is told as that day, counted from its early end", () => {
  const now = Date.parse("2026-08-30T16:00:00Z");
  assert.equal("Sep 3, 2026 · in 3 days", tellWhen(DEADLINE, now, "en"));
});

test("the last two days are told in hours, then now, then as past", () => {
  const at = (/** @type {string} */ moment) => tellWhen(DEADLINE, Date.parse(moment), "en").split(" · ")[1];
  assert.equal("in 40 hours", at("2026-09-01T00:00:00Z"));
  assert.equal("now", at("2026-09-03T12:00:00Z"));
  assert.equal("yesterday", at("2026-09-05T12:00:00Z"));
});

test("a date nobody stated never looks like one that was", () => {
  const now = Date.parse("2026-08-30T16:00:00Z");
  assert.match(tellWhen({ ...DEADLINE, certainty: "B" }, now, "en"), /^estimated /);
  assert.match(tellWhen({ ...DEADLINE, certainty: "D" }, now, "en"), /^possibly from /);
});

test("an order without a known date is told without one", () => {
  assert.equal("", tellWhen({ ...DEADLINE, earliest_at: null, latest_at: null }, 0, "en"));
});

test("the page's own words are quoted, ours are not", () => {
  assert.equal("“Refund if no delivery before Sep 3, 2026”", tellReason(DEADLINE));
  assert.equal("R.", tellReason({ ...DEADLINE, quote: null }));
});

test("a refund that can be claimed says so, whatever its urgency", () => {
  assert.deepEqual({ level: "red", word: "Claim now" }, tellUrgency({ ...DEADLINE, status: "claimable" }));
});

test("an order without any date says so instead of an urgency", () => {
  const told = tellUrgency({ ...DEADLINE, kind: "no_date_known", urgency: "soon" });
  assert.deepEqual({ level: "amber", word: "No date known" }, told);
});

test("a problem names the page, how often, and what to do", () => {
  const problem = { page_kind: "order_detail", field: "data", count: 2, next_action: "Open the page again." };
  assert.equal("Order detail, 2 times: Open the page again.", tellProblem(problem));
  const unknown = { ...problem, page_kind: "unknown", count: 1, next_action: "Wait." };
  assert.equal("A page of an unknown kind, once: Wait.", tellProblem(unknown));
});

const DRIFT = {
  page_kind: "order_list", field: "site_state", is_quiet: false,
  message: "Order lists: the order's state can no longer be read since 3 Nov 2026.",
  next_action: "The pages are kept; update Orderproof, then run `orderproof reparse`.",
};
const STATUS = /** @type {import("../src/companion.js").Status} */ (/** @type {unknown} */ ({ drift: [] }));

test("a change of the site marks the badge in amber when nothing is more pressing", () => {
  const { text, level, title } = chooseMark(GREEN, 0, 0, DRIFT.message);
  assert.deepEqual(["?", "amber", DRIFT.message], [text, level, title]);
  assert.equal("2", chooseMark(GREEN, 2, 0, DRIFT.message).text);
});

test("only a change that costs something is told in the popup", () => {
  const quiet = { ...DRIFT, is_quiet: true };
  assert.equal(DRIFT, findDrift({ ...STATUS, drift: [quiet, DRIFT] }));
  assert.equal(null, findDrift({ ...STATUS, drift: [quiet] }));
});

test("a companion that is older than this extension tells of no change", () => {
  const { drift, ...older } = STATUS;
  assert.deepEqual([[], null, null], [drift, findDrift(older), findDrift(null)]);
});

test("a sentence and its next action are told in one go, commands in quotes", () => {
  assert.match(tellWithAction(DRIFT), /3 Nov 2026\. The pages are kept; .* “orderproof reparse”\.$/);
});
