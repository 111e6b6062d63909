// Calls as the site's pages make them; `calls.*` return what the page got.
const API = "https://acs.aliexpress.com/h5/";

const calls = {
  async fetchGet(api, data) {
    const url = `${API}${api}/1.0/?appKey=12574478&sign=5ec2e7&t=1&data=${encodeURIComponent(JSON.stringify(data))}`;
    return (await fetch(url, {credentials: "include"})).json();
  },
  async fetchPost(api, body, init = {}) {
    return (await fetch(`${API}${api}/1.0/?sign=5ec2e7`, {method: "POST", body, ...init})).json();
  },
  xhr(api, {body = null, type = "", asynchronous = true, url = `${API}${api}/1.0/?sign=5ec2e7`} = {}) {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open(body === null ? "GET" : "POST", url, asynchronous);
      if (asynchronous) request.responseType = type;
      if (typeof body === "string") request.setRequestHeader("content-type", "application/x-www-form-urlencoded");
      request.onload = () => resolve(request.response);
      request.onerror = () => reject(new Error("xhr"));
      request.send(body);
    });
  },
  /** order: "before" or "after", when the callback is defined; insert: how the script gets into the document. */
  jsonp(name, api, {order = "before", insert = (script) => document.head.appendChild(script), data = {}, remove = false} = {}) {
    return new Promise((resolve, reject) => {
      const seen = {count: 0};
      const define = () => {
        window[name] = function (...args) {
          seen.count += 1;
          seen.isWindow = this === window || this === undefined;
          seen.args = args.length;
          seen.answer = args[0];
          delete window[name];
        };
      };
      const script = document.createElement("script");
      const finish = () => {
        seen.isGone = !(name in window);
        script.remove();
        resolve(seen);
      };
      script.onload = finish;
      script.onerror = () => reject(new Error("jsonp"));
      script.src = `${API}${api}/1.0/?type=jsonp&dataType=jsonp&sign=5ec2e7&callback=${name}&data=${encodeURIComponent(JSON.stringify(data))}`;
      if (order === "before") define();
      insert(script);
      if (remove) script.remove();
      if (order === "after") define();
    });
  },
};
