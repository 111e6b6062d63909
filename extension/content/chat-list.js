"use strict";
/*
 * Follows one scrolling list of a chat: each row is copied when it comes, and what came is sent when it is quiet.
 *
 * Copying must not wait: a virtual list throws a row away, or writes another message into it, at the next step of the
 * wheel. So a few rows are copied at once, in the very callback that tells of them, and many of them in turns.
 */
orderproof.followList = (scroller) => {
  const { media, pageMessage, parts, pieces, relay, shell } = orderproof;
  const TURN = 8;
  /** A list with more pieces keeps them: it is not copied whole at every change. */
  const SMALL = 300;
  const CHUNK = 40;
  /** Rows sent before that go along on either side: by them stretches meet, and times find their day. */
  const AROUND = 60;
  const MANY = 80;
  const QUIET = 600;
  const LONGEST = 3000;
  /** After so many messages the waits are twice as long, and so on: for a list that never comes to rest. */
  const SLOWER = 100;
  /** What differs although it is the same row: where a virtual list puts it, and whether its pictures are there yet. */
  const PLACE =
    / (?:style|tabindex|data-(?:item-)?index|data-known-size|data-orderproof-lazy|aria-(?:posinset|setsize))="[^"]*"/g;

  const inert = document.implementation.createHTMLDocument("");
  const transcript = orderproof.makeTranscript();
  /** @type {WeakMap<Element, OrderproofRow>} */
  const rows = new WeakMap();
  /** @type {WeakMap<Element, Element>} */
  const holderClones = new WeakMap();
  /** @type {Set<Element>} */
  const dirty = new Set();
  /** @type {OrderproofShell | null} */
  let around = null;
  let isBusy = false;
  let timer = 0;
  let unsentSince = 0;
  let sent = 0;

  /** Two numbers, for with one of 32 bits two of some thousand rows may be taken for one. @param {string} text */
  function makeKey(text) {
    let one = 0x811c9dc5;
    let other = 5381;
    for (let index = 0; index < text.length; index++) {
      const code = text.charCodeAt(index);
      one = Math.imul(one ^ code, 16_777_619);
      other = Math.imul(other, 33) ^ code;
    }
    return `${text.length}:${one >>> 0}:${other >>> 0}`;
  }

  /** @param {Element} piece */
  function cloneHolders(piece) {
    /** @type {Element[]} */
    const holders = [];
    for (let box = piece.parentElement; box && box !== scroller; box = box.parentElement) {
      const clone = holderClones.get(box) ?? /** @type {Element} */ (inert.importNode(box, false));
      holderClones.set(box, clone);
      holders.unshift(clone);
    }
    return holders;
  }

  /** @param {Element} piece @param {OrderproofShell} shell @returns {OrderproofSeenRow} */
  function see(piece, shell) {
    const { root, result } = parts.copy(piece, inert);
    pieces.release(root);
    return {
      key: makeKey(shell.mark + root.outerHTML.replace(PLACE, "")),
      clone: root,
      holders: cloneHolders(piece),
      shell,
      frozen: result,
      ready: result.media.length ? media.read(result) : null,
    };
  }

  /** @param {readonly Element[]} stretch pieces that stand one after the other */
  function record(stretch) {
    const shown = shell.find(scroller, around);
    around = shown;
    const seen = stretch.map((piece) => (!dirty.has(piece) && rows.get(piece)) || see(piece, shown));
    transcript.add(seen).forEach((row, index) => rows.set(/** @type {Element} */ (stretch[index]), row));
    for (const piece of stretch) dirty.delete(piece);
  }

  /** Some pieces that changed and stand together, with one on either side to hold them in place. */
  function takeRun() {
    const [first] = dirty;
    if (!first) return [];
    const run = [first];
    /** @param {"before" | "after"} side */
    const grow = (side) => {
      for (let count = 0; count < CHUNK; count++) {
        const next = pieces[side](/** @type {Element} */ (run.at(side === "before" ? 0 : -1)), scroller);
        if (!next) return;
        if (side === "before") run.unshift(next);
        else run.push(next);
        if (!dirty.has(next)) return;
      }
    };
    grow("before");
    grow("after");
    return run;
  }

  function recordSome() {
    for (const piece of dirty) if (!piece.isConnected) dirty.delete(piece);
    if (dirty.size === 0 || !scroller.isConnected) return dirty.clear();
    const all = pieces.list(scroller, SMALL);
    if (!all) return record(takeRun());
    record(all);
    dirty.clear(); // what is left is no piece any more
  }

  async function recordAll() {
    if (isBusy) return;
    isBusy = true;
    const turns = orderproof.makeTurns(TURN);
    try {
      while (dirty.size > 0) {
        if (turns.isOver()) await turns.next();
        recordSome();
      }
    } catch (error) {
      dirty.clear(); // or the same row would keep all others from being copied
      console.debug("Orderproof could not copy a row:", error);
    } finally {
      isBusy = false;
    }
    plan();
  }

  function plan() {
    if (transcript.unsent === 0) return;
    const now = performance.now();
    unsentSince ||= now;
    const pace = 1 + sent / SLOWER;
    const isDue = transcript.unsent >= MANY * pace || now - unsentSince > LONGEST * pace;
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void send(), isDue ? 0 : QUIET * pace);
  }

  /** @param {OrderproofRow[]} stretch */
  function makeMessage(stretch) {
    const frozen = stretch.flatMap((row) => row.frozen ?? []);
    const resources = frozen.flatMap((one) => one.resources);
    const unreadable = frozen.flatMap((one) => one.unreadable);
    const message = pageMessage.make("change", new Date().toISOString(), { resources, unreadable });
    const { frameId, url } = /** @type {OrderproofRow} */ (stretch[0]).shell;
    pageMessage.addDocument(message, { frame_id: frameId, url, doctype: "<!DOCTYPE html>", root: shell.build(stretch) });
    return message;
  }

  async function send() {
    unsentSince = 0;
    if (!relay.enabled) return;
    const turns = orderproof.makeTurns(TURN);
    for (const stretch of transcript.takeUnsent(AROUND)) {
      const message = makeMessage(stretch);
      const waiting = stretch.flatMap((row) => row.ready ?? []);
      if (waiting.length) {
        await Promise.all(waiting);
        message.resources = stretch.flatMap((row) => row.frozen?.resources ?? []);
      }
      sent += 1;
      if (!pageMessage.send(message)) transcript.giveBack(stretch);
      await turns.next();
    }
  }

  pieces.begin(scroller);
  for (const piece of pieces.list(scroller, SMALL) ?? []) dirty.add(piece);
  void recordAll();

  return {
    note(node, added) {
      const piece = node === scroller ? null : pieces.find(node, scroller);
      if (piece) for (const part of pieces.cut(piece)) dirty.add(part);
      else for (const element of added) for (const part of pieces.cut(element)) dirty.add(part);
    },
    record: () => void recordAll(),
    leave() {
      window.clearTimeout(timer);
      try {
        recordSome();
        for (const stretch of transcript.takeUnsent(AROUND)) pageMessage.send(makeMessage(stretch));
      } catch (error) {
        console.debug("Orderproof could not copy the last rows:", error);
      }
    },
  };
};
