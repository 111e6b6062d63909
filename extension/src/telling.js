/** How a deadline is told in the popup: its level, its day, its words. Pure. */

/** @typedef {import("./companion.js").Deadline} Deadline */

/** @type {Record<string, {level: "red" | "amber" | "green", word: string}>} */
const URGENCIES = {
  overdue: { level: "red", word: "Overdue" },
  critical: { level: "red", word: "Last call" },
  urgent: { level: "red", word: "Urgent" },
  soon: { level: "amber", word: "Soon" },
  later: { level: "green", word: "In time" },
};

const DAY = 24 * 3600_000;

/**
 * @param {Deadline} deadline
 * @returns {{level: "red" | "amber" | "green", word: string}}
 */
export function tellUrgency({ kind, status, urgency }) {
  if (kind === "no_date_known") return { level: "amber", word: "No date known" };
  if (status === "claimable") return { level: "red", word: "Claim now" };
  return URGENCIES[urgency ?? ""] ?? { level: "amber", word: "Open" };
}

/**
 * The day of a deadline and how far off it is: "3 Sep 2026 · in 4 days".
 *
 * A day-only date is an interval around the globe, from its start in Shanghai to its end in Los Angeles;
 * the middle of it falls on that day everywhere. What counts for "in … days" is the early end.
 *
 * @param {Deadline} deadline
 * @param {number} now
 * @param {string} [language]
 * @returns {string} empty when no date is known
 */
export function tellWhen({ earliest_at, latest_at, certainty }, now, language) {
  const first = Date.parse(earliest_at ?? latest_at ?? "");
  const last = Date.parse(latest_at ?? earliest_at ?? "");
  if (Number.isNaN(first) || Number.isNaN(last)) return "";
  const format = new Intl.DateTimeFormat(language, { dateStyle: "medium" });
  const middle = first + (last - first) / 2;
  const day = last - first > 3 * DAY ? format.formatRange(first, last) : format.format(middle);
  return `${tellCertainty(certainty)}${day} · ${tellDistance(first, last, now, language)}`;
}

/** @param {string} certainty a statement of a page, or the grade of a rule */
function tellCertainty(certainty) {
  if (certainty === "stated") return "";
  return certainty === "D" || certainty === "U" ? "possibly from " : "estimated ";
}

/**
 * @param {number} first
 * @param {number} last
 * @param {number} now
 * @param {string} [language]
 */
function tellDistance(first, last, now, language) {
  const relative = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  if (now > last) return relative.format(-Math.max(1, Math.floor((now - last) / DAY)), "day");
  const hours = Math.floor((first - now) / 3600_000);
  if (hours < 1) return "now";
  return hours < 48 ? relative.format(hours, "hour") : relative.format(Math.floor(hours / 24), "day");
}

/**
 * What the page itself said, in quotes, or the reason in our words.
 *
 * @param {Deadline} deadline
 */
export function tellReason({ quote, reason }) {
  return quote ? `“${quote}”` : reason;
}

/** @param {Deadline} deadline */
export function tellOrder({ seller, amount, order_id }) {
  return [amount?.raw, seller].filter(Boolean).join(" · ") || `Order ${order_id}`; // a long name is cut
}

/**
 * The change of the site that costs something, if there is one.
 *
 * @param {import("./companion.js").Status | null} status
 * @returns {import("./companion.js").Drift | null}
 */
export function findDrift(status) {
  return status?.drift?.find(({ is_quiet }) => !is_quiet) ?? null;
}

/**
 * What the companion writes between backticks is something to type; the popup has quotes for it.
 *
 * @param {{message: string, next_action: string}} told
 */
export function tellWithAction({ message, next_action }) {
  return `${message} ${next_action}`.replace(/`([^`]+)`/g, "“$1”");
}

/**
 * What could not be understood, how often, and what to do: "Order detail, 2 times: Open the page again."
 *
 * @param {import("./companion.js").CountedProblem} problem
 */
export function tellProblem({ page_kind, count, next_action }) {
  const kind = page_kind.replaceAll("_", " ");
  const page = kind === "unknown" ? "A page of an unknown kind" : `${kind.charAt(0).toUpperCase()}${kind.slice(1)}`;
  return `${page}, ${count === 1 ? "once" : `${count} times`}: ${next_action}`;
}
