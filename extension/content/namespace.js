"use strict";
/* First of the content scripts: the object on which they meet, and what they know of the site: hosts and paths. */
globalThis.orderproof = /** @type {OrderproofNamespace} */ ({});

/** A browser takes 64 MiB in one message; this keeps the page's own memory small. */
orderproof.MAX_MESSAGE_CHARS = 8 * 1024 * 1024;

orderproof.findPageKind = (() => {
  /**
   * Pages worth freezing, by the first label of their host and by their path. A chat URL carries an order id too, so only
   * these decide. Seen in 2022-2026, the hosts trade, track and ilogisticsaddress before. The companion has the same table
   * (kinds.py); tests/page_addresses.json holds the two together.
   * @type {readonly (readonly [kind: string, host: RegExp, path: RegExp])[]}
   */
  const PAGE_KINDS = [
    ["chat", /^(msg|message)\./, /^\//],
    ["policy", /^(help|service|escrow|terms|rules?)\./, /^\//],
    ["chat", /^/, /^\/p\/message\//i],
    ["order_list", /^/, /^\/p\/order\/((index|list)(\.html)?)?$/i],
    ["order_list", /^trade\./, /^\/order_?list\.htm$/i],
    ["order_detail", /^/, /^\/p\/order\/detail(\.html)?$/i],
    ["order_detail", /^trade\./, /^\/order_?detail\.htm$/i],
    ["order_snapshot", /^/, /^\/p\/order\/snapshot(\.html)?$/i],
    ["order_snapshot", /^/, /^\/snapshot\/\w+\.html?$/i],
    ["order_snapshot", /^trade\./, /^\/order_?snapshot\.htm$/i],
    ["tracking", /^/, /^\/p\/tracking\/([\w-]+(\.html)?)?$/i],
    ["tracking", /^(track|ilogisticsaddress)\./, /^\/\w*logistics\w*\.html?$/i],
    ["refund_list", /^/, /^\/p\/refund-dispute\//i],
    ["refund_list", /^trade\./, /^\/issue\/(\w+\/)?(my)?issue_?list\.htm$/i],
    ["dispute", /^/, /^\/p\/(reverse-pages|refund-(?!dispute)[\w-]+)\//i],
    ["dispute", /^trade\./, /^\/issue\//i],
    ["listing", /^/, /^\/(item|i)\/([^/]+\/)?\d{6,20}\.html$/i],
    ["policy", /^/, /^\/(p\/)?buyer-?protection(\/|\.html?$|$)/i],
    // A page among the orders that nobody has described yet is kept too, so that a later version can read it.
    ["unknown", /^/, /^\/p\/(orders?|tracking|logistics|reverse[\w-]*)\/./i],
  ];
  const SITE = /(^|\.)aliexpress\.(com|us)$/;

  return (/** @type {string} */ url) => {
    const { protocol, hostname, pathname } = new URL(url);
    if (protocol !== "https:" || !SITE.test(hostname)) return null;
    return PAGE_KINDS.find(([, host, path]) => host.test(hostname) && path.test(pathname))?.[0] ?? null;
  };
})();

orderproof.makeTurns = (() => {
  // Tasks of a message channel run soon after one another, also in a hidden tab, where timers come once a second.
  const channel = new MessageChannel();
  /** @type {(() => void)[]} */
  const waiting = [];
  channel.port1.onmessage = () => waiting.shift()?.();

  /** @param {number} milliseconds */
  return (milliseconds) => {
    let endsAt = performance.now() + milliseconds;
    return {
      isOver: () => performance.now() >= endsAt,
      async next() {
        await new Promise((resolve) => {
          waiting.push(() => resolve(undefined));
          channel.port2.postMessage(null);
        });
        endsAt = performance.now() + milliseconds;
      },
    };
  };
})();

/** The browser writes the base64, not our script. @param {Blob} blob @returns {Promise<string>} */
orderproof.toDataUrl = (blob) =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
