/* The shop's API client: JSONP for first loads, POST by XMLHttpRequest, or fetch, as the real site mixes them. */
window.lib = window.lib || {};
window.lib.mtop = (() => {
  "use strict";
  let count = 0;

  /** The address of a call, with the token-bound noise that such addresses carry. */
  const makeUrl = (options, query) => {
    const token = (document.cookie.match(/_m_h5_tk=([^_;]+)/) || [])[1] || "";
    const url = new URL(`https://acs.aliexpress.com/h5/${options.api.toLowerCase()}/1.0/`);
    const t = Date.now();
    const known = { jsv: "2.5.1", appKey: "24815441", t, sign: `${token}${t}`.slice(0, 32), api: options.api, v: "1.0" };
    for (const [name, value] of Object.entries({ ...known, ...query })) url.searchParams.set(name, value);
    return url.href;
  };

  const byJsonp = options => new Promise((resolve, reject) => {
    const name = `mtopjsonp${++count}`;
    const script = document.createElement("script");
    window[name] = answer => resolve(answer);
    const data = JSON.stringify(options.data);
    script.src = makeUrl(options, { type: "jsonp", dataType: "jsonp", callback: name, data });
    script.onload = () => { delete window[name]; script.remove(); };
    script.onerror = () => reject(new Error(`${options.api} did not load`));
    document.head.appendChild(script);
  });

  const byPost = options => new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", makeUrl(options, { type: "originaljson", dataType: "json" }));
    request.withCredentials = true;
    request.setRequestHeader("Content-Type", "application/x-www-form-urlencoded");
    request.onload = () => resolve(JSON.parse(request.responseText));
    request.onerror = () => reject(new Error(`${options.api} did not load`));
    request.send(`data=${encodeURIComponent(JSON.stringify(options.data))}`);
  });

  const byFetch = async options => {
    const data = JSON.stringify(options.data);
    const answer = await fetch(makeUrl(options, { type: "originaljson", data }), { credentials: "include" });
    return answer.json();
  };

  const transports = { jsonp: byJsonp, post: byPost, fetch: byFetch };

  /** Call the API; an expired token is renewed by one more try, as everywhere on the site. */
  const request = async options => {
    const answer = await transports[options.by || "jsonp"](options);
    if (/^FAIL_SYS_TOKEN/.test(answer.ret[0]) && !options.again) return request({ ...options, again: true });
    return answer;
  };
  return { request };
})();
