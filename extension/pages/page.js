/** What the pages share: finding an element, asking the background, painting again when something changed. */

import { api } from "../src/api.js";
import { getPairingRequest, onSettingsChange } from "../src/settings.js";
import { listOrigins, readState } from "../src/state.js";

/**
 * An element of the page, which must exist.
 *
 * @template {HTMLElement} [T=HTMLElement]
 * @param {string} id
 * @param {new () => T} [kind]
 * @returns {T}
 */
export function get(id, kind) {
  const element = document.getElementById(id);
  if (!element || (kind && !(element instanceof kind))) throw new Error(`no such element: ${id}`);
  return /** @type {T} */ (element);
}

/**
 * @param {string} id
 * @param {string} text
 */
export function write(id, text) {
  const element = get(id);
  // A live region speaks on every write, also of the same words.
  if (element.textContent !== text) element.textContent = text;
}

/**
 * @param {string} id
 * @param {boolean} shown
 */
export function show(id, shown) {
  get(id).hidden = !shown;
}

/**
 * Ask the background for something; null when it could not be reached.
 *
 * @param {string} type
 * @param {Record<string, unknown>} [content]
 * @returns {Promise<{ok: boolean, reason?: string, message?: string, hint?: string} | null>}
 */
export function ask(type, content = {}) {
  return api.runtime.sendMessage({ type, ...content }).catch(() => null);
}

/**
 * Have a button do something, once at a time.
 *
 * @param {string} id
 * @param {() => Promise<unknown>} work
 */
export function onClick(id, work) {
  const button = get(id, HTMLButtonElement);
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      await work();
    } finally {
      button.disabled = false;
    }
  });
}

/**
 * Paint now and whenever a setting changes.
 *
 * @param {() => Promise<void>} paint
 */
export function keepPainted(paint) {
  let due = false;
  const repaint = () => {
    if (due) return;
    due = true;
    // Not requestAnimationFrame: a tab in the back gets none, and would be out of date when it comes to the front.
    setTimeout(() => {
      due = false;
      void paint();
    });
  };
  onSettingsChange(repaint);
  api.permissions.onAdded.addListener(repaint);
  api.permissions.onRemoved.addListener(repaint);
  void paint();
}

/** Paint the state's word, colour and sentence, where every page has them. */
export async function paintState() {
  const state = await readState();
  get("state").className = `state ${state.level}`;
  write("state", state.word);
  write("sentence", state.sentence);
  return state;
}

/**
 * Must run in the click itself: the browser asks only on the user's own gesture.
 *
 * @returns {Promise<boolean>}
 */
export function requestAccess() {
  return api.permissions.request({ origins: listOrigins() });
}

/** Watch a pairing go on for as long as this page is open. */
export function watchPairing() {
  const EVERY = 1500;
  const step = async () => {
    // Hidden, because the user is approving in another tab: then go on. Looking for a companion can wait.
    if (document.visibilityState === "visible" || (await getPairingRequest())) await ask("pairing_step");
    setTimeout(step, EVERY);
  };
  void step();
}

/** @param {string} path below the extension's folder */
export function openOwnPage(path) {
  return api.tabs.create({ url: api.runtime.getURL(path) });
}
