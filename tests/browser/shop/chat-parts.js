/* What messages look like, whatever the build calls its classes: words, pictures, cards, days and times. */
window.chatParts = dress => {
  "use strict";
  const { h } = window.shop;
  const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
  const two = number => String(number).padStart(2, "0");
  const box = (part, ...children) => h("div", { class: dress(part) }, ...children);
  const picture = (address, width, height) => h("img", { src: address.replace(/^https:/, ""), loading: "lazy", alt: "", width, height });
  const clock = at => `${two(at.getHours())}:${two(at.getMinutes())}`;
  const day = at => `${MONTHS[at.getMonth()]} ${at.getDate()}, ${at.getFullYear()}`;

  /** A person's words; breaks of lines are elements, as in an editor that makes HTML. */
  const words = (part, text) => h("div", { class: dress(part), dir: "auto" },
    ...text.split("\n").flatMap((line, place) => place ? [h("br"), line] : [line]));

  const translated = content => [
    box("translation", h("span", { class: dress("label"), text: "Translation" }), words("text", content.translateText)),
    box("original", h("span", { class: dress("label"), text: "Original" }), words("text", content.txt)),
  ];

  const link = (part, href, ...children) => h("a", { class: `${dress("card")} ${dress(part)}`, href, target: "_blank" }, ...children);
  const product = content => link("product", `//www.aliexpress.com/item/${content.productId}.html`, picture(`${content.imgUrl}_120x120.jpg`, 60, 60),
    h("div", {}, box("cardTitle", content.title), box("cardPrice", content.price)));
  const order = content => link("order", `//www.aliexpress.com/p/order/detail.html?orderId=${content.orderId}`,
    h("div", {}, box("cardTitle", `Order ${content.orderId}`), box("cardPrice", content.amount)));
  const offer = content => h("div", { class: `${dress("card")} ${dress("offer")}` },
    h("div", {}, box("cardTitle", content.txt), box("cardPrice", content.refundAmount)));
  const unknown = content => h("div", { class: `${dress("card")} ${dress("unknown")}` },
    h("div", {}, box("cardTitle", content.check.label), h("ul", {}, ...Array.from({ length: content.check.steps }, (_, place) => h("li", { text: `Step ${place + 1}` })))));
  const video = content => box("video", h("video", { src: content.videoUrl, poster: content.coverUrl, preload: "none", controls: "", width: 240, height: 180 }));
  const image = content => box("image", picture(`${content.imgUrl}_480x480.jpg`, 240, 180));

  const CARDS = { 3: image, 7: video, 10003: product, 10004: order, 10999: offer, 77001: unknown };
  const isBare = message => message.card === "3" || message.card === "7" || message.card in CARDS;

  /** What stands in a message's bubble. */
  const content = message => {
    if (message.card in CARDS) return [CARDS[message.card](message.content)];
    return message.content.translateText ? translated(message.content) : [words("text", message.content.txt)];
  };

  /** What stands in the place of one that was taken back. */
  const recall = message => message.side === "own" ? "You recalled a message" : "The seller recalled a message";

  /** Days and messages in order, each with a name of its own: what a list shows. */
  const listEntries = messages => {
    const entries = [];
    let last = "";
    for (const message of messages) {
      const on = day(message.at);
      if (on !== last) entries.push({ key: `day ${on}`, day: on });
      last = on;
      entries.push({ key: message.id, message });
    }
    return entries;
  };

  const face = side => h("img", { class: dress("avatar"), width: 36, height: 36, alt: side === "own" ? "Me" : window.chatCore.seller,
    src: `https://ae01.alicdn.com/kf/face-${side === "own" ? "mug" : "ring"}.png` });
  const name = message => message.side === "own" ? null : h("div", { class: dress("name") }, window.chatCore.seller,
    message.isBot ? h("span", { class: dress("bot"), text: "Auto reply" }) : null);

  const editor = () => h("div", { class: dress("editor") },
    h("textarea", { placeholder: "Write a message", rows: 2 }), h("button", { id: "buyer_msg_send_btn", type: "button", class: dress("send"), text: "Send" }));

  return { h, box, content, isBare, recall, listEntries, face, name, editor, clock, day };
};
