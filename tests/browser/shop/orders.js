/* The order list: page 1 by JSONP, "View orders" by POST, the numbers beside the tabs by fetch. */
(() => {
  "use strict";
  const { h, price, link, plain, components, show, notice, load } = window.shop;
  const labels = window.shopLabels;
  const LIST = "mtop.aliexpress.trade.buyer.order.list";
  const list = h("div", { class: "order-content" });
  const tabs = h("div", { class: "comet-tabs-nav" });
  const more = h("div", { class: "order-more", "data-pl": "order_more" });
  let page = 1;

  const button = (order, one) => {
    const href = one.type === "TRACKING" ? `/p/tracking/index.html?_addShare=no&_login=yes&tradeOrderId=${order.orderId}` : undefined;
    const kind = one.type === "CONFIRM_GOODS" ? "comet-btn comet-btn-primary" : "comet-btn";
    return h(href ? "a" : "button", { class: kind, href, text: one.text, type: href ? undefined : "button" });
  };

  const line = one => h("div", { class: "order-item-content-body" },
    h("a", { href: one.itemDetailUrl }, h("div", { class: "order-item-content-img", style: `background-image:url("${one.itemImgUrl}")` })),
    h("div", { class: "order-item-content-info" },
      h("div", { class: "order-item-content-info-name", "data-pl": "order_item_content_info_name" },
        h("a", { href: one.itemDetailUrl }, h("span", { title: one.itemTitle, text: one.itemTitle }))),
      h("div", { class: "order-item-content-info-sku", text: (one.skuAttrs || []).map(sku => sku.text).join(", ") }),
      h("div", { class: "order-item-content-info-tag" },
        ...(one.itemTags || []).map(tag => h("span", { class: "order-item-tag", text: plain(tag.richText || "") }))),
      h("div", { class: "order-item-content-info-number" }, price(one.itemPriceText),
        h("span", { class: "order-item-content-info-number-quantity", text: `x${one.quantity}` }))));

  const card = order => h("div", { class: "order-item" },
    h("div", { class: "order-item-header" },
      h("div", { class: "order-item-header-status", "data-pl": "order_item_header_status" },
        h("span", { class: "order-item-header-status-text", text: order.statusText || order.stateText })),
      h("div", { class: "order-item-header-right" },
        h("div", { class: "order-item-header-right-info", "data-pl": "order_item_header_info" },
          h("div", { text: `${labels.orderDate}: ${order.orderDateText}` }), h("div", { text: `${labels.orderId}: ${order.orderId}` })),
        link(`/p/order/detail.html?orderId=${order.orderId}&spm=a2g0o.order_list.0.0`, labels.details,
          { class: "order-item-header-detail", "data-pl": "order_item_header_detail" }))),
    h("div", { class: "order-item-store" }, h("span", { class: "order-item-store-name", "data-pl": "order_item_store_name" },
      link(order.storePageUrl, order.storeName)), link(order.sellerConnectUrl, labels.contact, { class: "order-item-contact" })),
    h("div", { class: "order-item-content" },
      h("div", { class: "order-item-content-lines" }, ...order.orderLines.map(line)),
      h("div", { class: "order-item-content-opt" },
        h("div", { class: "order-item-content-opt-price" },
          h("span", { class: "order-item-content-opt-price-total", "data-pl": "order_item_content_price_total" },
            h("span", { text: `${labels.total}:` }), price(order.totalPriceText))),
        h("div", { class: "order-item-btns" }, ...(order.buttons || []).map(one => button(order, one))))));

  const tab = one => h("div", { class: "comet-tabs-nav-item", text: one.title, "data-code": one.code });

  const render = answer => {
    const orders = components(answer, "pc_om_list_order");
    const body = components(answer, "pc_om_list_body")[0] || {};
    const header = components(answer, "pc_om_list_header")[0];
    if (header) tabs.replaceChildren(...header.statusTabList.map(tab));
    if (!orders.length && page === 1) list.append(...Object.values(answer.data.data || {}).map(one => notice("Order", one.tag)));
    list.append(...orders.map(card));
    more.hidden = String(body.hasMore) !== "true";
    document.body.dataset.pages = String(page);
  };

  const next = () => {
    page += 1;
    const params = JSON.stringify({ pageIndex: page, pageSize: 10 });
    load({ api: LIST, by: "post", data: { params, renderType: "more" } }, render);
  };

  const number = answer => {
    for (const [code, count] of Object.entries(answer.data.module)) {
      const shown = tabs.querySelector(`[data-code="${code}"]`);
      if (shown && count !== "0") shown.append(h("sup", { text: count }));
    }
    document.body.dataset.counted = "true";
  };

  const next_button = h("button", { class: "comet-btn comet-btn-large", type: "button", text: labels.viewOrders });
  next_button.addEventListener("click", next);
  more.append(next_button);
  more.hidden = true;
  show(h("h1", { text: "Orders" }), tabs, list, more);
  load({ api: LIST, data: { renderType: "init" } }, render).then(() => {
    if (/^SUCCESS/.test(document.body.dataset.state)) load({ api: "mtop.aliexpress.trade.buyer.order.count", by: "fetch", data: {} }, number);
  });
})();
