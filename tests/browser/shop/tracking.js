/* The way of a parcel, loaded by JSONP; the answer does not say which order it belongs to. */
(() => {
  "use strict";
  const { h, plain, parameter, show, notice, load } = window.shop;

  const event = one => h("li", { class: "logistic-info-v2--node--Kd82hTq" },
    h("div", { class: "logistic-info-v2--nodeTime--b7Yw3Rs", text: one.timeText || "" }),
    h("div", {}, h("b", { text: one.trackingName || "" }),
      h("div", { class: "logistic-info-v2--nodeDesc--Pm41xZe", text: one.trackingDetailDesc || "" })));

  const parcel = one => h("div", { class: "order-block tracking-parcel" },
    h("div", { class: "logistic-info-v2--mailNo-pc--T6cJq0w" }, h("span", { text: `${one.logisticsCarrierName || ""} ` }),
      h("span", { class: "logistic-info-v2--mailNoValue--Uh29dFa", text: one.mailNo || "" })),
    h("div", { class: "tracking-eta", text: one.etaInfo ? plain(one.etaInfo.etaTitleRichText || `${window.shopLabels.delivery}: ${one.etaInfo.etaTimeText}`) : "" }),
    h("ol", { class: "tracking-events" }, ...one.detailList.map(event)));

  const promises = fields => h("div", { class: "order-block order-services" },
    h("div", { class: "order-block-subtitle", text: fields.fdTitle }),
    h("ul", {}, ...fields.fdContentList.map(text => h("li", { text }))));

  show(notice("Loading", "One moment."));
  load({ api: "mtop.ae.ld.querydetail", data: { tradeOrderId: parameter("tradeOrderId"), terminalType: "PC" } }, answer => {
    const module = answer.data.module || {};
    const parcels = (module.trackingDetailLineList || []).map(parcel);
    const fast = module.fastDeliveryInfoDTO ? [promises(module.fastDeliveryInfoDTO)] : [];
    const content = parcels.length ? [...fast, ...parcels] : [notice("Tracking", "There is no parcel yet.")];
    show(h("div", { class: "tracking-page-pc-wrap" }, h("h1", { text: window.shopLabels.tracking }), ...content));
  });
})();
