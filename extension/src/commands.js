/**
 * Every message the background answers, in two tables: what content scripts may ask, and what only the
 * extension's own pages may. A page of the marketplace can forge the content of the first kind, never the second.
 */

import { ownAddress } from "./api.js";
import { paintBadge } from "./badge.js";
import { openDashboard } from "./dashboard.js";
import { findKind, makeAnswerCapture, makeFramesCapture, makePageCapture } from "./intake.js";
import { forgetPairing } from "./pairing.js";
import {
  companion, deliver, fetchResources, isEnabled, makeRound, outbox, requestPairing, showOutbox, spreadEnabled, stepPairing,
} from "./rounds.js";
import * as settings from "./settings.js";
import { findVisitId } from "./visits.js";

/**
 * @typedef {chrome.runtime.MessageSender} Sender
 * @typedef {{ok: true} | {ok: false, reason: string}} Reply
 * @typedef {(message: any, sender: Sender) => Promise<unknown>} Command
 */

/** @type {(reason: string) => Reply} a final no: the content script forgets the message */
const refuse = (reason) => ({ ok: false, reason });
/** @type {Reply} */
const DONE = { ok: true };

/** @type {Record<string, Command>} */
const contentCommands = {
  /** A document came to life: may it be captured, and under which visit? */
  hello: async (_message, { tab, frameId = 0, documentId }) => ({
    enabled: await isEnabled(),
    visit_id: await findVisitId({ tabId: tab?.id ?? -1, frameId, ...(documentId && { documentId }) }),
    top_url: tab?.url ?? null,
  }),

  answer: async (/** @type {import("./intake.js").AnswerMessage} */ message) => {
    if (!(await isEnabled())) return refuse("off");
    const capture = await makeAnswerCapture(message);
    return capture ? keep(capture, findKind(message.page_url), []) : DONE;
  },

  /** A chat may be open on any page, also on that of a product; what was said there is never given up first. */
  frames: async (message) => {
    if (!(await isEnabled())) return refuse("off");
    const capture = await makeFramesCapture(message);
    return capture ? keep(capture, "order", []) : DONE;
  },

  page: async (/** @type {import("./intake.js").PageMessage} */ message) => {
    if (!(await isEnabled())) return refuse("off");
    const { capture, resources } = await makePageCapture(message);
    return keep(capture, findKind(message.page_url), resources);
  },
};

/** @type {Record<string, Command>} */
const pageCommands = {
  agree: async () => {
    await settings.setAgreedAt(new Date().toISOString());
    await spreadEnabled();
    void stepPairing();
    return DONE;
  },

  withdraw: async () => {
    await settings.setAgreedAt(null);
    await settings.setPairingRequest(null);
    await spreadEnabled();
    await paintBadge();
    return DONE;
  },

  pause: async () => setPaused(true),
  resume: async () => setPaused(false),

  /** The user asks for a (new) pairing, also after a refusal. */
  pair: async () => {
    if ((await settings.getAgreedAt()) !== null) await requestPairing();
    await paintBadge();
    return DONE;
  },

  /** A page that shows the pairing is open: go one step further. */
  pairing_step: async () => {
    await stepPairing();
    return DONE;
  },

  unpair: async () => {
    await forgetPairing();
    await settings.setPairingEnd("unpaired");
    await makeRound();
    return DONE;
  },

  set_port: async (/** @type {{port: number | null}} */ { port }) => {
    await settings.setTypedPort(port);
    await makeRound();
    return DONE;
  },

  /** The popup opened, or the user pressed "Try again". */
  refresh: async () => {
    await outbox.hasten();
    await showOutbox();
    await makeRound();
    return DONE;
  },

  open: async (/** @type {{path: string}} */ { path }) => openDashboard(companion, path),

  retry_refused: async (/** @type {{capture_id: string}} */ { capture_id }) => {
    await outbox.retryRefused(capture_id);
    await deliver();
    return DONE;
  },

  discard_refused: async (/** @type {{capture_id: string}} */ { capture_id }) => {
    await outbox.discardRefused(capture_id);
    await showOutbox();
    return DONE;
  },

  clear_losses: async () => {
    await outbox.clearLosses();
    await settings.setStorageTrouble(null);
    await showOutbox();
    return DONE;
  },

  clear_waiting: async () => {
    await outbox.clear();
    await showOutbox();
    return DONE;
  },
};

/**
 * Answer one message.
 *
 * @param {{type?: unknown}} message
 * @param {Sender} sender
 * @returns {Promise<unknown>}
 */
export async function answerMessage(message, sender) {
  const own = sender.url?.startsWith(ownAddress()) ?? false;
  const commands = own ? pageCommands : sender.tab ? contentCommands : {};
  const type = String(message?.type);
  const command = Object.hasOwn(commands, type) ? commands[type] : undefined;
  if (!command) return refuse("unknown message");
  try {
    return await command(message, sender);
  } catch (error) {
    logFailure(error);
    // A TypeError is a message out of shape: the same again would fail again. Everything else may pass (a full
    // disk, a closed database), and no answer at all makes the content script try again.
    return error instanceof TypeError ? refuse("malformed") : undefined;
  }
}

/** Names only: the message of an error may quote the page. @param {unknown} error */
function logFailure(error) {
  console.error("Orderproof:", error instanceof Error ? error.name : "unknown error");
}

/**
 * Keep a capture: "ok" goes out only when it is on disk. Sending and fetching come after, unawaited.
 *
 * @param {import("./wire.js").Capture} capture
 * @param {"order" | "listing"} kind
 * @param {import("./intake.js").WantedResource[]} resources
 * @returns {Promise<Reply>}
 */
async function keep(capture, kind, resources) {
  let kept;
  try {
    kept = await outbox.add(capture, kind, resources);
  } catch (error) {
    await settings.setStorageTrouble(new Date().toISOString());
    await paintBadge();
    throw error;
  }
  afterwards(kept, resources.length > 0).catch(logFailure);
  return kept === "full" ? refuse("outbox full") : DONE;
}

/**
 * @param {"new" | "known" | "full"} kept
 * @param {boolean} wanting resources
 */
async function afterwards(kept, wanting) {
  if (kept !== "full") await settings.setStorageTrouble(null);
  if (kept === "new") await countCapture();
  await showOutbox();
  await (wanting ? fetchResources() : deliver());
}

/** @type {Promise<unknown>} counted one after the other */
let counting = Promise.resolve();

function countCapture() {
  const day = new Date().toLocaleDateString("sv"); // this computer's day as YYYY-MM-DD
  counting = counting.then(async () => {
    const before = await settings.getDayCount();
    await settings.setDayCount({ day, count: (before?.day === day ? before.count : 0) + 1 });
  });
  return counting;
}

/** @param {boolean} paused */
async function setPaused(paused) {
  await settings.setPaused(paused);
  await spreadEnabled();
  await paintBadge();
  return DONE;
}
