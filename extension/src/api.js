/**
 * The browser's extension interface, and the only file that knows it has two names.
 *
 * Chromium of today offers both; Firefox's promise-based `browser` is the one that always works.
 */

const scope = /** @type {{browser?: typeof chrome, chrome?: typeof chrome}} */ (globalThis);

export const api = /** @type {typeof chrome} */ (scope.browser ?? scope.chrome);

/** @returns {string} address of the extension's own pages, with a slash at the end */
export function ownAddress() {
  return api.runtime.getURL("");
}

/**
 * What this browser calls itself, for the capture and for the name of the pairing.
 *
 * @returns {string} e.g. "Firefox 153.0" or "Chromium 156"
 */
export function findBrowserName() {
  const agent = navigator.userAgent;
  const firefox = /Firefox\/([\d.]+)/.exec(agent);
  if (firefox) return `Firefox ${firefox[1]}`;
  const data = /** @type {{userAgentData?: {brands: {brand: string, version: string}[]}}} */ (navigator);
  const brands = (data.userAgentData?.brands ?? []).filter(({ brand }) => !/not.*brand/i.test(brand));
  // A branded browser lists itself beside the engine; the engine's name is the less telling one.
  const named = brands.find(({ brand }) => brand !== "Chromium") ?? brands[0];
  if (named) return `${named.brand} ${named.version}`;
  return /Chrome\/([\d.]+)/.exec(agent)?.[0].replace("/", " ") ?? "Unknown browser";
}

/** @returns {string} e.g. "Windows", "macOS", "Linux" */
export function findSystemName() {
  const agent = navigator.userAgent;
  if (agent.includes("Windows")) return "Windows";
  if (agent.includes("Mac OS")) return "macOS";
  return "Linux";
}
