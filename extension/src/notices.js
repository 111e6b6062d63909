/** Notices the companion could not show on the desktop itself: shown by the browser, each once. */

import { api } from "./api.js";
import { findSessionText, setSessionText } from "./settings.js";

/** @typedef {import("./companion.js").Companion} Companion */

/**
 * Show what waits and tell the companion. Killed in between, the same notice is put up again under the same
 * id, which replaces it rather than doubling it.
 *
 * @param {Companion} companion
 * @param {import("./companion.js").Notice[]} notices
 */
export async function showNotices(companion, notices) {
  for (const { notice_id, title, body, path } of notices) {
    await setSessionText(`notice:${notice_id}`, path);
    const iconUrl = api.runtime.getURL("icons/icon-128.png");
    try {
      await api.notifications.create(notice_id, { type: "basic", iconUrl, title, message: body });
    } catch {
      continue; // not shown, so not confirmed: the companion hands it out again next time
    }
    await companion.send("POST", `/v1/notices/${encodeURIComponent(notice_id)}/shown`, { json: {} });
  }
}

/**
 * @param {string} noticeId
 * @returns {Promise<string | null>} the dashboard path a click on it opens
 */
export function findNoticePath(noticeId) {
  return findSessionText(`notice:${noticeId}`);
}
