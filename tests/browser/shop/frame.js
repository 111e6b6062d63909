/* What every page of the shop shares: header, footer, prices, and what is shown when there is no answer. */
window.shop = (() => {
  "use strict";

  /** Make an element; attributes by name, `text` for its text. */
  const h = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name === "text") element.textContent = value;
      else if (value !== undefined) element.setAttribute(name, value);
    }
    element.append(...children.filter(child => child !== null && child !== undefined));
    return element;
  };

  /** A price, one element per character. */
  const price = text => h("div", { class: "es--wrap--q4Rt7Lm" },
    ...[...text].map(character => h("span", { class: "es--char--w8Zn2Kd", text: character })));

  const link = (href, text, attributes = {}) => h("a", { href, text, ...attributes });
  const plain = html => { const box = document.createElement("template"); box.innerHTML = html; return box.content.textContent; };
  const context = () => JSON.parse(document.body.dataset.context);
  const parameter = name => new URLSearchParams(location.search).get(name) || "";

  /** The components of an answer with this tag, in the order that its hierarchy gives. */
  const components = (answer, tag) => {
    const tree = answer.data.data || {};
    const keys = Object.values((answer.data.hierarchy || {}).structure || {}).flat();
    return keys.map(key => tree[key]).filter(one => one && one.tag === tag).map(one => one.fields);
  };

  /** What the header says of language and currency, as "EN/ USD". */
  const switcher = () => { const { _lang, _currency } = context(); return `${_lang.slice(0, 2).toUpperCase()}/ ${_currency}`; };

  const header = () => {
    const clock = h("span", { class: "deal-clock", text: "" });
    const tick = () => { clock.textContent = `Deals end in ${new Date(Date.UTC(2000, 0, 1) - Date.now() % 864e5).toISOString().slice(11, 19)}`; };
    tick();
    setInterval(tick, 1000);
    return h("header", { class: "shop-header" },
      h("div", { class: "shop-header-inner" },
        link("/p/order/index.html", "replica market", { class: "shop-logo" }),
        h("div", { class: "shop-search" }, h("span", { text: "Search in orders, products, stores" })),
        h("span", { class: "ship-to--switcher--n5Rk8Wq", text: switcher() }),
        h("nav", {}, clock, link("/p/message/index.html", "Messages"), link("/p/order/index.html", "Orders"))));
  };

  const recommendation = number => h("a", { class: "more-card", href: `/item/10050011${number}00${number}7.html` },
    h("img", { loading: "lazy", alt: "", width: "160", height: "160", src: `https://ae01.alicdn.com/kf/More${number}.jpg_220x220.jpg` }),
    h("span", { text: ["Linen apron", "Steel ruler set", "Cork coasters", "Wool socks", "Bamboo tray", "Tin lantern"][number - 1] }));

  const footer = () => h("section", { class: "more" }, h("h2", { text: "More to look at" }),
    h("div", { class: "more-list" }, ...[1, 2, 3, 4, 5, 6].map(recommendation)));

  /** Show content between header and footer. */
  const show = (...content) => {
    const main = h("main", { class: "shop-main" }, ...content);
    document.getElementById("root").replaceChildren(header(), main, footer());
    return main;
  };

  /** Show a conversation below the header, as high as the window. */
  const showChat = chat => {
    document.body.classList.add("chat-body");
    document.getElementById("root").replaceChildren(header(), h("main", { class: "chat-main" }, chat));
  };

  const notice = (title, text, more) => h("div", { class: "shop-notice" }, h("h1", { text: title }), h("p", { text }), more || null);

  /** Show why there is nothing to show. */
  const showFailure = answer => {
    const code = answer.ret[0].split("::")[0];
    if (code === "FAIL_SYS_SESSION_EXPIRED") {
      show(notice("Please sign in", "Your session has ended.", link("https://login.aliexpress.com/", "Sign in", { class: "comet-btn comet-btn-primary" })));
    } else if (code === "FAIL_SYS_USER_VALIDATE") {
      show(notice("One more step", "Please slide to verify that you are a person.", h("div", { class: "slider" }, h("i"))));
    } else {
      show(notice("Something went wrong", "Please try again later."));
    }
  };

  /** Call the API and render the answer, or the reason why not. */
  const load = async (options, render) => {
    const answer = await window.lib.mtop.request({ ...options, data: { ...context(), ...options.data } });
    if (/^SUCCESS/.test(answer.ret[0])) render(answer);
    else showFailure(answer);
    document.body.dataset.state = answer.ret[0].split("::")[0];
  };

  return { h, price, link, plain, parameter, components, show, showChat, notice, load };
})();
