/**
 * One visit id per document in a tab; frames inside it share the top document's.
 *
 * Kept in `storage.session`, so that a worker killed between two answers of one page gives the same id again.
 */

import { findSessionText, setSessionText } from "./settings.js";

/** @type {Promise<unknown>} hellos of one page arrive together: one after the other, or two ids are made */
let line = Promise.resolve();

/**
 * @param {{tabId: number, frameId: number, documentId?: string}} sender
 * @returns {Promise<string>}
 */
export function findVisitId(sender) {
  const found = line.then(() => lookUp(sender));
  line = found.catch(() => undefined);
  return found;
}

/** @param {{tabId: number, frameId: number, documentId?: string}} sender */
async function lookUp({ tabId, frameId, documentId }) {
  const key = `visit:${tabId}`;
  const [visitId, knownDocument] = (await findSessionText(key))?.split(" ") ?? [];
  const sameDocument = frameId !== 0 || (documentId !== undefined && documentId === knownDocument);
  if (visitId && sameDocument) return visitId;
  const fresh = crypto.randomUUID();
  await setSessionText(key, `${fresh} ${frameId === 0 ? (documentId ?? "") : ""}`);
  return fresh;
}

/** @param {number} tabId a tab that was closed */
export function forgetVisit(tabId) {
  return setSessionText(`visit:${tabId}`, null);
}
