/** The background's door to content/secrets.js, which must be a classic file for the content scripts. */
import "../content/secrets.js";

export const { isForbiddenCall, stripUrl, stripRequest, NEVER_COPIED } = globalThis.orderproofSecrets;
