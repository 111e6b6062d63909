/** What the background does again and again: deliver what waits, ask how things stand, show it. */

import { api, findBrowserName, findSystemName } from "./api.js";
import { paintBadge } from "./badge.js";
import { coalesce } from "./coalesce.js";
import { Companion, PORTS } from "./companion.js";
import { gatherResources } from "./intake.js";
import { showNotices } from "./notices.js";
import { Outbox } from "./outbox.js";
import { IndexedStore } from "./outbox-store.js";
import { pollPairing, startPairing } from "./pairing.js";
import { Reporter } from "./reports.js";
import * as settings from "./settings.js";
import { hasAccess, needsPairing } from "./state.js";

/** @typedef {import("./exchange.js").Failure} Failure */

export const companion = new Companion({ findPorts, findPairing });
export const outbox = new Outbox({ store: new IndexedStore(), sender: companion, gather: gatherResources });
const reporter = new Reporter(companion);

/** The port the user typed, else the one that worked last, then the usual ones. */
async function findPorts() {
  const typed = await settings.getTypedPort();
  if (typed !== null) return [typed];
  const last = await settings.getLastPort();
  return [...new Set(last === null ? PORTS : [last, ...PORTS])];
}

/** Without the user's agreement there is no pairing either: a withdrawal stops a delivery under way. */
async function findPairing() {
  return (await settings.getAgreedAt()) === null ? null : settings.getPairing();
}

/** Show on the badge, and let the pages see, what waits now. */
export const showOutbox = coalesce(async () => {
  await settings.setOutboxSummary(await outbox.summarise());
  await paintBadge();
});

/** Deliver what waits. Nothing leaves the browser without the user's agreement. */
export const deliver = coalesce(async () => {
  if ((await settings.getAgreedAt()) === null) return;
  const link = await companion.connect();
  const stopped = link.ok ? await outbox.drain() : link;
  await noteConnection(stopped ?? link);
  await showOutbox();
  if (link.ok && !stopped) await reporter.report(await settings.getOutboxSummary());
});

/** One whole round: at start, by the alarm, when the popup opens. */
export const makeRound = coalesce(async () => {
  if ((await settings.getAgreedAt()) === null) return paintBadge();
  await advancePairing();
  await deliver();
  // Not awaited: slow pictures must not hold up the next round. What fails here is tried again by that one.
  fetchResources().catch(() => undefined);
  await askStatus();
  await paintBadge();
});

/** Complete stored captures with the pictures and style sheets they showed, then send them. */
export async function fetchResources() {
  await outbox.gather();
  await deliver();
}

/** Look how the pairing under way stands, or ask for the first one as soon as there is a companion. */
const advancePairing = coalesce(async () => {
  if ((await settings.getAgreedAt()) === null) return "none";
  if (await settings.getPairingRequest()) return pollPairing(companion);
  if ((await settings.getPairingEnd()) === null && (await needsPairing())) await requestPairing();
  return "none";
});

/** A page that shows the pairing is open: go one step further, and on at once when the user has approved. */
export async function stepPairing() {
  if ((await advancePairing()) === "approved") await makeRound();
  else await paintBadge();
}

/** Ask the companion for a pairing, whatever there was before. */
export const requestPairing = coalesce(async () => {
  await settings.setPairingEnd(null);
  const started = await startPairing(companion, `${findBrowserName()} on ${findSystemName()}`);
  if (started.ok) return;
  await noteConnection(started);
  // The companion takes only a few requests in a while: asking on would only make it longer.
  if (started.code?.startsWith("too_many")) await settings.setPairingEnd("too_many");
});

async function askStatus() {
  const answer = await companion.send("GET", "/v1/status");
  if (!answer.ok) return;
  const status = /** @type {import("./companion.js").Status} */ (answer.body);
  await settings.setStatus({ ...status, received_at: new Date().toISOString() });
  await reporter.report(await settings.getOutboxSummary(), { again: true });
  await showNotices(companion, status.notices);
}

/** @param {import("./hello.js").Found | Failure} outcome */
async function noteConnection(outcome) {
  const at = new Date().toISOString();
  if (outcome.ok) {
    await settings.setLastPort(outcome.port);
    await settings.setConnection({ reason: "connected", port: outcome.port, version: outcome.version, at });
    return;
  }
  // A withdrawn host permission looks like a dead companion from here; the user needs to hear which it is.
  const reason = outcome.reason === "not_running" && !(await hasAccess()) ? "no_permission" : outcome.reason;
  await settings.setConnection({ reason, port: null, version: null, at });
}

/** Tell every open page of the marketplace whether to look or to look away. */
export async function spreadEnabled() {
  const enabled = await isEnabled();
  const tabs = await api.tabs.query({ url: api.runtime.getManifest().content_scripts?.[0]?.matches ?? [] });
  for (const { id } of tabs) {
    if (id === undefined) continue;
    // A tab opened before the extension was installed has nobody listening.
    await api.tabs.sendMessage(id, { type: "enabled", enabled }).catch(() => undefined);
  }
}

/** @returns {Promise<boolean>} whether pages may be captured */
export async function isEnabled() {
  return (await settings.getAgreedAt()) !== null && !(await settings.getPaused());
}
