/** The background's door to content/heartbeat.js, which must be a classic file for the content scripts. */
import "../content/heartbeat.js";

export const { isHeartbeat } = globalThis.orderproofHeartbeat;
