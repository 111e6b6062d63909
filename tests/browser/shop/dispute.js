/* One return or dispute, loaded by JSONP: its state, what was proposed, what is asked for, where goods go back to. */
(() => {
  "use strict";
  const { h, price, link, parameter, show, notice, load } = window.shop;
  const WHO = { BUYER: "Your request", SELLER: "Seller's offer" };

  const row = (label, ...value) => h("tr", {}, h("th", { text: `${label}:` }), h("td", {}, ...value));
  const offer = one => h("div", { class: "dispute-solution order-block" }, h("h3", { text: WHO[one.role] }),
    h("p", { text: `Solution: ${one.solutionText}` }), h("div", {}, h("span", { text: "Refund amount: " }), h("span", { text: one.refundAmount.formatMoney })),
    h("p", { text: one.createTimeText }), h("p", { text: one.statusText }), h("div", { class: "dispute-message", text: one.content || "" }));

  const render = module => {
    const ids = module.reverseOrderLineDTO;
    const goods = module.returnGoods;
    const asked = [module.countDownInfo && module.countDownInfo.title, goods && goods.tip, ...module.evidenceRequestList];
    show(h("div", { class: "dispute-status order-block" }, h("h2", { text: module.reverseDetailStatusText }), ...asked.filter(Boolean).map(text => h("p", { text }))),
      h("table", { class: "dispute-info order-block" },
        row("Order ID", link(`//www.aliexpress.com/p/order/detail.html?orderId=${ids.tradeOrderId}`, ids.tradeOrderId)),
        row("Refund reason", module.applyReason), row("Refund amount", price(module.refundAmount.formatMoney)),
        row("Opened on", ids.gmtCreateFormat), ...(goods ? [row("Return address", goods.returnAddress)] : []),
        ...(module.reverseFinishInfo ? [row("Closed on", ids.gmtModifiedFormat)] : [])),
      ...module.solutionList.map(offer),
      h("div", { class: "order-block" }, link(module.aeItemDTO.itemDetailUrl, module.aeItemDTO.itemTitle)));
  };

  show(notice("Loading", "One moment."));
  const data = { reverseOrderLineId: parameter("reverseOrderLineId"), tradeOrderLineId: parameter("tradeOrderLineId") };
  load({ api: "mtop.aliexpress.buyer.reverse.reverseOrderLineRenderForBuyer", data }, answer => {
    const module = answer.data.module || {};
    if (module.reverseOrderLineDTO) render(module);
    else show(notice("Dispute", "There is nothing to show here."));
  });
})();
