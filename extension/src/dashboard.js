/** Opening the companion's dashboard: by a link that works once, so no session lies around in the browser. */

import { api } from "./api.js";

/**
 * @param {import("./companion.js").Companion} companion
 * @param {string} path
 * @returns {Promise<{ok: true} | import("./exchange.js").Failure>}
 */
export async function openDashboard(companion, path) {
  const answer = await companion.send("POST", "/v1/dashboard-links", { json: { path } });
  if (!answer.ok) return answer;
  const { url } = /** @type {{url?: unknown}} */ (answer.body ?? {});
  if (typeof url !== "string" || !url.startsWith("http://127.0.0.1:")) {
    return { ok: false, retry: false, reason: "failed" };
  }
  await api.tabs.create({ url });
  return { ok: true };
}
