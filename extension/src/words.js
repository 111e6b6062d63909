/**
 * The one place for what the extension says about its state: a colour, the word for it, and one next action.
 */

/**
 * @typedef {import("./exchange.js").Reason} Reason
 * @typedef {"green" | "amber" | "red" | "grey"} Level
 * @typedef {{level: Level, word: string, sentence: string, action: Action | null}} State
 * @typedef {"consent" | "permit" | "pair" | "resume" | "retry"} ActionName
 * @typedef {{name: ActionName, label: string}} Action
 *
 * @typedef {object} Snapshot everything the state depends on
 * @property {boolean} agreed
 * @property {boolean} paused
 * @property {boolean} permitted
 * @property {boolean} paired
 * @property {boolean} pairing a request waits for its answer
 * @property {string | null} reason of the last attempt to reach the companion; "connected" when it worked
 * @property {number} waiting
 * @property {number} refused
 * @property {number} lostOrders
 * @property {boolean} readOnly the companion cannot write
 * @property {boolean} storageTrouble the browser cannot write
 */

/** @type {Record<ActionName, Action>} */
const ACTIONS = {
  consent: { name: "consent", label: "Read and decide" },
  permit: { name: "permit", label: "Allow access" },
  pair: { name: "pair", label: "Pair with the companion" },
  resume: { name: "resume", label: "Resume" },
  retry: { name: "retry", label: "Try again" },
};

const START_IT = "Start it with “orderproof serve”.";

/** @type {Record<Reason, {sentence: string, action: Action | null}>} */
export const REASONS = {
  not_running: { sentence: `The companion is not running. ${START_IT}`, action: ACTIONS.retry },
  other_program: {
    sentence: "Another program answers on the companion’s port. Start the companion, or type its port in Options.",
    action: ACTIONS.retry,
  },
  not_proved: {
    sentence: "Something answers as the companion but could not prove it. Nothing was sent to it.",
    action: ACTIONS.pair,
  },
  companion_too_old: {
    sentence: "The companion is older than this extension understands. Update the companion.",
    action: ACTIONS.retry,
  },
  extension_too_old: {
    sentence: "The companion is newer than this extension understands. Update the extension.",
    action: ACTIONS.retry,
  },
  not_paired: { sentence: "This browser is not paired with the companion yet.", action: ACTIONS.pair },
  pairing_unknown: { sentence: "The companion no longer knows this browser. Pair again.", action: ACTIONS.pair },
  wrong_origin: {
    sentence: "The companion was paired with another copy of the extension. Pair again.",
    action: ACTIONS.pair,
  },
  no_permission: {
    sentence: "The browser withholds access to the marketplace or the companion.",
    action: ACTIONS.permit,
  },
  busy: { sentence: "The companion is busy. It is asked again by itself.", action: ACTIONS.retry },
  read_only: {
    sentence: "The companion cannot write to its disk and takes nothing in. Make room there, then restart it.",
    action: ACTIONS.retry,
  },
  refused: { sentence: "The companion refused the last request.", action: ACTIONS.retry },
  failed: { sentence: "The companion gave an answer that is not understood.", action: ACTIONS.retry },
};

/**
 * @param {string} reason
 * @returns {{sentence: string, action: Action | null}}
 */
export function explainReason(reason) {
  return REASONS[/** @type {Reason} */ (reason)] ?? REASONS.failed;
}

/**
 * @param {number} count
 * @param {string} one
 * @param {string} [many]
 */
export function countOf(count, one, many = `${one}s`) {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}

/**
 * The state of the extension, worst first.
 *
 * @param {Snapshot} now
 * @returns {State}
 */
export function makeState(now) {
  if (!now.agreed) {
    return grey("Not set up", "Nothing is kept until you have read what is kept, and agreed.", ACTIONS.consent);
  }
  if (now.storageTrouble) {
    const sentence = "The browser could not write the last page to its disk. Make room, then open that page again.";
    return red("Losing pages", sentence, null);
  }
  if (now.lostOrders > 0) {
    const lost = countOf(now.lostOrders, "order page");
    return red("Losing pages", `The outbox is full: ${lost} could not be kept. ${cause(now)}`, causeAction(now));
  }
  if (!now.permitted) return red("No access", REASONS.no_permission.sentence, ACTIONS.permit);
  if (now.readOnly) return red("Disk trouble", REASONS.read_only.sentence, ACTIONS.retry);
  if (now.paused) return grey("Paused", "Nothing is kept until you resume.", ACTIONS.resume);
  if (now.pairing) return amber("Pairing", "Approve this browser in the companion.", ACTIONS.pair);
  if (!now.paired) return amber("Not paired", `${REASONS.not_paired.sentence}${held(now)}`, ACTIONS.pair);
  if (now.reason !== null && now.reason !== "connected") {
    return amber("Waiting", `${cause(now)}${held(now)}`, causeAction(now));
  }
  if (now.refused > 0) {
    return red("Needs you", `The companion refused ${countOf(now.refused, "page")}. They are listed below.`, null);
  }
  if (now.waiting > 0) return amber("Sending", `${countOf(now.waiting, "capture")} on the way to the companion.`, null);
  return { level: "green", word: "Keeping", sentence: "Every order page you pass is kept on this computer.", action: null };
}

/** @param {Snapshot} now */
function cause({ paired, reason }) {
  if (!paired) return REASONS.not_paired.sentence;
  return reason === null || reason === "connected" ? "" : explainReason(reason).sentence;
}

/** @param {Snapshot} now */
function causeAction({ paired, reason }) {
  if (!paired) return ACTIONS.pair;
  return reason === null || reason === "connected" ? null : explainReason(reason).action;
}

/** @param {Snapshot} now */
function held({ waiting }) {
  if (waiting === 0) return "";
  return ` ${countOf(waiting, "capture")} ${waiting === 1 ? "is" : "are"} safe in this browser until then.`;
}

/** @type {(word: string, sentence: string, action: Action | null) => State} */
const red = (word, sentence, action) => ({ level: "red", word, sentence, action });
/** @type {(word: string, sentence: string, action: Action | null) => State} */
const amber = (word, sentence, action) => ({ level: "amber", word, sentence, action });
/** @type {(word: string, sentence: string, action: Action | null) => State} */
const grey = (word, sentence, action) => ({ level: "grey", word, sentence, action });
