/* A chat page whose messages are in a frame of the site: of the same host, or of the messenger's own. */
(() => {
  "use strict";
  const { h, parameter, showChat } = window.shop;
  const home = parameter("build") === "frame_apart" ? "https://msg.aliexpress.com/thread.htm" : "/p/message/thread.html";
  const frame = h("iframe", { class: "chat-frame", title: "Conversation", src: `${home}?orderId=${parameter("orderId")}` });
  const hear = wanted => new Promise(resolve => {
    const listener = ({ data, source }) => {
      if (source !== frame.contentWindow || data[wanted] === undefined) return;
      window.removeEventListener("message", listener);
      resolve(data[wanted]);
    };
    window.addEventListener("message", listener);
  });
  window.chatProbe = { step: part => { const told = hear("chatState"); frame.contentWindow.postMessage({ chatStep: part }, "*"); return told; } };
  void hear("chatReady").then(state => { document.body.dataset.state = state; });
  showChat(h("div", { class: "chat-page chat-outer" }, frame));
})();
