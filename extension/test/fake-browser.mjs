/** A stand-in for the browser's storage and manifest, to be imported before any module that uses them. */

/** @returns {any} an area like `storage.local` */
function makeArea() {
  /** @type {Map<string, unknown>} */
  const values = new Map();
  return {
    get: async (/** @type {string} */ key) => (values.has(key) ? { [key]: structuredClone(values.get(key)) } : {}),
    set: async (/** @type {object} */ change) => {
      for (const [key, value] of Object.entries(change)) values.set(key, structuredClone(value));
    },
    remove: async (/** @type {string} */ key) => void values.delete(key),
    clear: async () => values.clear(),
  };
}

/** @type {any} */
export const fakeBrowser = {
  storage: { local: makeArea(), session: makeArea() },
  runtime: {
    getManifest: () => ({ version: "9.9.9", host_permissions: ["https://*.aliexpress.com/*"] }),
    getURL: (/** @type {string} */ path) => `chrome-extension://orderproof/${path}`,
  },
};

/** @type {any} */ (globalThis).browser = fakeBrowser;
// Node 20 has none; later ones call themselves Node there.
Object.defineProperty(globalThis, "navigator", { value: { userAgent: "Mozilla/5.0 (X11; Linux) Firefox/153.0" } });

/** Forget everything that was stored. */
export async function clearStorage() {
  await fakeBrowser.storage.local.clear();
  await fakeBrowser.storage.session.clear();
}
