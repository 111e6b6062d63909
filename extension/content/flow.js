"use strict";
/* How much a page can make the extension take: so much at once, and so much per second after that. */
orderproof.flow = (() => {
  /** A buyer's fastest scrolling stays far below it. */
  const ANSWERS = { burst: 300, perSecond: 5 };
  /** A chat that connects again may be told all of its newest messages at once, one frame each. */
  const FRAMES = { burst: 3000, perSecond: 20 };
  const CHARS = { burst: 64 * 1024 * 1024, perSecond: 512 * 1024 };

  /** @param {{burst: number, perSecond: number}} rate */
  function makeBucket({ burst, perSecond }) {
    let left = burst;
    let filledAt = performance.now();
    return (/** @type {number} */ amount) => {
      const now = performance.now();
      left = Math.min(burst, left + ((now - filledAt) / 1000) * perSecond);
      filledAt = now;
      if (amount > left) return false;
      left -= amount;
      return true;
    };
  }
  const takeOneAnswer = makeBucket(ANSWERS);
  const takeOneFrame = makeBucket(FRAMES);
  const takeChars = makeBucket(CHARS);

  return {
    takeAnswer: (size) => takeOneAnswer(1) && takeChars(size),
    takeFrame: (size) => takeOneFrame(1) && takeChars(size),
  };
})();
