"use strict";
/* What is told to the background of a page: a frozen page, or the rows of a chat that came and went. */
orderproof.pageMessage = (() => {
  const { queue, relay } = orderproof;
  /** With escapes and the other parts this stays below what the companion takes in one capture (32 MB). */
  const MAX_DOCUMENT = 20 * 1024 * 1024;

  /** @type {OrderproofPageMessages["make"]} */
  function make(trigger, capturedAt, { resources, unreadable }) {
    const lost = relay.takeLost();
    if (lost) unreadable.push({ url: null, reason: `${lost} answers were too large or too many` });
    return {
      type: "page",
      capture_id: crypto.randomUUID(),
      visit_id: relay.visitId,
      page_url: relay.findPageUrl(orderproofSecrets.stripUrl(document.URL)),
      title: document.title.slice(0, 4096),
      language: document.documentElement.lang.slice(0, 64) || null,
      time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone ?? null,
      captured_at: capturedAt,
      trigger,
      documents: [],
      resources,
      unreadable,
    };
  }

  /** @type {OrderproofPageMessages["addDocument"]} */
  function addDocument(message, { frame_id, url, doctype, root }, rows = []) {
    let html = `${doctype}${root.outerHTML}`;
    for (const { marker, html: parts } of rows) html = html.replace(marker, () => parts.join(""));
    if (html.length > orderproof.MAX_MESSAGE_CHARS) {
      // Pictures written into the text are what makes a page this large.
      html = html.replace(/(\ssrc=")data:[^"]{4096,}"/g, '$1data:,"');
      message.unreadable.push({ url: null, reason: `large pictures inside frame ${frame_id} were left out` });
    }
    if (html.length <= MAX_DOCUMENT) message.documents.push({ frame_id, url, html });
    else message.unreadable.push({ url: null, reason: `frame ${frame_id} is too large to keep` });
  }

  /** Frames that would make a message too large travel in messages of their own. @type {OrderproofPageMessages["send"]} */
  function send(message) {
    const { documents, resources } = message;
    /** @type {OrderproofPageMessage} */
    let part = { ...message, documents: [], resources: [] };
    let size = 0;
    let isTaken = true;
    const close = () => {
      if (part.documents.length && !queue.add(part, size)) isTaken = false;
      part = { ...message, capture_id: crypto.randomUUID(), documents: [], resources: [], unreadable: [] };
      size = 0;
    };
    const pictures = resources.reduce((sum, { data_url }) => sum + (data_url?.length ?? 100), 0);
    for (const document of documents) {
      if (size && size + document.html.length > orderproof.MAX_MESSAGE_CHARS) close();
      if (document === documents[0]) {
        part.resources = resources;
        size += pictures;
      }
      part.documents.push(document);
      size += document.html.length;
    }
    close();
    return isTaken;
  }

  return { make, addDocument, send };
})();
