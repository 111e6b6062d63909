/* Where the rows of a virtual list lie: their heights as far as they were seen, guessed before. */
window.chatHeights = () => {
  "use strict";
  const GUESS = 74;
  const heights = new Map();
  let keys = [];
  let places = new Map();
  let tops = [0];

  const settle = () => {
    tops = [0];
    for (const key of keys) tops.push(tops[tops.length - 1] + (heights.get(key) || GUESS));
  };

  return {
    /** @param wanted the names of all rows, in order */
    setKeys: wanted => { keys = wanted; places = new Map(keys.map((key, place) => [key, place])); settle(); },
    /** Note heights that were seen; tells whether any was new. */
    note: seen => {
      const fresh = seen.filter(([key, height]) => heights.get(key) !== height);
      fresh.forEach(([key, height]) => heights.set(key, height));
      if (fresh.length) settle();
      return fresh.length > 0;
    },
    top: place => tops[place],
    height: key => heights.get(key) || GUESS,
    key: place => keys[place],
    place: key => places.get(key),
    total: () => tops[keys.length],
    /** Find the row that lies at a height. */
    find: y => {
      let low = 0;
      let high = keys.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (tops[middle] <= y) low = middle; else high = middle - 1;
      }
      return low;
    },
  };
};

/** Draw a virtual list anew until its heights are known, with what the reader looks at staying where it is. */
window.chatKeepPlace = (scroller, heights, drawRows) => {
  "use strict";
  let isEnd = true;
  scroller.addEventListener("scroll", () => { isEnd = scroller.scrollTop >= scroller.scrollHeight - scroller.clientHeight - 40; });
  return change => {
    let place = heights.find(scroller.scrollTop);
    // Older messages come between a heading and what it stood above.
    while (/^(day|start)/.test(heights.key(place))) place++;
    const anchor = heights.key(place);
    const inside = scroller.scrollTop - heights.top(place);
    change();
    for (let turn = 0; turn < 4; turn++) {
      drawRows();
      const wanted = isEnd ? heights.total() : heights.place(anchor) === undefined ? scroller.scrollTop : heights.top(heights.place(anchor)) + inside;
      const before = scroller.scrollTop;
      if (Math.abs(wanted - before) > 1) scroller.scrollTop = wanted;
      if (scroller.scrollTop === before && turn) break;
    }
  };
};
