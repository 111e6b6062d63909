/** A companion of a few lines on a free port, honest or not, that writes down everything it is sent. */

import { createHash, createHmac, randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { gunzipSync } from "node:zlib";

/**
 * @typedef {{method: string, path: string, headers: import("node:http").IncomingHttpHeaders, body: any}} Seen
 * @typedef {{status: number, body: unknown}} Canned
 */

export class StubCompanion {
  /** @type {Seen[]} */
  seen = [];
  /** @type {Map<string, {key: string, state: string}>} */
  pairings = new Map();
  /** @type {(hello: Record<string, unknown>) => Record<string, unknown>} */
  changeHello = (hello) => hello;
  /** @type {Record<string, Canned>} answers by "METHOD /path" */
  answers = {};
  port = 0;
  #server = createServer((request, response) => this.#serve(request, response));

  async start() {
    await new Promise((resolve) => this.#server.listen(0, "127.0.0.1", () => resolve(undefined)));
    this.port = /** @type {import("node:net").AddressInfo} */ (this.#server.address()).port;
    return this;
  }

  async stop() {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Everything it was sent beside hellos. */
  get requests() {
    return this.seen.filter(({ path }) => !path.startsWith("/v1/hello"));
  }

  /** @param {string} secret hex @returns {string} id of an approved pairing */
  approve(secret) {
    const id = randomUUID();
    this.pairings.set(id, { key: hash(Buffer.from(secret, "hex")), state: "approved" });
    return id;
  }

  /** @param {import("node:http").IncomingMessage} request @param {import("node:http").ServerResponse} response */
  async #serve(request, response) {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const raw = Buffer.concat(chunks);
    const bytes = request.headers["content-encoding"] === "gzip" ? gunzipSync(raw) : raw;
    const isJson = request.headers["content-type"] === "application/json";
    const { method = "", url: path = "", headers } = request;
    this.seen.push({ method, path, headers, body: isJson ? JSON.parse(bytes.toString()) : bytes });
    const { status, body } = this.#answer(method, new URL(path, "http://127.0.0.1"), this.seen.at(-1)?.body);
    response.writeHead(status, { "Content-Type": "application/json" });
    response.end(body === null ? "" : JSON.stringify(body));
  }

  /** @param {string} method @param {URL} url @param {any} body @returns {Canned} */
  #answer(method, url, body) {
    const canned = this.answers[`${method} ${url.pathname}`];
    if (canned) return canned;
    if (url.pathname === "/v1/hello") return { status: 200, body: this.changeHello(this.#hello(url.searchParams)) };
    if (url.pathname === "/v1/pairings") {
      const id = randomUUID();
      this.pairings.set(id, { key: body.key, state: "pending" });
      const expires_at = new Date(Date.now() + 180_000).toISOString();
      return { status: 201, body: { id, code: "QX7-42K", expires_at } };
    }
    const asked = /^\/v1\/pairings\/([^/]+)\/status$/.exec(url.pathname);
    if (asked) return { status: 200, body: { state: this.pairings.get(asked[1] ?? "")?.state ?? "expired" } };
    return { status: 404, body: { error: "not_found", message: "", hint: "" } };
  }

  /** @param {URLSearchParams} query */
  #hello(query) {
    const nonce = query.get("nonce");
    const pairing = this.pairings.get(query.get("pairing") ?? "");
    const message = `orderproof-hello-v1|${nonce}|${this.port}`;
    const proof =
      pairing?.state === "approved"
        ? createHmac("sha256", Buffer.from(pairing.key, "hex")).update(message).digest("hex")
        : null;
    const protocols = { lowest: 1, highest: 1 };
    return { product: "orderproof", version: "1.2.3", protocols, nonce, port: this.port, proof };
  }
}

/** @param {Buffer} bytes */
const hash = (bytes) => createHash("sha256").update(bytes).digest("hex");
