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
  /** So many rows on either side are compared. */
  const LOOK = 6;
  /** So many rows in a row are no chance. */
  const SURE = 2;

  /** @type {Map<string, OrderproofRow[]>} */
  const byKey = new Map();
  /** @type {Set<OrderproofRow>} */
  const unsent = new Set();
  /** @type {Set<OrderproofRow>} rows that hold a clone, the oldest first */
  const holding = new Set();
  /** @type {readonly OrderproofRow[]} what was taken last */
  let last = [];

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
   * How many rows on one side of a row are what stands there now, and whether the next one is another.
   *
   * @param {OrderproofRow} row
   * @param {"before" | "after"} side
   * @param {readonly (OrderproofRow | OrderproofSeenRow)[]} beside what is seen on that side, the nearest first
   */
  function compare(row, side, beside) {
    let known = row[side];
    let count = 0;
    while (known && count < beside.length && known.key === beside[count]?.key) {
      known = known[side];
      count += 1;
    }
    return { count, isOther: known !== null && count < beside.length };
  }

  /**
   * The row that is seen again, if there is one and no doubt about it: what stands beside it agrees, and nothing is another
   * than before, unless very much agrees. A day's heading may stay in view while rows pass under it.
   *
   * @param {OrderproofSeenRow} seen
   * @param {readonly OrderproofRow[]} previous the rows before it, the nearest first
   * @param {readonly (OrderproofRow | OrderproofSeenRow)[]} following what stands after it
   */
  function findAgain(seen, previous, following) {
    /** @type {OrderproofRow | undefined} */
    let best;
    let most = 0;
    let isSure = false;
    for (const row of byKey.get(seen.key) ?? []) {
      const [before, after] = [compare(row, "before", previous), compare(row, "after", following)];
      const count = before.count + after.count;
      if (count < most || count < (before.isOther || after.isOther ? SURE : 1)) continue;
      isSure = count > most || count >= SURE; // of two versions of one row, the newer
      most = count;
      best = row;
    }
    return isSure ? best : undefined;
  }

  /**
   * A list that was moved on by nearly all of its height shows one row again: the first that stood there before is the last
   * now, or the other way round.
   *
   * @param {OrderproofSeenRow} seen
   * @param {readonly OrderproofRow[]} previous
   * @param {readonly (OrderproofRow | OrderproofSeenRow)[]} following
   */
  function findAtEdge(seen, previous, following) {
    const row = following.length === 0 ? last[0] : previous.length === 0 ? last.at(-1) : undefined;
    if (row?.key !== seen.key) return undefined;
    return compare(row, "before", previous).isOther || compare(row, "after", following).isOther ? undefined : row;
  }

  /** @param {OrderproofRow} row @param {"before" | "after"} side */
  const isJoined = (row, side) => row[side]?.[side === "before" ? "after" : "before"] === row;

  /**
   * A heading that stays in view at the edge, while rows pass under it, parts nothing that stood together.
   *
   * @param {OrderproofRow} first
   * @param {OrderproofRow} second
   * @param {boolean} isStart whether nothing is seen before the first
   * @param {boolean} isEnd whether nothing is seen after the second
   */
  function link(first, second, isStart, isEnd) {
    const [isFirstJoined, isSecondJoined] = [isJoined(first, "after"), isJoined(second, "before")];
    if ((isFirstJoined || isStart) && (isSecondJoined || isEnd) && (isFirstJoined || isSecondJoined)) return;
    first.after = second;
    second.before = first;
  }

  /**
   * @param {OrderproofSeenRow} seen
   * @param {readonly OrderproofRow[]} previous
   * @param {readonly (OrderproofRow | OrderproofSeenRow)[]} following
   * @param {ReadonlySet<OrderproofRow>} taken what else stands there now
   */
  function takeSeen(seen, previous, following, taken) {
    const row = findAgain(seen, previous, following) ?? findAtEdge(seen, previous, following);
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
      const following = stretch.slice(index + 1, index + 1 + LOOK);
      const row = isKnown(one) ? one : takeSeen(one, rows.slice(-LOOK).reverse(), following, taken);
      taken.add(row);
      rows.push(row);
    });
    // Only now, or a row could be found again by what this very stretch has said.
    rows.forEach((row, index) => {
      const previous = rows[index - 1];
      if (previous) link(previous, row, index === 1, index === rows.length - 1);
    });
    last = rows;
    return rows;
  }

  /** Rows in a row, as both of them say. @param {OrderproofRow} row @param {"before" | "after"} side */
  function neighbour(row, side) {
    const other = row[side];
    return other && isJoined(row, side) && other.clone && other.shell.mark === row.shell.mark ? other : null;
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
