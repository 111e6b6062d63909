/** The first page: what is kept and where it goes, the user's decision, then the pairing. */

import { api } from "../src/api.js";
import * as settings from "../src/settings.js";
import { hasAccess, needsPairing } from "../src/state.js";
import { explainReason } from "../src/words.js";
import { ask, get, keepPainted, onClick, requestAccess, show, watchPairing, write } from "./page.js";

/** @typedef {"decide" | "permit" | "pair" | "done"} View */

// Opened again from the options, the page shows its first part although the user has agreed.
const readAgain = location.hash === "#read";
let watching = false;

/** @type {Record<string, [string, string]>} */
const ENDINGS = {
  refused: ["Refused in the companion", "This browser was turned down over there. Ask again if that was a slip."],
  expired: ["No answer within three minutes", "The code is no longer valid. Ask again for a new one."],
  too_many: ["Not now", "Another browser is being paired, or there were many requests. Ask again in a few minutes."],
  unpaired: ["Not paired", "You took this browser’s pairing away. Nothing is sent until you pair again."],
};

async function findView() {
  if (readAgain || (await settings.getAgreedAt()) === null) return "decide";
  if (!(await hasAccess())) return "permit";
  return (await settings.getPairingRequest()) || (await needsPairing()) ? "pair" : "done";
}

async function paint() {
  const view = await findView();
  for (const id of ["decide", "permit", "pair", "done"]) show(id, id === view);
  paintSteps(view);
  if (view === "decide") await paintDecision();
  if (view === "pair") await paintPairing();
  if (view === "pair" && !watching) {
    watching = true;
    watchPairing();
  }
}

/** @param {View} view */
function paintSteps(view) {
  const now = { decide: 0, permit: 1, pair: 1, done: 2 }[view];
  ["step-decide", "step-pair", "step-done"].forEach((id, index) => {
    get(id).className = index < now ? "past" : "";
    if (index === now) get(id).setAttribute("aria-current", "step");
    else get(id).removeAttribute("aria-current");
  });
}

async function paintDecision() {
  const agreedAt = await settings.getAgreedAt();
  show("agree", agreedAt === null);
  show("later", agreedAt === null);
  if (agreedAt === null) return;
  const day = new Date(agreedAt).toLocaleDateString(undefined, { dateStyle: "long" });
  write("agreed-note", `You agreed on ${day}. You can withdraw that in the options.`);
}

async function paintPairing() {
  const request = await settings.getPairingRequest();
  const end = request ? null : await settings.getPairingEnd();
  show("asking", request !== null);
  show("ended", end !== null);
  show("looking", !request && end === null);
  if (request) {
    write("code", request.code);
    const until = new Date(request.expires_at).toLocaleTimeString(undefined, { timeStyle: "short" });
    write("expires", `The code is good until ${until}.`);
  }
  const [title, text] = ENDINGS[end ?? ""] ?? ["", ""];
  write("ended-title", title);
  write("ended-text", text);
  const reason = (await settings.getConnection())?.reason;
  const missing = reason !== undefined && reason !== "connected" && reason !== "not_paired";
  write("looking-title", missing ? "The companion is not there yet" : "Looking for the companion…");
  write("looking-text", missing ? explainReason(reason).sentence : "One moment.");
}

onClick("agree", () => ask("agree"));
onClick("later", async () => {
  const tab = await api.tabs.getCurrent();
  if (tab?.id !== undefined) await api.tabs.remove(tab.id);
});
onClick("pair-again", () => ask("pair"));
onClick("allow", requestAccess);
onClick("dashboard", async () => {
  const reply = await ask("open", { path: "/" });
  write("trouble", reply?.ok ? "" : explainReason(reply?.reason ?? "not_running").sentence);
});

keepPainted(paint);
