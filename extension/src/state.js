/** The extension's state as of now, read from the settings by the badge and by every page. */

import { api } from "./api.js";
import * as settings from "./settings.js";
import { makeState } from "./words.js";

/** @typedef {import("./words.js").State} State */

/** @returns {Promise<State>} */
export async function readState() {
  const [agreedAt, paused, permitted, pairing, request, connection, outbox, status, trouble] = await Promise.all([
    settings.getAgreedAt(),
    settings.getPaused(),
    hasAccess(),
    settings.getPairing(),
    settings.getPairingRequest(),
    settings.getConnection(),
    settings.getOutboxSummary(),
    settings.getStatus(),
    settings.getStorageTrouble(),
  ]);
  return makeState({
    agreed: agreedAt !== null,
    paused,
    permitted,
    paired: pairing !== null,
    pairing: request !== null,
    reason: connection?.reason ?? null,
    waiting: outbox.waiting,
    refused: outbox.refused.length,
    lostOrders: outbox.losses.orders,
    readOnly: status?.read_only ?? false,
    storageTrouble: trouble !== null,
  });
}

/** @returns {string[]} every host the extension works with */
export function listOrigins() {
  return api.runtime.getManifest().host_permissions ?? [];
}

/** Firefox lets the user withdraw host access at any time; Chromium on a click in its toolbar. */
export function hasAccess() {
  return api.permissions.contains({ origins: listOrigins() });
}

/** Not paired at all, or paired with a companion that has forgotten us. */
export async function needsPairing() {
  if ((await settings.getPairing()) === null) return true;
  const reason = (await settings.getConnection())?.reason ?? "";
  return ["pairing_unknown", "not_proved", "wrong_origin"].includes(reason);
}
