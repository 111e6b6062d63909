"use strict";
/*
 * The rows of one scrolling list in the order in which they stood beside one another, also after they have gone.
 *
 * A virtual list holds a few rows and throws the others away, so no moment shows it whole. What it shows next overlaps
 * with what it showed before; where that is not so, nothing is joined, and the gap stays a gap. A row that comes back
 * is known by its content and its neighbours: two that say the same are two.
 */
orderproof.makeTranscript = () => {
  /** Clones of rows that were sent are context for new ones; more than this are let go. */
  const MAX_KEPT = 1500;
  const MAX_STRETCH = 300;
  /** So many rows that follow are compared. */
  const LOOK = 6;

  /** @type {Map<string, OrderproofRow[]>} */
  const byKey = new Map();
  /** @type {Set<OrderproofRow>} */
  const unsent = new Set();
  /** @type {Set<OrderproofRow>} rows that hold a clone, the oldest first */
  const holding = new Set();

  /** @param {OrderproofRow | OrderproofSeenRow} one @returns {one is OrderproofRow} */
  const isKnown = (one) => "isSent" in one;

  /** @param {OrderproofSeenRow} seen */
  function make(seen) {
    /** @type {OrderproofRow} */
    const row = { ...seen, before: null, after: null, isSent: false };
    const alike = byKey.get(row.key);
    if (alike) alike.push(row);
    else byKey.set(row.key, [row]);
    unsent.add(row);
    hold(row);
    return row;
  }

  /** @param {OrderproofRow} row */
  function hold(row) {
    holding.add(row);
    if (holding.size <= MAX_KEPT) return;
    for (const oldest of holding) {
      if (!oldest.isSent) continue;
      oldest.clone = oldest.frozen = oldest.ready = null;
      holding.delete(oldest);
      return;
    }
  }

  /**
   * How many rows after one agree with what is seen there now; less than none where one of them is another.
   *
   * @param {OrderproofRow} row
   * @param {readonly (OrderproofRow | OrderproofSeenRow)[]} following
   */
  function countAgreeing(row, following) {
    let known = row.after;
    for (let count = 0; count < following.length; count++) {
      if (!known) return count;
      if (known.key !== following[count]?.key) return -1;
      known = known.after;
    }
    return following.length;
  }

  /**
   * The row that is seen again, if there is one and no doubt about it: nothing beside it may be another than before.
   *
   * @param {OrderproofSeenRow} seen
   * @param {OrderproofRow | undefined} previous the row right before it
   * @param {readonly (OrderproofRow | OrderproofSeenRow)[]} following what stands after it
   */
  function findAgain(seen, previous, following) {
    /** @type {OrderproofRow[]} */
    let best = [];
    let most = 1;
    for (const row of byKey.get(seen.key) ?? []) {
      const isBeside = previous !== undefined && row.before === previous;
      if (!isBeside && previous && row.before && row.before.key !== previous.key) continue;
      const after = countAgreeing(row, following);
      const count = after < 0 ? 0 : after + (isBeside ? LOOK : 0);
      if (count > most) best = [];
      most = Math.max(most, count);
      if (count === most) best.push(row);
    }
    return best.length === 1 ? best[0] : undefined;
  }

  /** @param {OrderproofRow} first @param {OrderproofRow} second */
  function link(first, second) {
    first.after = second;
    second.before = first;
  }

  /**
   * @param {OrderproofSeenRow} seen
   * @param {OrderproofRow | undefined} previous
   * @param {readonly (OrderproofRow | OrderproofSeenRow)[]} following
   * @param {ReadonlySet<OrderproofRow>} taken what else stands there now
   */
  function takeSeen(seen, previous, following, taken) {
    const row = findAgain(seen, previous, following);
    if (!row || taken.has(row)) return make(seen);
    if (!row.clone) {
      Object.assign(row, seen);
      hold(row);
    }
    return row;
  }

  /** @type {OrderproofTranscript["add"]} */
  function add(stretch) {
    /** @type {OrderproofRow[]} */
    const rows = [];
    /** @type {Set<OrderproofRow>} */
    const taken = new Set(stretch.filter(isKnown));
    stretch.forEach((one, index) => {
      const previous = rows[index - 1];
      const row = isKnown(one) ? one : takeSeen(one, previous, stretch.slice(index + 1, index + 1 + LOOK), taken);
      taken.add(row);
      rows.push(row);
    });
    // Only now, or a row could be found again by what this very stretch has said.
    rows.forEach((row, index) => {
      const previous = rows[index - 1];
      if (previous) link(previous, row);
    });
    return rows;
  }

  /** Rows in a row, as both of them say. @param {OrderproofRow} row @param {"before" | "after"} side */
  function neighbour(row, side) {
    const other = row[side];
    const isMutual = other?.[side === "before" ? "after" : "before"] === row;
    return other && isMutual && other.clone && other.shell.mark === row.shell.mark ? other : null;
  }

  /** @param {OrderproofRow} start @param {"before" | "after"} side @param {number} around */
  function walk(start, side, around) {
    /** @type {OrderproofRow[]} */
    const found = [];
    let known = 0;
    for (let row = neighbour(start, side); row; row = neighbour(row, side)) {
      known = row.isSent ? known + 1 : 0;
      if (known > around || found.length >= MAX_STRETCH || row === start) break;
      found.push(row);
    }
    return found;
  }

  /** @type {OrderproofTranscript["takeUnsent"]} */
  function takeUnsent(around) {
    /** @type {OrderproofRow[][]} */
    const stretches = [];
    for (const row of unsent) {
      if (row.isSent) continue;
      const stretch = [...walk(row, "before", around).reverse(), row, ...walk(row, "after", around)];
      for (const one of stretch) one.isSent = true;
      stretches.push(stretch);
    }
    unsent.clear();
    return stretches;
  }

  /** @type {OrderproofTranscript["giveBack"]} */
  function giveBack(stretch) {
    for (const row of stretch) {
      row.isSent = false;
      unsent.add(row);
    }
  }

  return {
    add,
    takeUnsent,
    giveBack,
    get unsent() {
      return unsent.size;
    },
  };
};
