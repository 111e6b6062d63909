/* The frame's side: messages stand under their day; those far from the view leave the document, and a space of their
   height stays. */
(async () => {
  "use strict";
  const core = window.chatCore;
  const NAMES = { name: "message-author", avatar: "message-avatar", time: "message-time", label: "message-label", day: "date" };
  const dress = part => `talk__${NAMES[part] || part}`;
  const parts = window.chatParts(dress);
  const { h, box } = parts;
  const heights = window.chatHeights();
  const AROUND = 8;
  const above = box("space");
  const below = box("space");
  const start = box("start");
  const list = h("main", { class: "talk__log" });
  const scroller = h("div", { class: "talk__view" }, list);
  let entries = [];
  let rows = new Map();
  let days = new Map();

  const draw = message => {
    if (message.side === "none") return box("notice", message.content.txt);
    if (message.isRecalled) return box("recalled", parts.recall(message), h("span", { class: dress("time"), text: parts.clock(message.at) }));
    const way = message.side === "own" ? "outgoing" : "incoming";
    const bubble = h("div", { class: `talk__bubble${parts.isBare(message) ? " talk__bubble--bare" : ""}` }, ...parts.content(message));
    return h("article", { class: `talk__message talk__message--${way}` },
      parts.face(message.side), box("body", parts.name(message), bubble), h("span", { class: dress("time"), text: parts.clock(message.at) }));
  };

  const makeDay = on => {
    const held = box("messages");
    const heading = h("h3", { class: dress("day"), text: on });
    return { heading, held, section: h("section", { class: "talk__day" }, heading, held) };
  };

  const keep = (known, key, mark, make) => known && known.mark === mark ? known : { mark, ...make() };

  /** Make the children of an element these, moving as few as can be. */
  const arrange = (element, wanted) => {
    wanted.forEach((child, place) => { if (element.children[place] !== child) element.insertBefore(child, element.children[place] || null); });
    while (element.children.length > wanted.length) element.lastChild.remove();
  };

  /** Group the rows in view by their day, whose heading is there as long as one of them is. */
  const group = (first, last) => {
    const groups = new Map();
    let on = entries.slice(0, first + 1).reverse().find(entry => entry.day)?.day;
    for (const entry of entries.slice(first, last)) {
      on = entry.day || on;
      if (!on) continue;
      if (!groups.has(on)) groups.set(on, []);
      if (entry.message) groups.get(on).push(entry);
    }
    return groups;
  };

  const drawRows = () => {
    if (!entries.length) return;
    const first = Math.max(0, heights.find(scroller.scrollTop) - AROUND);
    const last = Math.min(entries.length, heights.find(scroller.scrollTop + scroller.clientHeight) + AROUND);
    const groups = group(first, last);
    const newRows = new Map();
    const newDays = new Map();
    const seen = [];
    for (const [on, held] of groups) {
      newDays.set(on, keep(days.get(on), on, true, () => makeDay(on)));
      for (const { key, message } of held) newRows.set(key, keep(rows.get(key), key, message.isRecalled, () => ({ row: draw(message) })));
      arrange(newDays.get(on).held, held.map(({ key }) => newRows.get(key).row));
    }
    [rows, days] = [newRows, newDays];
    arrange(list, [above, ...(first === 0 ? [start] : []), ...[...days.values()].map(day => day.section), below]);
    start.textContent = core.isLoading ? "Loading" : core.hasMore ? "" : "No more messages";
    for (const [key, { row }] of rows) seen.push([key, row.offsetHeight]);
    for (const [on, { heading }] of days) seen.push([`day ${on}`, heading.offsetHeight]);
    if (first === 0) seen.push(["start", start.offsetHeight]);
    heights.note(seen);
    const [firstDay] = days.keys();
    const headed = heights.place(`day ${firstDay}`) < first ? heights.height(`day ${firstDay}`) : 0;
    above.style.height = `${heights.top(first) - headed}px`;
    below.style.height = `${heights.total() - heights.top(last)}px`;
  };

  const keepPlace = window.chatKeepPlace(scroller, heights, drawRows);
  document.getElementById("root").replaceChildren(h("div", { class: "talk chat-page" },
    h("header", { class: "talk__header" }, h("strong", { class: "talk__seller-name", text: "" }), h("a", { class: "talk__store", text: "Visit store" })), scroller, parts.editor()));
  scroller.addEventListener("scroll", () => {
    keepPlace(() => {});
    if (scroller.scrollTop < 120) void core.older();
  });
  new ResizeObserver(() => keepPlace(() => {})).observe(scroller);
  core.onChange(() => keepPlace(() => {
    entries = [{ key: "start" }, ...parts.listEntries(core.messages)];
    heights.setKeys(entries.map(entry => entry.key));
  }));
  window.chatProbe.watch(scroller);
  await core.start(window.shop.parameter("orderId"));
  document.querySelector(".talk__seller-name").textContent = core.seller;
  document.querySelector(".talk__store").href = `//www.aliexpress.com/store/${core.storeId}`;
  document.body.dataset.state = "SUCCESS";
  window.parent.postMessage({ chatReady: "SUCCESS" }, "*");
})();
