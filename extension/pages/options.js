/** The options: the companion and its port, the pairing, the agreement. */

import { api } from "../src/api.js";
import * as settings from "../src/settings.js";
import { hasAccess } from "../src/state.js";
import { countOf, explainReason } from "../src/words.js";
import { ask, get, keepPainted, onClick, openOwnPage, paintState, requestAccess, show, write } from "./page.js";

const port = get("port", HTMLInputElement);

async function paint() {
  await paintState();
  await paintCompanion();
  await paintKeeping();
  show("allow", !(await hasAccess()));
  write("version", api.runtime.getManifest().version);
}

async function paintCompanion() {
  const [connection, pairing, request] = await Promise.all([
    settings.getConnection(),
    settings.getPairing(),
    settings.getPairingRequest(),
  ]);
  write("connection", connection ? tellConnection(connection) : "Not tried yet.");
  write("pairing", request ? `Waiting for approval, code ${request.code}` : tellPairing(pairing));
  write("pair", pairing ? "Pair again" : "Pair");
  show("pair", (await settings.getAgreedAt()) !== null);
  show("unpair", pairing !== null);
  show("unpaired-note", pairing !== null);
}

/** @param {settings.Connection} connection */
function tellConnection({ reason, port, version, at }) {
  const time = new Date(at).toLocaleTimeString(undefined, { timeStyle: "short" });
  if (reason === "connected") return `Companion ${version} on port ${port}, reached at ${time}.`;
  return explainReason(reason).sentence;
}

/** @param {settings.Pairing | null} pairing */
function tellPairing(pairing) {
  if (!pairing) return "This browser is not paired.";
  return `Paired since ${tellDay(pairing.paired_at)}.`;
}

/** @param {string} moment */
function tellDay(moment) {
  return new Date(moment).toLocaleDateString(undefined, { dateStyle: "long" });
}

async function paintKeeping() {
  const [agreedAt, paused, { waiting, bytes }] = await Promise.all([
    settings.getAgreedAt(),
    settings.getPaused(),
    settings.getOutboxSummary(),
  ]);
  write("agreement", agreedAt ? `Given on ${tellDay(agreedAt)}.` : "Not given. Nothing is kept.");
  write("waiting", waiting === 0 ? "Nothing." : `${countOf(waiting, "capture")}, ${tellSize(bytes)}`);
  write("pause", paused ? "Resume" : "Pause");
  for (const id of ["pause", "read", "withdraw"]) show(id, agreedAt !== null);
  show("agree", agreedAt === null);
  show("clear", waiting > 0);
}

/** @param {number} bytes */
function tellSize(bytes) {
  const [size, unit] = bytes < 1_000_000 ? [bytes / 1000, "kilobyte"] : [bytes / 1_000_000, "megabyte"];
  const format = { style: /** @type {const} */ ("unit"), unit, maximumFractionDigits: 1 };
  return new Intl.NumberFormat(undefined, format).format(size);
}

/**
 * Ask before something that cannot be taken back.
 *
 * @param {string} title
 * @param {string} text
 * @param {string} yes
 * @returns {Promise<boolean>}
 */
function askWhetherSure(title, text, yes) {
  const dialog = get("sure", HTMLDialogElement);
  write("sure-title", title);
  write("sure-text", text);
  write("sure-yes", yes);
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}

/** @param {string} typed */
function readPort(typed) {
  if (typed === "") return null;
  const number = Number(typed);
  return /^\d{1,5}$/.test(typed) && number >= 1 && number <= 65_535 ? number : undefined;
}

get("port-form", HTMLFormElement).addEventListener("submit", async (event) => {
  event.preventDefault();
  const wanted = readPort(port.value.trim());
  port.setAttribute("aria-invalid", String(wanted === undefined));
  if (wanted === undefined) return write("port-note", "A port is a number from 1 to 65535.");
  write("port-note", "Saved. Looking there…");
  await ask("set_port", { port: wanted });
  write("port-note", wanted === null ? "Saved. The usual ports are tried." : `Saved. Only port ${wanted} is tried.`);
});

onClick("pair", async () => {
  await ask("pair");
  await openOwnPage("pages/consent.html");
});
onClick("unpair", async () => {
  const text = "Captures wait in this browser until you pair again.";
  if (await askWhetherSure("Unpair this browser?", text, "Unpair")) await ask("unpair");
});
onClick("allow", requestAccess);
onClick("pause", async () => ask((await settings.getPaused()) ? "resume" : "pause"));
onClick("read", () => openOwnPage("pages/consent.html#read"));
onClick("agree", () => openOwnPage("pages/consent.html"));
onClick("withdraw", async () => {
  const text = "Orderproof stops keeping and sending at once. It cannot warn you of what it does not see.";
  if (await askWhetherSure("Withdraw your agreement?", text, "Withdraw")) await ask("withdraw");
});
onClick("clear", async () => {
  const { waiting } = await settings.getOutboxSummary();
  const text = `${countOf(waiting, "capture")} will be gone for good: the companion does not have them.`;
  if (await askWhetherSure("Delete what waits?", text, "Delete")) await ask("clear_waiting");
});

port.value = String((await settings.getTypedPort()) ?? "");
keepPainted(paint);
void ask("refresh");
