import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { clearStorage } from "./fake-browser.mjs";
import { findVisitId, forgetVisit } from "../src/visits.js";

beforeEach(clearStorage);

const TOP = { tabId: 1, frameId: 0, documentId: "A" };

test("a document keeps its visit, also when it asks again after the worker was killed", async () => {
  assert.equal(await findVisitId(TOP), await findVisitId(TOP));
});

test("a new document in the same tab is a new visit", async () => {
  assert.notEqual(await findVisitId(TOP), await findVisitId({ ...TOP, documentId: "B" }));
});

test("frames share the visit of their top document, also when all ask at once", async () => {
  const frames = [TOP, { tabId: 1, frameId: 7, documentId: "F" }, { tabId: 1, frameId: 8, documentId: "G" }];
  assert.equal(1, new Set(await Promise.all(frames.map(findVisitId))).size);
});

test("tabs do not share, and a closed tab is forgotten", async () => {
  const first = await findVisitId(TOP);
  assert.notEqual(first, await findVisitId({ ...TOP, tabId: 2 }));
  await forgetVisit(1);
  assert.notEqual(first, await findVisitId(TOP));
});
