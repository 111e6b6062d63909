import assert from "node:assert/strict";
import { test } from "node:test";

import { isForbiddenCall, stripRequest, stripUrl } from "../src/secrets.js";

const API = "https://acs.aliexpress.com/h5";

test("a signed call keeps its data and loses its signature", () => {
  const url = `${API}/mtop.trade.list/1.0/?jsv=2.5.1&appKey=12574478&t=1790000000000&sign=0f0f&api=a&type=jsonp&callback=mtopjsonp1&data=%7B%22page%22%3A1%7D`;
  const expected = `${API}/mtop.trade.list/1.0/?jsv=2.5.1&api=a&type=jsonp&callback=mtopjsonp1&data=%7B%22page%22%3A1%7D`;
  assert.equal(expected, stripUrl(url));
});

test("secrets are known by name however they are written", () => {
  for (const name of [
    "accessToken",
    "access_token",
    "ACCESS-TOKEN",
    "_m_h5_tk",
    "_m_h5_tk_enc",
    "umidToken",
    "umid",
    "ua",
    "Cookie",
    "bx-ua",
    "x5secdata",
    "_tb_token_",
    "%73ign",
  ]) {
    assert.equal(
      "https://www.aliexpress.com/p?a=1&b=2",
      stripUrl(`https://www.aliexpress.com/p?a=1&${name}=x&b=2`),
      name,
    );
  }
});

test("the address of a socket loses its token and keeps its place", () => {
  assert.equal(
    "wss://msgacs.m.aliexpress.com/accs/auth?version=1",
    stripUrl("wss://msgacs.m.aliexpress.com/accs/auth?token=5ec2e7%3D%3D&version=1"),
  );
  assert.equal(
    "wss://msgacs.m.aliexpress.com/accs/auth",
    stripUrl("wss://me:pw@msgacs.m.aliexpress.com/accs/auth?access_token=5ec2e7#token=5ec2e7"),
  );
});

test("names that only look like secrets stay, and so does the spelling of everything else", () => {
  const url =
    "https://www.aliexpress.com/p/order/detail.html?orderId=8&spm=a2g0o.x&q=a+b%20c&signature_date=1&design=2&text=t#/tab";
  assert.equal(url, stripUrl(url));
});

test("a user name in a URL and secrets in its fragment go", () => {
  assert.equal(
    "https://www.aliexpress.com/p#a=1",
    stripUrl("https://me:pw@www.aliexpress.com/p#token=x&a=1"),
  );
  assert.equal(
    "https://www.aliexpress.com/p#/x?a=1",
    stripUrl("https://www.aliexpress.com/p#/x?a=1&token=9"),
  );
  assert.equal(
    "https://www.aliexpress.com/p?mail=a@b.c",
    stripUrl("https://www.aliexpress.com/p?mail=a@b.c"),
  );
});

test("a form body loses what a URL would lose", () => {
  assert.equal("data=%7B%22page%22%3A2%7D", stripRequest("sign=1&data=%7B%22page%22%3A2%7D&t=2"));
});

test("JSON in JSON in a form loses its secrets and keeps the rest", () => {
  const params = JSON.stringify({
    page: 2,
    token: "x",
    t: "kept",
    list: [{ accessToken: "y", sid: "1#103", id: "8212313961591322" }],
  });
  const stripped = stripRequest(`data=${encodeURIComponent(JSON.stringify({ params, ua: "z" }))}`);
  const data = JSON.parse(decodeURIComponent(stripped.slice("data=".length)));
  assert.deepEqual(
    { params: '{"page":2,"t":"kept","list":[{"sid":"1#103","id":"8212313961591322"}]}' },
    data,
  );
});

test("request data without a secret is not touched, letter by letter", () => {
  for (const text of ['{"a": 1.0, "b":"\\u00e9"}', "a=1&b=%7B%22x%22%3A%201%7D", "", "hello", "%zz=1&%"]) {
    assert.equal(text, stripRequest(text));
  }
});

test("broken JSON still loses what reads like a secret", () => {
  assert.equal('{"":"", "page": 1', stripRequest('{"token": "abc", "page": 1'));
});

test("data nested beyond all reason is cut, not crashed on", () => {
  const deep = "[".repeat(5000) + "]".repeat(5000);
  assert.ok(stripRequest(deep).length <= deep.length);
});

test("token, log-in and payment calls are never copied", () => {
  for (const path of [
    "mtop.aliexpress.im.gettoken/1.0/",
    "mtop.taobao.login.check/1.0/",
    "mtop.ae.pay.submit/1.0/",
    "mtop.ae.trade.payment.render/1.0/",
    "mtop.ae.wallet.query/1.0/",
    "mtop.common.access_token/1.0/",
    "_____tmd_____/punish",
  ]) {
    assert.equal(true, isForbiddenCall(`${API}/${path}?a=1`), path);
  }
  assert.equal(true, isForbiddenCall("https://login.aliexpress.com/x.json"));
  assert.equal(true, isForbiddenCall("https://passport.aliexpress.us/x.json"));
  assert.equal(true, isForbiddenCall("wss://login.aliexpress.com/accs/auth"));
  assert.equal(true, isForbiddenCall("wss://msgacs.m.aliexpress.com/accs/getToken"));
  assert.equal(true, isForbiddenCall("not a url"));
});

test("order, tracking, refund, chat and product calls are copied", () => {
  for (const name of [
    "mtop.aliexpress.trade.buyer.order.list",
    "mtop.aliexpress.trade.buyer.order.detail",
    "mtop.ae.ld.querydetail",
    "mtop.aliexpress.buyer.reverse.queryReverseOrderPageListForBuyer",
    "mtop.aliexpress.im.messagebox.querysessionlist",
    "mtop.aliexpress.im.direction.querybysessionid",
    "mtop.aliexpress.pdp.pc.query",
    "mtop.aliexpress.address.shippingaddress.list",
  ]) {
    assert.equal(false, isForbiddenCall(`${API}/${name}/1.0/?token=1`), name);
  }
  assert.equal(false, isForbiddenCall("wss://msgacs.m.aliexpress.com/accs/auth?token=1"));
});
