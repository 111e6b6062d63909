import assert from "node:assert/strict";
import { test } from "node:test";

import { isHeartbeat } from "../src/heartbeat.js";

for (const text of [
  "",
  " \n",
  "ping",
  "PONG",
  '{"type":"ACK","protocol":"HEARTBEAT_ACCS_H5","data":""}',
  '{"type":"ACK","protocol":"ACCS_H5","serviceId":"ae-lz-sync","dataId":"1_a","data":"","extHeader":{}}',
  '{"type":"RES","protocol":"ACCS_H5","serviceId":"h5_ping"}',
  '{"type":"HEARTBEAT"}',
  '{"type":"PONG","data":null}',
]) {
  test(`${JSON.stringify(text)} only keeps its socket alive`, () => {
    assert.equal(true, isHeartbeat(text));
  });
}

for (const text of [
  "pinging",
  "Hello",
  "3",
  "[]",
  "null",
  '"ping pong"',
  '{"type":"ACK","data":"aGVsbG8="}',
  '{"type":"ACK","data":{"txt":"Hello"}}',
  '{"type":"ACK"',
  '{"type":"RES","serviceId":"ae-shopping"}',
  '{"ping":"Hello"}',
  '{"type":"DATA","serviceId":"ae-lz-sync"}',
  '{"type":"DATA","serviceId":"h5_ping","protocol":"HEARTBEAT_ACCS_H5","data":""}',
  `{"type":"ACK","note":"${"x".repeat(3000)}"}`,
]) {
  test(`${text.slice(0, 70)} says something`, () => {
    assert.equal(false, isHeartbeat(text));
  });
}
