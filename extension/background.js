/**
 * The background: a service worker in Chromium, an event page in Firefox. Both are ended when idle and started
 * by the next event, so every listener is registered here, at once, and nothing is kept in memory only.
 */

import { api } from "./src/api.js";
import { paintBadge } from "./src/badge.js";
import { answerMessage } from "./src/commands.js";
import { openDashboard } from "./src/dashboard.js";
import { findNoticePath } from "./src/notices.js";
import { companion, deliver, makeRound } from "./src/rounds.js";
import { closeToContentScripts, getAgreedAt } from "./src/settings.js";
import { forgetVisit } from "./src/visits.js";

const ROUND = "round";
const CONSENT_PAGE = "pages/consent.html";

/** Every handler waits for this before it does anything. */
const ready = prepare();

api.runtime.onInstalled.addListener(async ({ reason }) => {
  await ready;
  if (reason === "install" && (await getAgreedAt()) === null) {
    await api.tabs.create({ url: api.runtime.getURL(CONSENT_PAGE) });
  }
});

api.runtime.onStartup.addListener(async () => {
  await ready;
  await makeRound();
});

api.alarms.onAlarm.addListener(async ({ name }) => {
  await ready;
  if (name === ROUND) await makeRound();
});

api.runtime.onMessage.addListener((message, sender, reply) => {
  ready.then(() => answerMessage(message, sender)).then(reply);
  return true; // the answer comes later
});

api.tabs.onRemoved.addListener(async (tabId) => {
  await ready;
  await forgetVisit(tabId);
});

api.notifications.onClicked.addListener(async (noticeId) => {
  await ready;
  const path = await findNoticePath(noticeId);
  if (path) await openDashboard(companion, path);
  await api.notifications.clear(noticeId);
});

api.permissions.onAdded.addListener(async () => {
  await ready;
  await makeRound();
});

api.permissions.onRemoved.addListener(async () => {
  await ready;
  await paintBadge();
});

self.addEventListener("online", async () => {
  await ready;
  await deliver();
});

/** Good to have, each; none of them may keep the handlers from their work. */
async function prepare() {
  await Promise.allSettled([closeToContentScripts(), keepAlarm(), paintBadge()]);
}

/** Firefox forgets alarms when it closes; making one that is there already would push it back each time. */
async function keepAlarm() {
  if (!(await api.alarms.get(ROUND))) await api.alarms.create(ROUND, { periodInMinutes: 0.5 });
}
