"use strict";
/* Pictures: what an image showed, canvas and video as pictures, bytes that only the page can read (blob:). */
orderproof.media = (() => {
  const MAX_ONE = 2 * 1024 * 1024;
  const MAX_ALL = 6 * 1024 * 1024;
  const FILMED = new Set(["chat", "dispute"]);
  let lastPicture = 0;

  /** @param {HTMLImageElement} live @param {Element} clone @param {OrderproofFrozen} result */
  function copyImage(live, clone, result) {
    const url = live.currentSrc || live.src;
    for (const name of ["srcset", "sizes", "loading"]) clone.removeAttribute(name);
    if (!url) return;
    clone.setAttribute("src", url);
    // Asked for by us later, yet never seen by the buyer.
    const isLazy = !live.complete || live.naturalWidth === 0;
    if (isLazy) {
      clone.setAttribute("data-orderproof-lazy", "");
      if (/^https:/.test(url)) result.resources.push({ url, lazy: true, media: "image" });
    }
    if (url.startsWith("blob:")) {
      // Firefox: the page's own fetch, as a blob: URL belongs to the page.
      const { content } = /** @type {{content?: Window}} */ (/** @type {unknown} */ (globalThis));
      const read = async () => (await (content?.fetch ?? fetch)(url)).blob();
      result.media.push({ url, clone, read });
    }
  }

  /** @param {Element} clone @param {Element} live @param {string} kind */
  function putPicture(clone, live, kind) {
    const picture = clone.ownerDocument.createElement("img");
    for (const { name, value } of clone.attributes) {
      if (!/^(on|src|poster$)/.test(name)) picture.setAttribute(name, value);
    }
    const { width, height } = live.getBoundingClientRect();
    picture.style.width = `${width}px`;
    picture.style.height = `${height}px`;
    const mark = `data-orderproof-${kind}`;
    picture.setAttribute(mark, clone.getAttribute(mark) ?? "");
    clone.replaceWith(picture);
    return picture;
  }

  /** @param {HTMLCanvasElement} canvas the encoding starts now and runs beside the page */
  function startEncoding(canvas) {
    /** @type {(blob: Blob | null) => void} */
    let resolve = () => undefined;
    const encoded = new Promise((done) => (resolve = done));
    canvas.toBlob((blob) => resolve(blob)); // throws here, not in a promise, where other sites' pictures were drawn
    return () => /** @type {Promise<Blob | null>} */ (encoded);
  }

  /**
   * @param {Element} live
   * @param {Element} clone
   * @param {string} kind canvas | video
   * @param {OrderproofFrozen} result
   * @param {HTMLCanvasElement} canvas
   */
  function copyDrawn(live, clone, kind, result, canvas) {
    const picture = putPicture(clone, live, kind);
    const url = `orderproof-${kind}:${++lastPicture}`;
    try {
      result.media.push({ url, clone: picture, read: startEncoding(canvas) });
      picture.setAttribute("src", url);
    } catch {
      result.unreadable.push({ url: null, reason: `${kind} holds pictures of another site` });
    }
  }

  /** @param {HTMLCanvasElement} live @param {Element} clone @param {OrderproofFrozen} result */
  function copyCanvas(live, clone, result) {
    if (live.width > 0 && live.height > 0) copyDrawn(live, clone, "canvas", result, live);
  }

  /**
   * The film of a message or of a dispute is proof, and its address expires; of a product page it is advertising.
   *
   * @param {HTMLVideoElement} live @param {OrderproofFrozen} result @returns {string} its address; empty for none to be had
   */
  function noteFilm(live, result) {
    const url = live.currentSrc || live.src || live.querySelector("source")?.src || "";
    const kind = orderproof.findPageKind(orderproof.relay.findPageUrl(document.URL));
    if (!url || !FILMED.has(kind ?? "")) return "";
    if (!url.startsWith("https:")) {
      result.unreadable.push({ url: null, reason: "a video that only the page holds" });
      return "";
    }
    result.resources.push({ url, lazy: false, media: "video" });
    return orderproofSecrets.stripUrl(url);
  }

  /** @param {HTMLVideoElement} live @param {Element} clone @param {OrderproofFrozen} result */
  function copyVideo(live, clone, result) {
    clone.setAttribute("data-orderproof-video", noteFilm(live, result)); // for the picture that takes its place
    if (live.poster && live.currentTime === 0)
      return putPicture(clone, live, "video").setAttribute("src", live.poster);
    const canvas = live.ownerDocument.createElement("canvas");
    canvas.width = live.videoWidth;
    canvas.height = live.videoHeight;
    if (!canvas.width) return void putPicture(clone, live, "video");
    canvas.getContext("2d")?.drawImage(live, 0, 0);
    copyDrawn(live, clone, "video", result, canvas);
  }

  /** @param {OrderproofFrozen} result */
  async function read(result) {
    let left = MAX_ALL;
    /** @type {Set<string>} */
    const done = new Set();
    for (const { url, read } of result.media) {
      if (done.has(url)) continue;
      done.add(url);
      try {
        const blob = await read();
        if (!blob || blob.size === 0) throw new Error("empty");
        if (blob.size > Math.min(MAX_ONE, left)) result.unreadable.push({ url, reason: "too large" });
        else result.resources.push({ url, lazy: false, media: "image", data_url: await orderproof.toDataUrl(blob) });
        left -= blob.size;
      } catch {
        result.unreadable.push({ url, reason: "the page has let go of it" });
      }
    }
  }

  return { copyImage, copyCanvas, copyVideo, read };
})();
