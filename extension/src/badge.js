/** The mark on the toolbar button: nothing while all is well. */

import { api } from "./api.js";
import { getOutboxSummary, getStatus } from "./settings.js";
import { readState } from "./state.js";
import { findDrift } from "./telling.js";
import { countOf } from "./words.js";

const COLORS = { red: "#b3261e", amber: "#9a6700", grey: "#5f6670", green: "#2c6e49" };

/** Paint the badge from the settings. */
export async function paintBadge() {
  const state = await readState();
  const status = await getStatus();
  const urgent = status?.deadlines.filter(isPressing).length ?? 0;
  const { waiting } = await getOutboxSummary();
  const mark = chooseMark(state, urgent, waiting, findDrift(status)?.message);
  await api.action.setBadgeText({ text: mark.text });
  await api.action.setBadgeBackgroundColor({ color: COLORS[mark.level] });
  await api.action.setBadgeTextColor({ color: "#ffffff" });
  await api.action.setTitle({ title: `Orderproof: ${mark.title}` });
}

/** @param {import("./companion.js").Deadline} deadline */
function isPressing({ urgency }) {
  return urgency === "overdue" || urgency === "critical" || urgency === "urgent";
}

/**
 * Losing pages comes before an urgent order: the one is our fault and goes on while nobody looks.
 *
 * @param {import("./words.js").State} state
 * @param {number} urgent orders
 * @param {number} waiting captures
 * @param {string} [drift] what the site changed, in a sentence
 * @returns {{text: string, level: import("./words.js").Level, title: string}}
 */
export function chooseMark({ level, word, sentence }, urgent, waiting, drift) {
  const title = `${word.toLowerCase()}. ${sentence}`;
  if (level === "red") return { text: "!", level, title };
  if (urgent > 0) return { text: String(urgent), level: "red", title: `${countOf(urgent, "order")} need you now.` };
  if (level === "grey") return { text: word === "Paused" ? "II" : "", level, title };
  if (level === "amber") return { text: waiting > 99 ? "99+" : String(waiting || ""), level, title };
  if (drift) return { text: "?", level: "amber", title: drift };
  return { text: "", level, title };
}
