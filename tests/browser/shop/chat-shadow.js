/* The chat as a virtual list in an open shadow root. A few rows exist at a time, each placed by its own transform; an
   element that left the view is used again for another message, so that their order in the document tells nothing. */
(async () => {
  "use strict";
  const core = window.chatCore;
  const HASHES = { text: "x8Kd2Lm", translation: "p3Vn7Qa", original: "b6Tz1Wc", label: "r9Jm4Fs", card: "k2Hq8Yd", product: "n5Xc3Gu",
    order: "w7Lp9Be", offer: "d1Rs6Mk", unknown: "t4Zf2Nh", cardTitle: "g8Wv5Jp", cardPrice: "m3Ky7Ct", video: "c9Qb1Xr", image: "h6Dn4Sl",
    avatar: "f2Gt8Vz", name: "y5Ms3Kq", bot: "j7Px9Ha", editor: "v1Cw6Re", send: "s4Bn2Ty", row: "q8Lf5Um", bubble: "z3Ek7Jd", bare: "a6Hy1Gw",
    body: "e9Tr4Pc", time: "u2Nb8Xs", day: "l5Vq3Fk", notice: "i7Zm9Wd", recalled: "o1Js6Bt", start: "k4Fh2Rn", list: "d8Xp5Ly", sizer: "w3Cg7Qe", title: "n6Ub1Ka" };
  const dress = part => `${part}--${part}--${HASHES[part]}`;
  const parts = window.chatParts(dress);
  const { h, box } = parts;
  const heights = window.chatHeights();
  const sizer = h("div", { class: dress("sizer") });
  const scroller = h("div", { class: dress("list"), role: "log" }, sizer);
  let entries = [];
  /** The elements that exist, by the name of what is in them now. */
  const slots = new Map();

  const fillMessage = (row, message) => {
    row.setAttribute("data-message-id", message.id);
    const time = h("time", { class: dress("time"), text: `${parts.day(message.at)} ${parts.clock(message.at)}` });
    if (message.side === "none" || message.isRecalled) {
      const text = message.isRecalled ? parts.recall(message) : message.content.txt;
      row.replaceChildren(h("div", { class: dress(message.isRecalled ? "recalled" : "notice") }, h("span", { text }), time));
      return;
    }
    row.setAttribute("data-is-self", String(message.side === "own"));
    const bubble = h("div", { class: parts.isBare(message) ? `${dress("bubble")} ${dress("bare")}` : dress("bubble") }, ...parts.content(message));
    row.replaceChildren(parts.face(message.side), box("body", parts.name(message), bubble, time));
  };

  const fill = (row, entry) => {
    row.removeAttribute("data-message-id");
    row.removeAttribute("data-is-self");
    if (entry.message) fillMessage(row, entry.message);
    else row.replaceChildren(h("div", { class: dress(entry.start ? "start" : "day"), text: entry.start || entry.day }));
  };

  const find = (entry, free) => {
    const mark = entry.message ? entry.message.isRecalled : entry.start;
    let slot = slots.get(entry.key);
    if (slot && slot.mark === mark) return slot;
    slot = slot || free.pop() || { row: sizer.appendChild(h("div", { class: dress("row") })) };
    fill(slot.row, entry);
    slot.mark = mark;
    slots.set(entry.key, slot);
    return slot;
  };

  const drawRows = () => {
    if (!entries.length) return;
    const first = Math.max(0, heights.find(scroller.scrollTop) - 5);
    const last = Math.min(entries.length, heights.find(scroller.scrollTop + scroller.clientHeight) + 6);
    const wanted = entries.slice(first, last);
    const names = new Set(wanted.map(entry => entry.key));
    const free = [];
    for (const [key, slot] of slots) if (!names.has(key)) { slots.delete(key); free.push(slot); }
    const shown = wanted.map(entry => [entry.key, find(entry, free)]);
    for (const slot of free) slot.row.remove();
    heights.note(shown.map(([key, slot]) => [key, slot.row.offsetHeight]));
    shown.forEach(([key, { row }]) => { row.style.transform = `translateY(${heights.top(heights.place(key))}px)`; });
    sizer.style.height = `${heights.total()}px`;
  };

  const keepPlace = window.chatKeepPlace(scroller, heights, drawRows);
  const render = () => keepPlace(() => {
    const start = core.isLoading ? "Loading" : core.hasMore ? " " : "No more messages";
    entries = [{ key: "start", start }, ...parts.listEntries(core.messages)];
    heights.setKeys(entries.map(entry => entry.key));
  });

  const thread = h("chat-thread");
  const root = thread.attachShadow({ mode: "open" });
  const sheet = h("link", { rel: "stylesheet", href: "https://assets.aliexpress-media.com/g/shop/chat.css" });
  const styled = new Promise(resolve => { sheet.onload = resolve; });
  const title = h("h2", { class: "chat-peer-name" });
  root.append(sheet, scroller);
  window.shop.showChat(h("div", { class: "chat-page chat-shadow" }, title, thread, parts.editor()));
  await styled;
  scroller.addEventListener("scroll", () => {
    keepPlace(() => {});
    if (scroller.scrollTop < 120) void core.older();
  });
  new ResizeObserver(() => keepPlace(() => {})).observe(scroller);
  core.onChange(render);
  window.chatProbe.watch(scroller);
  await core.start(window.shop.parameter("orderId"));
  title.textContent = core.seller;
  scroller.setAttribute("data-conversation-id", core.sessionId);
  document.body.dataset.state = "SUCCESS";
})();
