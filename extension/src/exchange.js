/**
 * One request to a port of this computer and what its answer means. Knows nothing of pairings.
 */

// A worker is ended when an answer takes longer than 30 s (Chromium), so we give up before that.
const REQUEST_TIMEOUT = 25_000;
const GZIP_FROM = 1024;

/** Answers after which the same bytes would only be refused again. */
const REFUSALS = new Set([400, 409, 413, 415, 422]);

/**
 * @typedef {"not_running" | "other_program" | "not_proved" | "companion_too_old" | "extension_too_old" | "not_paired"
 *   | "pairing_unknown" | "wrong_origin" | "no_permission" | "busy" | "read_only" | "refused" | "failed"} Reason
 *
 * @typedef {object} Failure
 * @property {false} ok
 * @property {boolean} retry whether the same request may succeed later
 * @property {Reason} reason
 * @property {string} [code] the companion's own word for the error
 * @property {string} [message]
 * @property {string} [hint]
 *
 * @typedef {{ok: true, body: unknown}} Answer
 */

/**
 * @param {Reason} reason
 * @param {boolean} retry
 * @returns {Failure}
 */
export const failure = (reason, retry = true) => ({ ok: false, retry, reason });

/**
 * @param {number} port
 * @param {"GET" | "POST" | "PUT"} method
 * @param {string} path
 * @param {Record<string, string>} headers
 * @param {{text?: string, json?: unknown, bytes?: ArrayBuffer}} content
 * @returns {Promise<Answer | Failure>}
 */
export async function request(port, method, path, headers, content) {
  const packed = await pack(content);
  const answer = await exchange(port, path, {
    method,
    headers: { ...headers, ...packed.headers },
    body: packed.body,
    timeout: REQUEST_TIMEOUT,
  });
  if (!answer) return failure("not_running");
  if (answer.status >= 200 && answer.status < 300) return { ok: true, body: answer.body };
  return readError(answer.status, answer.body);
}

/**
 * The bytes of a request. Always a whole buffer: Firefox turns a stream into the words "[object ReadableStream]".
 *
 * @param {{text?: string, json?: unknown, bytes?: ArrayBuffer}} content
 * @returns {Promise<{headers: Record<string, string>, body?: ArrayBuffer | string}>}
 */
async function pack({ text, json, bytes }) {
  if (bytes) return { headers: { "Content-Type": "application/octet-stream" }, body: bytes };
  const body = text ?? (json === undefined ? undefined : JSON.stringify(json));
  if (body === undefined) return { headers: {} };
  const headers = { "Content-Type": "application/json" };
  if (body.length < GZIP_FROM) return { headers, body };
  const stream = new Blob([body]).stream().pipeThrough(new CompressionStream("gzip"));
  return { headers: { ...headers, "Content-Encoding": "gzip" }, body: await new Response(stream).arrayBuffer() };
}

/**
 * @param {number} status
 * @param {unknown} body
 * @returns {Failure}
 */
function readError(status, body) {
  const { error, message, hint } = /** @type {{error?: string, message?: string, hint?: string}} */ (body ?? {});
  const told = { code: error, message, hint };
  if (status === 401) return { ...failure("pairing_unknown"), ...told };
  if (status === 403) return { ...failure("wrong_origin"), ...told };
  if (REFUSALS.has(status)) return { ...failure("refused", false), ...told };
  if (error === "store_read_only") return { ...failure("read_only"), ...told };
  return { ...failure(status >= 500 || status === 429 || status === 408 ? "busy" : "failed"), ...told };
}

/**
 * One HTTP exchange on loopback; null when nobody answers in time.
 *
 * @param {number} port
 * @param {string} path
 * @param {{method: string, headers?: Record<string, string>, body?: ArrayBuffer | string, timeout: number}} options
 * @returns {Promise<{status: number, body: unknown} | null>}
 */
export async function exchange(port, path, { timeout, ...options }) {
  try {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      ...options,
      credentials: "omit",
      cache: "no-store",
      redirect: "error", // a redirect would carry the token to wherever it points
      referrerPolicy: "no-referrer",
      signal: AbortSignal.timeout(timeout),
    });
    const text = await response.text();
    return { status: response.status, body: parseJson(text) };
  } catch {
    // fetch tells refused, cut, timed out and forbidden apart for people only; all mean: not now.
    return null;
  }
}

/**
 * @param {string} text
 * @returns {unknown} null when it is no JSON
 */
function parseJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
