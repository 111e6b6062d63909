import assert from "node:assert/strict";
import { test } from "node:test";

// The real channel would keep this process alive.
Object.assign(globalThis, {
  MessageChannel: class {
    port1 = {};
    port2 = {};
  },
});
await import(new URL("../content/namespace.js", import.meta.url).href); // a classic file
const { findPageKind } = globalThis.orderproof;
const WWW = "https://www.aliexpress.com";

test("pages worth freezing are known by host and path", () => {
  const expected = {
    [`${WWW}/p/order/index.html?spm=1`]: "order_list",
    "https://pt.aliexpress.com/p/order/index.html": "order_list",
    "https://trade.aliexpress.com/orderList.htm": "order_list",
    [`${WWW}/p/order/detail.html?orderId=8200000000000001`]: "order_detail",
    "https://www.aliexpress.us/p/order/detail.html": "order_detail",
    "https://trade.aliexpress.com/order_detail.htm?orderId=1": "order_detail",
    [`${WWW}/p/order/snapshot.html`]: "order_snapshot",
    [`${WWW}/snapshot/0.html?orderId=1`]: "order_snapshot",
    [`${WWW}/p/tracking/index.html?tradeOrderId=1`]: "tracking",
    "https://track.aliexpress.com/logisticsdetail.htm?tradeId=1": "tracking",
    "https://m.aliexpress.com/p/refund-dispute/list.html": "refund_list",
    "https://m.aliexpress.com/p/refund-amount/detail.html": "dispute",
    [`${WWW}/p/reverse-pages/start.html`]: "dispute",
    "https://trade.aliexpress.com/issue/fastissue/Detail.htm": "dispute",
    [`${WWW}/p/message/index.html?orderId=8200000000000001`]: "chat",
    "https://msg.aliexpress.com/msgDetail.htm?digest=1": "chat",
    [`${WWW}/item/1005000000000001.html`]: "listing",
    [`${WWW}/p/buyerprotection/index.html`]: "policy",
    [`${WWW}/p/order/overview.html`]: "unknown",
  };
  const found = Object.fromEntries(Object.keys(expected).map((url) => [url, findPageKind(url)]));
  assert.deepEqual(expected, found);
});

test("the home page, searches, payment, other sites and plain http are no such pages", () => {
  for (const url of [
    `${WWW}/`,
    `${WWW}/w/wholesale-cable.html`,
    `${WWW}/p/second-payment/pay-result.html`,
    `${WWW}/p/trade/confirm.html`,
    "http://www.aliexpress.com/p/order/index.html",
    "https://aliexpress.com.evil.example/p/order/index.html",
    "https://evil-aliexpress.com/p/order/index.html",
    "about:blank",
    "about:srcdoc",
  ]) {
    assert.equal(null, findPageKind(url), url);
  }
});
