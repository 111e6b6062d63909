/** The popup: painted from the settings, so that it is right at once; the background refreshes them meanwhile. */

import * as settings from "../src/settings.js";
import { findDrift, tellOrder, tellProblem, tellReason, tellUrgency, tellWhen, tellWithAction } from "../src/telling.js";
import { countOf, explainReason } from "../src/words.js";
import {
  ask, get, keepPainted, onClick, openOwnPage, paintState, requestAccess, show, watchPairing, write,
} from "./page.js";

/** @typedef {import("../src/words.js").ActionName} ActionName */

const GAPS_SHOWN = 2; // the dashboard lists them all

/** @type {ActionName | null} */
let action = null;
let orderPath = "/";
let watching = false;

/** @type {Record<ActionName, () => Promise<unknown>>} */
const ACTIONS = {
  consent: () => openOwnPage("pages/consent.html").then(() => window.close()),
  pair: async () => {
    await ask("pair");
    await openOwnPage("pages/consent.html");
    window.close();
  },
  permit: requestAccess,
  resume: () => ask("resume"),
  retry: () => ask("refresh"),
};

async function paint() {
  const state = await paintState();
  const [agreedAt, paused, request, outbox, status] = await Promise.all([
    settings.getAgreedAt(),
    settings.getPaused(),
    settings.getPairingRequest(),
    settings.getOutboxSummary(),
    settings.getStatus(),
  ]);
  action = state.action?.name ?? null;
  show("act", action !== null && !request);
  write("act", state.action?.label ?? "");
  get("act").className = action === "retry" || action === "resume" ? "" : "primary";
  show("pairing", request !== null);
  write("code", request?.code ?? "");
  if (request && !watching) {
    watching = true;
    watchPairing();
  }
  show("pause", agreedAt !== null);
  write("pause", paused ? "Resume" : "Pause");
  show("dashboard", agreedAt !== null && (await settings.getPairing()) !== null);
  await paintFacts(outbox, status);
  paintUrgent(status);
  const connected = (await settings.getConnection())?.reason === "connected";
  show("as-of", status !== null && !connected);
  if (status) write("as-of", `As of ${tellMoment(status.received_at)}.`);
  paintNotices(outbox, status);
  paintCompleteness(status);
  paintRefused(outbox.refused);
}

/**
 * @param {settings.OutboxSummary} outbox
 * @param {import("../src/companion.js").Status | null} status
 */
async function paintFacts(outbox, status) {
  const today = await settings.getDayCount();
  const captured = today?.day === new Date().toLocaleDateString("sv") ? today.count : 0;
  const problems = countProblems(status);
  show("facts", status !== null || captured > 0 || outbox.waiting > 0);
  write("captured", String(captured));
  write("waiting", String(outbox.waiting));
  write("problems", String(problems));
  get("problems-fact").className = problems > 0 ? "amber" : "";
}

/** @param {string} moment */
function tellMoment(moment) {
  return new Date(moment).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
}

/** @param {import("../src/companion.js").Status | null} status */
function countProblems(status) {
  return status?.problems.reduce((sum, { count }) => sum + count, 0) ?? 0;
}

/** @param {import("../src/companion.js").Status | null} status */
function paintUrgent(status) {
  const deadline = status?.deadlines[0];
  show("urgent", deadline !== undefined);
  show("calm", status !== null && deadline === undefined);
  if (!deadline) return;
  const { level, word } = tellUrgency(deadline);
  get("urgent").className = `urgent ${level}`;
  write("urgency", word);
  write("when", tellWhen(deadline, Date.now()));
  write("quote", tellReason(deadline));
  get("quote").className = deadline.quote ? "quoted" : "";
  write("next", deadline.next_action);
  write("order", tellOrder(deadline));
  orderPath = `/orders/${encodeURIComponent(deadline.order_id)}`;
}

/**
 * @param {settings.OutboxSummary} outbox
 * @param {import("../src/companion.js").Status | null} status
 */
function paintNotices({ losses }, status) {
  const lost = [
    losses.orders && countOf(losses.orders, "order page"),
    losses.listings && countOf(losses.listings, "product page"),
    losses.images && countOf(losses.images, "picture"),
  ].filter(Boolean);
  show("losses", lost.length > 0);
  write("losses-text", `The outbox was full: ${lost.join(", ")} could not be kept.`);
  const problem = status?.problems[0];
  show("problem", problem !== undefined);
  write("problem-text", problem ? tellProblem(problem) : "");
}

/**
 * What the site changed, in a notice; what it counts and is not kept, calmly.
 *
 * @param {import("../src/companion.js").Status | null} status
 */
function paintCompleteness(status) {
  const drift = findDrift(status);
  show("drift", drift !== null);
  write("drift-text", drift ? tellWithAction(drift) : "");
  const gaps = status?.coverage?.gaps ?? [];
  show("gaps", gaps.length > 0);
  get("gap-list").replaceChildren(...gaps.slice(0, GAPS_SHOWN).map(makeGapItem));
}

/** @param {import("../src/companion.js").Gap} gap */
function makeGapItem(gap) {
  const item = document.createElement("li");
  item.textContent = tellWithAction(gap);
  return item;
}

/** @param {import("../src/outbox.js").RefusedCapture[]} refused */
function paintRefused(refused) {
  show("refused", refused.length > 0);
  get("refused-list").replaceChildren(...refused.map(makeRefusedItem));
}

/** @param {import("../src/outbox.js").RefusedCapture} refused */
function makeRefusedItem({ capture_id, title, url, message, hint }) {
  const item = /** @type {DocumentFragment} */ (get("refused-item", HTMLTemplateElement).content.cloneNode(true));
  const part = (/** @type {string} */ name) => /** @type {HTMLElement} */ (item.querySelector(name));
  part(".title").textContent = title || url;
  part(".title").title = url;
  part(".why").textContent = `${message} ${hint}`.trim();
  part(".again").addEventListener("click", () => ask("retry_refused", { capture_id }));
  part(".discard").addEventListener("click", () => ask("discard_refused", { capture_id }));
  return item;
}

/** @param {string} path */
async function openDashboard(path) {
  const reply = await ask("open", { path });
  if (reply?.ok) return window.close();
  show("trouble", true);
  write("trouble", explainReason(reply?.reason ?? "not_running").sentence);
}

onClick("act", async () => action && ACTIONS[action]());
onClick("dashboard", () => openDashboard("/"));
onClick("open-drift", () => openDashboard("/#drift"));
onClick("open-order", () => openDashboard(orderPath));
onClick("pause", async () => ask((await settings.getPaused()) ? "resume" : "pause"));
onClick("options", () => openOwnPage("pages/options.html").then(() => window.close()));
onClick("clear-losses", () => ask("clear_losses"));

keepPainted(paint);
void ask("refresh");
