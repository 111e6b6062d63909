/* The chat as a plain list: every row that was loaded stays, under headings of days; only the clock is in a row. */
(async () => {
  "use strict";
  const core = window.chatCore;
  const { h, box, content, isBare, recall, listEntries, face, name, editor, clock, day } = window.chatParts(part => `msg-${part}`);
  const rows = new Map();

  const sayDay = on => {
    const isOn = back => { const then = new Date(); then.setDate(then.getDate() - back); return day(then) === on; };
    return isOn(0) ? "Today" : isOn(1) ? "Yesterday" : on;
  };

  const draw = message => {
    if (message.side === "none") return h("div", { class: "msg-system", text: message.content.txt });
    const side = message.side === "own" ? "right" : "left";
    const shown = message.isRecalled ? [h("div", { class: "msg-recalled", text: recall(message) })] : content(message);
    const bubble = h("div", { class: `msg-bubble${isBare(message) ? " msg-bare" : ""}` }, ...shown);
    return h("div", { class: `msg-row msg-row-${side}` }, face(message.side),
      box("body", name(message), bubble, h("time", { class: "msg-time", text: clock(message.at) })));
  };

  const list = h("div", { class: "msg-list" });
  const scroller = h("div", { class: "msg-scroll" }, list);
  const top = h("div", { class: "msg-start" });

  const find = entry => {
    const mark = entry.message ? entry.message.isRecalled : "";
    const known = rows.get(entry.key);
    if (known && known.mark === mark) return known.row;
    const row = entry.message ? draw(entry.message) : h("div", { class: "msg-day", text: sayDay(entry.day) });
    rows.set(entry.key, { mark, row });
    return row;
  };

  let isEnd = true;
  const render = () => {
    const below = scroller.scrollHeight - scroller.scrollTop;
    top.textContent = core.isLoading ? "Loading" : core.hasMore ? "" : "No more messages";
    const wanted = [top, ...listEntries(core.messages).map(find)];
    wanted.forEach((row, place) => { if (list.children[place] !== row) list.insertBefore(row, list.children[place] || null); });
    while (list.children.length > wanted.length) list.lastChild.remove();
    const isTop = scroller.scrollTop < 60;
    if (isEnd) scroller.scrollTop = scroller.scrollHeight;
    else if (isTop) scroller.scrollTop = scroller.scrollHeight - below;
  };

  window.shop.showChat(h("div", { class: "im-app message-view chat-page" },
    h("div", { class: "message-view-title" }, h("span", { class: "message-view-title__content", text: "" }), h("a", { class: "msg-store", text: "Visit store" })),
    scroller, editor()));
  scroller.addEventListener("scroll", () => {
    isEnd = scroller.scrollTop >= scroller.scrollHeight - scroller.clientHeight - 40;
    if (scroller.scrollTop < 60) void core.older();
  });
  new ResizeObserver(() => { if (isEnd) scroller.scrollTop = scroller.scrollHeight; }).observe(scroller);
  core.onChange(render);
  window.chatProbe.watch(scroller);
  await core.start(window.shop.parameter("orderId"));
  document.querySelector(".message-view-title__content").textContent = core.seller;
  document.querySelector(".msg-store").href = `//www.aliexpress.com/store/${core.storeId}`;
  document.body.dataset.state = "SUCCESS";
})();
