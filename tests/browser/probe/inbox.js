/*
 * A messenger in the page it is run in: sellers on the left, one conversation at a time on the right, in which only the
 * rows in view exist, and a box in which somebody types. `inbox.open(n)` shows another conversation in the same place.
 */
window.inbox = (() => {
  "use strict";
  const HEIGHT = 60, VIEW = 480;
  const make = (tag, name, text) => Object.assign(document.createElement(tag), { className: name, textContent: text ?? "" });
  const style = (element, css) => Object.assign(element.style, css) && element;
  const clock = minutes => new Date(Date.UTC(2026, 10, 3) + minutes * 6e4).toISOString().slice(0, 16).replace("T", " ");

  const draw = (row, seller, number, start) => {
    const bubble = make("div", "bubble");
    bubble.append(make("div", "text", `${seller} says ${number}`), make("span", "time", clock(start + number)));
    row.className = `msg msg-${number % 2 ? "peer" : "own"}`;
    row.replaceChildren(make("div", "avatar"), bubble);
  };

  const build = (host, { count, sellers }) => {
    const scrolling = { overflowY: "auto", height: `${VIEW}px`, position: "relative" };
    const sessions = style(make("div", "session-list"), scrolling);
    for (let n = 0; n < 60; n++) {
      const entry = style(make("div", "session-item"), { height: `${HEIGHT}px` });
      entry.append(make("b", "session-name", sellers[n] ?? `Store ${n}`), make("p", "preview", `Preview ${n}`), make("i", "time", clock(n)));
      sessions.append(entry);
    }
    const pane = make("div", "chat-pane"), title = make("h2", "chat-peer-name"), list = style(make("div", "chat-rows"), scrolling);
    const sizer = style(make("div", "sizer"), { height: `${count * HEIGHT}px`, position: "relative" });
    const composer = style(make("div", "composer"), { ...scrolling, height: "100px" });
    composer.contentEditable = "true";
    for (let n = 0; n < 20; n++) composer.append(make("div", "draft", `Unsent line ${n} 10:00`));
    list.append(sizer);
    pane.append(title, list, composer);
    host.replaceChildren(sessions, pane);
    style(host, { display: "flex" });

    const rows = new Map();
    let seller = "", start = 0;
    const render = () => {
      const first = Math.max(0, Math.floor(list.scrollTop / HEIGHT) - 1);
      const last = Math.min(count - 1, Math.ceil((list.scrollTop + VIEW) / HEIGHT));
      for (const [n, row] of rows) if (n < first || n > last) { row.remove(); rows.delete(n); }
      for (let n = first; n <= last; n++) if (!rows.has(n)) {
        const row = style(make("div", ""), { position: "absolute", transform: `translateY(${n * HEIGHT}px)` });
        draw(row, seller, n, start);
        sizer.append(row);
        rows.set(n, row);
      }
    };
    list.addEventListener("scroll", render);
    const open = number => {
      seller = sellers[number];
      start = 400 + number * 100;
      title.textContent = seller;
      for (const row of rows.values()) row.remove();
      rows.clear();
      list.scrollTop = list.scrollHeight;
      render();
    };
    return { open, list, sessions, composer };
  };

  return { build };
})();
