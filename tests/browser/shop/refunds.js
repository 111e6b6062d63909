/* The returns, loaded by POST; each links to its own page. */
(() => {
  "use strict";
  const { h, price, link, show, notice, load } = window.shop;
  const STATES = { 2: "Processing", 3: "Processing", 4: "Closed" };

  const card = (shop, one) => h("div", { class: "reverse-card--Hq3xPf order-block" },
    h("div", { class: "reverse-card--head--Vb2" }, h("b", { text: shop }), h("span", { class: "reverse-card--status--Lw7", text: STATES[one.reverseStatus] || "Other" })),
    h("div", { class: "order-item-content-body" },
      h("div", { class: "order-item-content-img", style: `background-image:url("${one.aeItemDTO.itemPicUrl}")` }),
      h("div", {}, link(one.aeItemDTO.itemDetailUrl, one.aeItemDTO.itemTitle), price(one.aeItemDTO.itemUnitPrice.formatMoney))),
    h("p", { text: `${window.shopLabels.orderId}: ${one.tradeOrderId}` }),
    ...one.buttonDTOList.map(button => link(button.detailUrl, "View details", { class: "comet-btn" })));

  show(notice("Loading", "One moment."));
  load({ api: "mtop.aliexpress.buyer.reverse.queryReverseOrderPageListForBuyer", by: "post", data: { pageNum: 1, pageSize: 10 } }, answer => {
    const items = (answer.data.module || {}).items || [];
    const cards = items.flatMap(shop => shop.reverseOrderLines.map(one => card(shop.shopName, one)));
    show(h("h1", { text: "Returns and refunds" }), ...(cards.length ? cards : [notice("Returns", "There are none.")]));
  });
})();
