import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
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

/** The companion's tests read the same file, so the two tables mean the same. */
const TABLE = new URL("../../tests/page_addresses.json", import.meta.url);
/** @type {{ url: string, kind: string | null }[]} */
const addresses = JSON.parse(await readFile(TABLE, "utf-8"));

test("pages worth freezing are known by host and path, as the companion knows them", () => {
  const found = addresses.map(({ url }) => ({ url, kind: findPageKind(url) }));
  assert.deepEqual(addresses, found);
});

test("plain http and pages without an address are no such pages", () => {
  for (const url of ["http://www.aliexpress.com/p/order/index.html", "about:blank", "about:srcdoc"]) {
    assert.equal(null, findPageKind(url), url);
  }
});
