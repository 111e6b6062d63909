import assert from "node:assert/strict";
import { test } from "node:test";

Object.assign(globalThis, { orderproof: {} });
await import(new URL("../content/transcript.js", import.meta.url).href); // a classic file
const { orderproof } = globalThis;

const SHELL = { mark: "shop", frameId: "0", url: "", root: null, slot: null };

/** @param {string} key @returns {any} what a row says when it is seen */
const see = (key, shell = SHELL) => ({ key, clone: { key }, holders: [], shell, frozen: null, ready: null });

/** @param {OrderproofRow[][]} stretches */
const read = (stretches) => stretches.map((stretch) => stretch.map(({ key }) => key).join(" "));

const sees = (/** @type {string} */ text) => text.split(" ").map((key) => see(key));

test("what overlaps is one stretch, in the order in which it stands", () => {
  const transcript = orderproof.makeTranscript();
  for (const shown of ["d e f g", "c d e f", "a b c d"]) transcript.add(sees(shown));
  assert.deepEqual(["a b c d e f g"], read(transcript.takeUnsent(9)));
});

test("what does not overlap is not joined", () => {
  const transcript = orderproof.makeTranscript();
  for (const shown of ["g h i", "a b c", "a x y", "p q g"]) transcript.add(sees(shown));
  assert.deepEqual(["g h i", "a b c", "a x y", "p q g"], read(transcript.takeUnsent(9)));
});

test("one row that is shown again joins what follows right after", () => {
  const transcript = orderproof.makeTranscript();
  for (const shown of ["d e f", "b c d", "x y", "a b", "b c"]) transcript.add(sees(shown));
  assert.deepEqual(["b c d e f", "x y", "a b"], read(transcript.takeUnsent(9)));
});

test("a row is taken once, however often it comes back", () => {
  const transcript = orderproof.makeTranscript();
  for (const shown of ["a b c", "b c d", "a b c", "c d e"]) transcript.add(sees(shown));
  assert.equal(5, transcript.unsent);
  assert.deepEqual(["a b c d e"], read(transcript.takeUnsent(9)));
  transcript.add(sees("b c d"));
  assert.equal(0, transcript.unsent);
});

test("two equal rows are two, also when they come one by one", () => {
  const transcript = orderproof.makeTranscript();
  for (const shown of ["a x", "a x x", "x x b"]) transcript.add(sees(shown));
  assert.deepEqual(["a x x b"], read(transcript.takeUnsent(9)));
});

test("new rows go along with those that stand beside them", () => {
  const transcript = orderproof.makeTranscript();
  transcript.add(sees("c d e f g"));
  transcript.takeUnsent(2);
  transcript.add(sees("a b c d"));
  assert.deepEqual(["a b c d"], read(transcript.takeUnsent(2)));
});

test("a heading that stays in view parts nothing, whichever way the rows pass under it", () => {
  const transcript = orderproof.makeTranscript();
  for (const shown of ["H f g h i", "H c d e f g h", "H a b c d e f", "H c d e f", "H e f g h"]) transcript.add(sees(shown));
  assert.deepEqual(["H", "H a b c d e f g h i"], [...new Set(read(transcript.takeUnsent(9)))].sort());
});

test("a row that changed stands in the place of what it was, and both are sent", () => {
  const transcript = orderproof.makeTranscript();
  const [first, , last] = transcript.add(sees("a sending b"));
  transcript.add([/** @type {OrderproofRow} */ (first), see("read"), /** @type {OrderproofRow} */ (last)]);
  assert.deepEqual(["a read b", "sending"], read(transcript.takeUnsent(9)).sort());
});

test("rows of another conversation are not put among those of this one", () => {
  const transcript = orderproof.makeTranscript();
  transcript.add([see("a"), see("b", { ...SHELL, mark: "other shop" })]);
  assert.deepEqual(["a", "b"], read(transcript.takeUnsent(9)));
});

test("what could not be sent is sent the next time", () => {
  const transcript = orderproof.makeTranscript();
  transcript.add(sees("a b"));
  const [stretch] = transcript.takeUnsent(9);
  transcript.giveBack(/** @type {OrderproofRow[]} */ (stretch));
  assert.deepEqual(["a b"], read(transcript.takeUnsent(9)));
});

test("a long transcript lets go of rows that were sent, and never of others", () => {
  const transcript = orderproof.makeTranscript();
  for (let n = 0; n < 4000; n += 10) {
    transcript.add(Array.from({ length: 20 }, (_, index) => see(String(n + index))));
    if (n % 40 === 0) transcript.takeUnsent(5);
  }
  const [first] = transcript.add([see("0"), see("1")]);
  assert.deepEqual({ key: "0" }, first?.clone);
});

/** @param {number} seed @returns {(most: number) => number} */
function makeDice(seed) {
  let state = seed;
  return (most) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % most;
  };
}

test("however somebody scrolls, every stretch is a piece of the conversation and none of it is lost", () => {
  for (let seed = 1; seed <= 300; seed++) {
    const dice = makeDice(seed);
    // Some say the same as the one before them; of what says the same elsewhere the time differs.
    const keys = Array.from({ length: 60 }, (_, index) => `${index % 2 && dice(2) ? index - 1 : index}`);
    const transcript = orderproof.makeTranscript();
    /** @type {Set<string>} */
    const seen = new Set();
    /** @type {string[]} */
    const sent = [];
    let top = dice(50);
    for (let step = 0; step < 80; step++) {
      const shown = keys.slice(top, top + 10);
      transcript.add(shown.map((key) => see(key)));
      for (const key of shown) seen.add(key);
      top = Math.min(50, Math.max(0, top + dice(15) - 7));
      if (dice(4) === 0) sent.push(...read(transcript.takeUnsent(dice(12))));
    }
    sent.push(...read(transcript.takeUnsent(3)));
    const whole = ` ${keys.join(" ")} `;
    for (const stretch of sent) assert.ok(whole.includes(` ${stretch} `), `seed ${seed}: ${stretch}`);
    assert.deepEqual([...seen].sort(), [...new Set(sent.flatMap((one) => one.split(" ")))].sort());
  }
});

test("where two places look alike, neither is taken for what is seen", () => {
  const transcript = orderproof.makeTranscript();
  for (const shown of ["a x b", "c x b"]) transcript.add(sees(shown));
  const before = transcript.unsent;
  transcript.add(sees("x b"));
  assert.equal(before + 2, transcript.unsent);
});

test("a row with another one before it than before is another row", () => {
  const transcript = orderproof.makeTranscript();
  for (const shown of ["a x b", "c x b"]) transcript.add(sees(shown));
  assert.equal(6, transcript.unsent);
});

test("what comes beside a row that still stands there is not that row", () => {
  const transcript = orderproof.makeTranscript();
  const [a, one, other, b] = /** @type {any[]} */ (transcript.add(sees("a x x b")));
  transcript.add([a, see("x"), one, other, b]);
  assert.deepEqual(["a x x x b"], read(transcript.takeUnsent(9)));
});

test("rows that wait to be sent are kept, however many they are", () => {
  const transcript = orderproof.makeTranscript();
  transcript.add(Array.from({ length: 2000 }, (_, index) => see(String(index))));
  const stretches = transcript.takeUnsent(0);
  assert.equal(2000, new Set(stretches.flat().filter(({ clone }) => clone)).size);
});
