"use strict";
/*
 * What is never copied and what is cut out of URLs and request data: the one list of it.
 *
 * A classic file, because content scripts cannot be modules; the background loads it through src/secrets.js. The tap in
 * the page's world gets NEVER_COPIED with its port. Seen in the calls of the site (mtop) in 2026: sign, t, appKey and
 * _m_h5_tk sign a call; ua, umid*, bx-* and x5* are fingerprints; the rest are sessions and log-ins of any site.
 */
globalThis.orderproofSecrets = (() => {
  /** Matched against "host/path" in lower case. Token, login and payment calls; chat history stays allowed. */
  const NEVER_COPIED = Object.freeze([
    String.raw`^(login|passport|accounts?|pay|payments?|cashier|checkout|wallet|secure)[\w-]*\.`,
    String.raw`(get|refresh|access|auth|csrf|user|device|push|apply)[._-]?token`,
    String.raw`token[._-]?(get|refresh|apply)|[/._-]token([/._-]|$)`,
    String.raw`[/.](login|logout|signin|sign-in|register|passport|oauth2?|mloginservice)([/._-]|$)`,
    String.raw`[/._](pay|payment|payments|cashier|wallet|paycard|bindcard|addcard|creditcard|bankcard)([/._-]|$)`,
    String.raw`(password|passwd|verifycode|smscode|captcha|_____tmd_____|x5sec|umid|fingerprint)`,
  ]);
  const never = NEVER_COPIED.map((source) => new RegExp(source, "i"));

  /** Names of secrets wherever they stand, compared without case, dashes and underscores. */
  const SECRET_NAMES = new Set(
    (
      "sign sgext xsign xsgext appkey mh5tk mh5tkenc token accesstoken authtoken refreshtoken idtoken ctoken tbtoken " +
      "csrf csrftoken xsrf xsrftoken cookie cookies cookie2 setcookie sgcookie xmant xmanf authorization auth ssid " +
      "jsessionid havanaid havanatoken password passwd pwd pin otp smscode verifycode captcha " +
      "ua xua bxua uabtoken umid umidtoken xumt bxumidtoken bxet bxpp wua miniwua xminiwua utdid deviceid devicetoken " +
      "x5sec x5secdata x5step cardno cardnumber cvv cvc securitycode"
    ).split(" "),
  );
  /** Only secrets as a parameter of a call: inside data they mean other things, a session is a conversation there. */
  const PARAMETER_NAMES = new Set(["t", "ut", "sid", "session", "sessionid"]);
  /** Stop walking here: no request of the site nests deeper, and a hostile one must not blow the stack. */
  const MAX_DEPTH = 24;

  /** @param {string} name */
  const isSecretName = (name) => SECRET_NAMES.has(name.toLowerCase().replace(/[-_.]/g, ""));

  /** @param {string} name */
  const isSecretParameter = (name) =>
    PARAMETER_NAMES.has(name.toLowerCase().replace(/[-_]/g, "")) || isSecretName(name);

  /** @param {string} text */
  function decode(text) {
    try {
      return decodeURIComponent(text.replaceAll("+", " "));
    } catch {
      return text; // half an escape: the name is compared as it stands
    }
  }

  /** @param {string} query parameters as they stand in a URL or a form body; order and spelling of the rest stay */
  function stripParameters(query) {
    return query
      .split("&")
      .filter((pair) => !isSecretParameter(decode(pair.split("=", 1)[0] ?? "")))
      .map((pair) => {
        const at = pair.indexOf("=");
        if (at < 0) return pair;
        const value = decode(pair.slice(at + 1));
        const stripped = looksLikeJson(value) ? stripJson(value) : value;
        return stripped === value ? pair : pair.slice(0, at + 1) + encodeURIComponent(stripped);
      })
      .join("&");
  }

  /** @param {string} text */
  const looksLikeJson = (text) => /^\s*[{[]/.test(text);

  /**
   * @param {unknown} value
   * @param {number} depth
   * @param {{changed: boolean}} seen
   * @returns {unknown}
   */
  function stripValue(value, depth, seen) {
    if (typeof value === "string") {
      if (!looksLikeJson(value)) return value;
      const stripped = stripJson(value, depth + 1);
      if (stripped !== value) seen.changed = true;
      return stripped;
    }
    if (typeof value !== "object" || value === null) return value;
    if (depth > MAX_DEPTH) {
      seen.changed = true;
      return null;
    }
    if (Array.isArray(value)) return value.map((item) => stripValue(item, depth + 1, seen));
    /** @type {[string, unknown][]} */
    const kept = [];
    for (const [key, item] of Object.entries(value)) {
      if (isSecretName(key)) seen.changed = true;
      else kept.push([key, stripValue(item, depth + 1, seen)]);
    }
    return Object.fromEntries(kept);
  }

  /**
   * @param {string} text
   * @param {number} [depth]
   */
  function stripJson(text, depth = 0) {
    let value;
    try {
      value = JSON.parse(text);
    } catch {
      // Not JSON after all: cut what looks like a quoted name with its value.
      return text.replace(/"([\w.-]{1,40})"\s*:\s*("(?:[^"\\]|\\.)*"|[\w.+-]+)/g, (all, name) =>
        isSecretName(name) ? '"":""' : all,
      );
    }
    const seen = { changed: false };
    const stripped = stripValue(value, depth, seen);
    return seen.changed ? JSON.stringify(stripped) : text;
  }

  /**
   * Whether a call is never to be copied.
   * @param {string} url
   */
  function isForbiddenCall(url) {
    let place;
    try {
      const parsed = new URL(url);
      place = parsed.host + parsed.pathname;
    } catch {
      return true; // what cannot be read cannot be judged
    }
    return never.some((pattern) => pattern.test(place));
  }

  /**
   * The URL without secrets; everything else stays letter by letter.
   * @param {string} url
   */
  function stripUrl(url) {
    const hashAt = url.indexOf("#");
    const fragment = hashAt < 0 ? "" : url.slice(hashAt + 1);
    const rest = (hashAt < 0 ? url : url.slice(0, hashAt)).replace(
      /^([a-z][a-z0-9+.-]*:\/\/)[^/?#@]*@/i,
      "$1",
    );
    const queryAt = rest.indexOf("?");
    const query = queryAt < 0 ? "" : stripParameters(rest.slice(queryAt + 1));
    const kept = fragment.includes("=") ? stripFragment(fragment) : fragment;
    return (queryAt < 0 ? rest : rest.slice(0, queryAt)) + (query && `?${query}`) + (kept && `#${kept}`);
  }

  /** @param {string} fragment which single-page apps use like a path with parameters */
  function stripFragment(fragment) {
    const at = fragment.indexOf("?");
    return at < 0
      ? stripParameters(fragment)
      : `${fragment.slice(0, at)}?${stripParameters(fragment.slice(at + 1))}`;
  }

  /**
   * Request data (JSON or a form body) without secrets.
   * @param {string} text
   */
  function stripRequest(text) {
    return looksLikeJson(text) ? stripJson(text) : stripParameters(text);
  }

  return Object.freeze({ NEVER_COPIED, isForbiddenCall, stripUrl, stripRequest });
})();
