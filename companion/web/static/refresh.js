// Keeps the overview fresh while it is looked at: asks for the page again and swaps what has changed.

const EVERY_MS = 5000;

let shown = document.getElementById("main")?.innerHTML ?? "";

/** @returns {Promise<void>} */
async function refresh() {
  if (document.visibilityState !== "visible") return;
  const response = await fetch("/", { headers: { Accept: "text/html" } }).catch(() => null);
  if (!response) return; // the companion is away; it will be back
  if (response.status === 401) {
    location.reload();
    return;
  }
  if (!response.ok) return;
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html").getElementById("main");
  const main = document.getElementById("main");
  if (!fresh || !main || fresh.innerHTML === shown || isBusy(main)) return;
  shown = fresh.innerHTML;
  const isClosedOpen = main.querySelector("#closed")?.hasAttribute("open") ?? false;
  fresh.querySelector("#closed")?.toggleAttribute("open", isClosedOpen);
  main.replaceWith(document.adoptNode(fresh));
}

/**
 * @param {Element} main
 * @returns {boolean} true while the reader has text selected or walks through the page by keyboard
 */
function isBusy(main) {
  return main.querySelector(":focus-visible") !== null || document.getSelection()?.type === "Range";
}

setInterval(refresh, EVERY_MS);
document.addEventListener("visibilitychange", refresh);
