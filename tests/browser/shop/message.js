/* A conversation, drawn without any call; its address carries an orderId and is no order page. */
(() => {
  "use strict";
  const { h, parameter, show } = window.shop;
  const said = [["peer", "Hello, thank you for your order."], ["own", "When will it be sent?"], ["peer", "It leaves the warehouse tomorrow."]];
  show(h("div", { class: "message-view order-block" },
    h("div", { class: "message-view-title" }, h("span", { class: "message-view-title__content", text: "Seller" })),
    h("p", { class: "message-about", text: `About ${parameter("orderId")}` }),
    ...said.map(([who, text]) => h("p", { class: `bubble bubble-${who}`, text }))));
  document.body.dataset.state = "SUCCESS";
})();
