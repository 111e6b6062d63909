import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

const ROOT = new URL("../", import.meta.url);
const read = (/** @type {string} */ path) => readFileSync(new URL(path, ROOT), "utf8");
const manifest = JSON.parse(read("manifest.json"));
const pages = readdirSync(new URL("pages/", ROOT)).filter((name) => name.endsWith(".html"));

test("every file the manifest names is there", () => {
  const named = [
    manifest.background.service_worker,
    ...manifest.background.scripts,
    manifest.action.default_popup,
    manifest.options_ui.page,
    ...Object.values(manifest.icons),
    ...manifest.content_scripts.flatMap((/** @type {{js: string[]}} */ { js }) => js),
  ];
  assert.deepEqual([], named.filter((path) => !existsSync(new URL(path, ROOT))));
});

test("the extension asks for what it is promised to ask for, and nothing more", () => {
  assert.deepEqual(["storage", "unlimitedStorage", "alarms", "notifications"], manifest.permissions);
  assert.equal("not_allowed", manifest.incognito);
  assert.equal(undefined, manifest.optional_permissions);
});

test("its own policy lets it reach the hosts of the manifest and no other, and upgrades nothing", () => {
  const policy = manifest.content_security_policy.extension_pages;
  const reached = /connect-src ([^;]+)/.exec(policy)?.[1]?.split(" ") ?? [];
  /** @type {string[]} */
  const hosts = manifest.host_permissions.map((/** @type {string} */ pattern) => pattern.replace(/\/\*$/, ""));
  assert.deepEqual(new Set(hosts.map((host) => host.replace("127.0.0.1", "127.0.0.1:*"))), new Set(reached));
  assert.equal(false, policy.includes("upgrade-insecure-requests"));
  assert.equal(false, /unsafe|https?:\/\/\*(?!\.)/.test(policy));
});

test("a host pattern has no port: Firefox would never match it", () => {
  for (const pattern of manifest.host_permissions) assert.doesNotMatch(pattern, /:\d/);
});

for (const name of pages) {
  test(`${name} loads only what lies in the folder, and has no script of its own`, () => {
    const html = read(`pages/${name}`);
    const linked = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path ?? "");
    const own = linked.filter((path) => !path.startsWith("https:"));
    assert.deepEqual([], own.filter((path) => !existsSync(new URL(path, new URL("pages/", ROOT)))));
    assert.doesNotMatch(html, /<script(?![^>]* src=)|\son\w+=|style=/);
  });
}

test("no page writes markup from data", () => {
  const scripts = ["pages", "src"].flatMap((folder) =>
    readdirSync(new URL(`${folder}/`, ROOT)).map((name) => `${folder}/${name}`),
  );
  for (const path of scripts.filter((name) => name.endsWith(".js"))) {
    assert.doesNotMatch(read(path), /innerHTML|outerHTML|insertAdjacentHTML|document\.write/, path);
  }
});

test("only settings.js touches the browser's storage", () => {
  const names = readdirSync(new URL("src/", ROOT)).filter((name) => name !== "settings.js");
  for (const name of names) assert.doesNotMatch(read(`src/${name}`), /\bstorage\.(local|session|sync)\b(?!`)/, name);
});

test("every message of the manifest has its text, within the bound of the stores", () => {
  const messages = JSON.parse(read("_locales/en/messages.json"));
  const used = [...JSON.stringify(manifest).matchAll(/__MSG_(\w+)__/g)].map(([, name]) => name ?? "");
  assert.deepEqual([], used.filter((name) => !messages[name]?.message));
  assert.equal(true, messages.description.message.length <= 132);
});
