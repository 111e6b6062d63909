/* One order, loaded by JSONP. */
(() => {
  "use strict";
  const { h, price, link, plain, parameter, components, show, notice, load } = window.shop;
  const orderId = parameter("orderId");

  const status = fields => h("div", { class: "order-status order-block" },
    h("div", { class: "order-block-title", text: fields.title }), h("p", { text: fields.reminder }),
    ...fields.buttonVOList.map(one => one.type === "TRACKING"
      ? link(`/p/tracking/index.html?_addShare=no&_login=yes&tradeOrderId=${orderId}`, one.text, { class: "comet-btn comet-btn-primary" })
      : h("button", { class: "comet-btn", type: "button", text: one.text })));

  const progress = fields => h("div", { class: "order-block order-progress" },
    h("div", { class: "order-block-subtitle", text: fields.title }), h("p", { text: fields.text }),
    h("ol", { class: "progress-nodes" }, ...fields.nodes.map(node => h("li", {}, h("b", { text: node.text }), h("span", { text: node.time })))));

  const services = fields => h("div", { class: "order-block order-services" },
    h("div", { class: "order-block-subtitle", text: fields.title }),
    ...fields.data.map(one => h("div", { class: "service" }, h("b", { text: one.title }), h("p", { text: one.content }))));

  const row = (name, title, value) => value === undefined ? null : h("div", { class: "info-row" },
    h("span", { class: "info-title", text: `${title}: ` }), h("span", { "data-pl": `order_detail_gray_${name}`, text: String(value) }));

  const info = fields => h("div", { class: "order-block order-detail-info" },
    h("div", { class: "order-detail-info-content" },
      h("div", { class: "order-block-subtitle", text: window.shopLabels.address }),
      h("div", { "data-pl": "contact_info", text: fields.addressVO.contactName }),
      h("div", { "data-pl": "contact_info_address", text: `${fields.addressVO.detailAddress}, ${fields.addressVO.regionAddress}` })),
    h("div", { class: "order-detail-info-content" },
      row("id", fields.orderIdTitle, fields.tradeOrderId), row("date", fields.orderCreatTimeTile, fields.orderCreatTime),
      row("paid", fields.payTimeTitle, fields.payTime), row("shipped", fields.orderShipTimeTile, fields.orderShipTime),
      row("completed", fields.orderEndTimeTile, fields.orderEndTime), row("payment", fields.paymentMethodTitle, fields.paymentMethod)));

  const item = one => h("div", { class: "order-detail-item-content-wrap" },
    h("div", { class: "order-detail-item-content-img", style: `background-image:url("${one.itemImgUrl}")` }),
    h("div", { class: "order-detail-item-content-info" },
      h("div", { class: "item-title" }, link(one.itemDetailUrl, one.itemTitle)),
      h("div", { class: "item-sku-attr", text: (one.skuAttrs || []).map(sku => sku.text).join(", ") }),
      h("div", { class: "item-tags" }, ...(one.itemTags || []).map(tag => h("span", { class: "order-item-tag", text: plain(tag.richText || "") }))),
      h("div", { class: "order-detail-item-track-eta-text", text: (one.etaAndTrack || {}).expectDeliveryDateTitle || "" })),
    h("div", { class: "item-price" }, price(one.itemPriceText), h("span", { class: "item-price-quantity", text: `x${one.quantity}` })));

  const products = fields => h("div", { class: "order-block order-products" },
    h("div", { class: "order-item-store-name" }, link(fields.sellerVO.storeUrl, fields.sellerVO.sellerName)), ...fields.productVOList.map(item));

  const priceRow = (title, value, kind) => h("div", { class: `order-price-item ${kind}` },
    h("span", { "data-pl": "order_price_item_title", text: title }),
    h("span", { class: "rightPriceClass", "data-pl": "order_price_item_value" }, price(value)));

  const prices = fields => h("div", { class: "order-block order-price" },
    ...fields.priceDetails.map(one => priceRow(one.title, one.value, one.hide ? "order-price-more" : "")),
    priceRow(fields.totalPrice.title, fields.totalPrice.value, "order-price-total"));

  const parts = [["detail_order_status_block", status], ["detail_service_progress_bar", progress], ["detail_order_services", services],
    ["detail_simple_order_info_component", info], ["detail_product_block", products], ["detail_order_price_block", prices]];

  show(notice("Loading", "One moment."));
  load({ api: "mtop.aliexpress.trade.buyer.order.detail", data: { tradeOrderId: orderId, channel: "tracking" } }, answer => {
    const blocks = parts.flatMap(([tag, render]) => components(answer, tag).map(render));
    show(...(blocks.length ? blocks : [notice("Order details", "There is nothing to show here.")]));
  });
})();
