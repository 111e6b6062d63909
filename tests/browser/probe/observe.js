// What the probes of sockets share: how values are looked at, and how the probes are run one after the other.
"use strict";
const { make, ready, open, say, closeFrom, next, hear } = sockets;
const seen = {};
const received = [];
addEventListener("message", (event) => received.push(JSON.stringify(event.data)), true);
const errors = [];
addEventListener("error", (event) => {
  if (event.message) errors.push(`${event.message.replace(/^.*Error: /, "")} ${new URL(event.filename).pathname}`);
  event.preventDefault();
});
const reason = async (work) => {
  try {
    await work();
    return "none";
  } catch (error) {
    return [error.name, error.message, error.code, error instanceof DOMException, Object.getPrototypeOf(error).constructor.name];
  }
};
const settle = () => new Promise((resolve) => setTimeout(resolve, 50));
const keys = (value) => Reflect.ownKeys(value).map(String).join();
const describe = (owner, name) => Object.entries(Object.getOwnPropertyDescriptor(owner, name)).map(([key, value]) => `${key}:${typeof value}`).join();
const look = (value) => [value.name, value.length, typeof value, Object.prototype.toString.call(value), keys(value),
  /^function [\w]*\(\) \{\s+\[native code\]\s+\}$/.test(`${value}`), Object.getPrototypeOf(value).name];
const HELLO = { text: "Hello — 日本 😀" };
const BYTES = { base64: "AAEC+v8=" };

async function observe(probes) {
  for (const [name, probe] of Object.entries(probes)) {
    try {
      seen[name] = JSON.stringify(await probe());
    } catch (error) {
      seen[name] = `threw ${error}`;
    }
  }
  window.done = true;
}
