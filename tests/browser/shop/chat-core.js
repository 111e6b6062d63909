/* The conversation as a chat page holds it: history by calls, what is new by the socket, both opened. */
window.chatCore = (() => {
  "use strict";
  const API = "mtop.aliexpress.im.buyer";
  const KEY = new TextEncoder().encode("parcel-and-post");
  const SIDES = { 11: "own", 12: "peer", 13: "peer" };
  const text = new TextDecoder();

  const toBytes = packed => Uint8Array.from(atob(packed), letter => letter.charCodeAt(0));
  const mix = bytes => bytes.map((one, place) => one ^ KEY[place % KEY.length]);
  const inflate = bytes => new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
  /** Data may come in a form of the page's own. */
  const open = data => data.module ? JSON.parse(text.decode(mix(toBytes(data.module)))) : data;

  const toMessage = ({ body: { typeData, layoutData, templateData } }) => ({
    id: typeData.mid,
    side: SIDES[typeData.fromType] || "none",
    isBot: typeData.ext.fromCode === "im_ai",
    at: new Date(Number(typeData.sendTime)),
    isRecalled: typeData.status === 1,
    card: layoutData.card,
    content: JSON.parse(templateData),
  });

  const messages = [];
  const listeners = [];
  const core = { messages, seller: "", storeId: "", orderId: "", sessionId: "", hasMore: true, isLoading: false };
  const tell = change => listeners.forEach(listener => listener(change));

  const call = async (name, data, by) => {
    const answer = await window.lib.mtop.request({ api: `${API}.${name}`, data, by });
    return open(answer.data);
  };

  /** Take messages in, each once; one that is known already may have been taken back. */
  const take = items => {
    for (const message of items.filter(item => item.header.type === 1).map(toMessage)) {
      const place = messages.findIndex(one => one.id === message.id);
      if (place >= 0) messages[place] = message.isRecalled ? { ...messages[place], isRecalled: true } : messages[place];
      else messages.push(message);
    }
    messages.sort((one, other) => one.at - other.at || (BigInt(one.id) < BigInt(other.id) ? -1 : 1));
    tell();
  };

  /** Fetch the page of history before the oldest message. */
  core.older = async () => {
    if (core.isLoading || !core.hasMore) return;
    core.isLoading = true;
    tell();
    const before = messages.length ? messages[0].id : "";
    const page = await call("messagebox.direction.queryBySessionId", { sessionId: core.sessionId, before }, "fetch");
    core.hasMore = page.hasMore === "true";
    core.isLoading = false;
    take(page.result);
  };

  const sync = async () => {
    const { syncDataValuesMap } = await call("js.sync", { sessionId: core.sessionId }, "post");
    take(syncDataValuesMap.im.flatMap(one => JSON.parse(one.bizData)));
  };

  const hear = async frame => {
    if (frame.type !== "DATA") return;
    let bytes = toBytes(frame.data);
    const isOpen = bytes[0] === 0x7b || (bytes[0] === 0x1f && bytes[1] === 0x8b);
    if (!isOpen) bytes = mix(bytes);
    const said = JSON.parse(frame.compressType === "GZIP" ? await inflate(bytes) : text.decode(bytes));
    if (said.bizDataV2) take(JSON.parse(said.bizDataV2));
    else await sync();
  };

  let heard = Promise.resolve();
  const connect = () => {
    const socket = new WebSocket("wss://msgacs.m.aliexpress.com/accs/auth?token=feedfacecafebeef");
    socket.onopen = () => socket.send(JSON.stringify({ type: "REG", token: "feedfacecafebeef" }));
    socket.onmessage = ({ data }) => { heard = heard.then(() => hear(JSON.parse(data))); };
    socket.onclose = () => setTimeout(() => { connect(); void sync(); }, 200);
  };

  core.onChange = listener => listeners.push(listener);

  /** Find the conversation about an order, then its newest messages. */
  core.start = async orderId => {
    const sessions = await call("messagebox.querySessionList", { pageSize: 20 });
    const views = sessions.userIdToSessionView["1"].nameSpaceToSessionView["2"].sessionViewDTOList;
    const view = views.find(one => one.sessionData.orderId === orderId) || views[0];
    core.sessionId = view.sessionId;
    core.orderId = view.sessionData.orderId;
    core.seller = view.sessionData.title;
    core.storeId = view.target.targetId.replace("shop-", "");
    await core.older();
    connect();
  };
  return core;
})();
