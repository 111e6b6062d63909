"use strict";
/* Makes JSON text of an object that a JSONP callback or XMLHttpRequest was given, without holding up the page. */
(() => {
  const { MAX_BODY } = orderproofTap;
  /** Milliseconds of the page's time, at once and in each idle turn after that. */
  const FIRST_TURN = 0.7;
  const IDLE_TURN = 4;
  /** Objects are cut into pieces down to this depth, where the site's components lie; below it one piece each. */
  const PIECE_DEPTH = 4;
  const { stringify } = JSON;
  const now = performance.now.bind(performance);
  const idleCallback = window.requestIdleCallback.bind(window);

  /** @param {any} value @param {number} depth @returns {Generator<string>} */
  function* pieces(value, depth) {
    if (depth === 0 || typeof value !== "object" || value === null || typeof value.toJSON === "function") {
      yield stringify(value) ?? "null";
    } else if (Array.isArray(value)) {
      for (let index = 0; index < value.length; index++) {
        yield index ? "," : "[";
        yield* pieces(value[index], depth - 1);
      }
      yield value.length ? "]" : "[]";
    } else {
      let mark = "{";
      for (const key of Object.keys(value)) {
        if (value[key] === undefined || typeof value[key] === "function") continue;
        yield `${mark}${stringify(key)}:`;
        yield* pieces(value[key], depth - 1);
        mark = ",";
      }
      yield mark === "{" ? "{}" : "}";
    }
  }

  /**
   * The page may change the object once its callback has run, so the first turn is at once; it is enough for the
   * order pages' answers. Only a very large one is finished in idle turns.
   * @param {unknown} value @param {(text: string) => void} done @param {() => void} failed
   */
  function writeObject(value, done, failed) {
    const source = pieces(value, PIECE_DEPTH);
    let text = "";
    /** @param {number} milliseconds */
    const turn = (milliseconds) => {
      const endsAt = now() + milliseconds;
      try {
        do {
          const piece = source.next();
          if (piece.done) return done(text);
          text += piece.value;
        } while (now() < endsAt);
      } catch {
        return failed(); // a loop in the object, or a getter that throws
      }
      if (text.length > MAX_BODY) return failed();
      idleCallback(() => turn(IDLE_TURN), { timeout: 200 });
    };
    turn(FIRST_TURN);
  }

  Object.assign(orderproofTap, { writeObject });
})();
