"use strict";
/* What a form shows, copied into its clone. Passwords, cards and one-time codes are never kept. */
orderproof.controls = (() => {
  const WITHHELD = "data-orderproof-withheld";
  /** Types whose value is not text on the page, or is nobody's business. */
  const NEVER_TYPES = new Set(["password", "file", "hidden"]);
  const SECRET_AUTOCOMPLETE = /(^|\s)(cc-|one-time-code|current-password|new-password|transaction-amount)/i;
  /** Names of fields as sites write them: whole words between separators or capitals. */
  const SECRET_NAME = new RegExp(
    "passw|passcode|pwd|captcha|otp|one_?time|(sms|auth|verif\\w*|secur\\w*)_?code|(^|[^a-z])pin($|[^a-z])|" +
      "cvv|cvc|csc|cvn|card_?(no|num|holder)|creditcard|iban",
    "i",
  );
  /** Thirteen digits or more, however grouped, that begin and check like a card number; order ids begin with 8, 3 or 1. */
  const CARD_NUMBER = /^\s*[2-6](?:[ -]?\d){12,18}\s*$/;

  /** @type {WeakSet<Element>} fields that were once a password, also after "show password" */
  const oncePassword = new WeakSet();

  /** @param {string} text */
  function isCardNumber(text) {
    if (!CARD_NUMBER.test(text)) return false;
    const digits = text.replace(/\D/g, "");
    let sum = 0;
    for (let index = 0; index < digits.length; index++) {
      const digit = Number(digits[digits.length - 1 - index]) * (index % 2 ? 2 : 1);
      sum += digit > 9 ? digit - 9 : digit;
    }
    return sum % 10 === 0;
  }

  /** @param {HTMLInputElement | HTMLTextAreaElement} field */
  function isSecret(field) {
    if (NEVER_TYPES.has(field.type) || oncePassword.has(field)) return true;
    // The attribute, not the property: Firefox gives "" for the words that it does not know.
    if (SECRET_AUTOCOMPLETE.test(field.getAttribute("autocomplete") ?? "")) return true;
    const names = [field.name, field.id, field.placeholder, field.getAttribute("aria-label")].join(" ");
    return SECRET_NAME.test(names) || isCardNumber(field.value);
  }

  /** @param {HTMLInputElement} live @param {HTMLInputElement} clone */
  function copyInput(live, clone) {
    if (live.type === "password") oncePassword.add(live);
    if (live.type === "checkbox" || live.type === "radio")
      return clone.toggleAttribute("checked", live.checked);
    if (isSecret(live)) {
      clone.removeAttribute("value");
      if (live.type !== "hidden") clone.setAttribute(WITHHELD, live.value ? "filled" : "empty");
    } else if (live.value !== (live.getAttribute("value") ?? "")) clone.setAttribute("value", live.value);
  }

  /** @param {HTMLTextAreaElement} live @param {HTMLTextAreaElement} clone */
  function copyText(live, clone) {
    const isKept = !isSecret(live);
    if (!isKept) clone.setAttribute(WITHHELD, live.value ? "filled" : "empty");
    // A parser drops one line feed right after the tag.
    clone.textContent = isKept ? live.value.replace(/^\n/, "\n\n") : "";
  }

  /** @param {HTMLSelectElement} live @param {HTMLSelectElement} clone */
  function copySelect(live, clone) {
    const options = clone.querySelectorAll("option");
    live
      .querySelectorAll("option")
      .forEach((option, index) => options[index]?.toggleAttribute("selected", option.selected));
  }

  /** @param {Element} live @param {Element} clone */
  function copyState(live, clone) {
    if (live.localName === "input") {
      copyInput(/** @type {HTMLInputElement} */ (live), /** @type {HTMLInputElement} */ (clone));
    } else if (live.localName === "textarea") {
      copyText(/** @type {HTMLTextAreaElement} */ (live), /** @type {HTMLTextAreaElement} */ (clone));
    } else copySelect(/** @type {HTMLSelectElement} */ (live), /** @type {HTMLSelectElement} */ (clone));
  }

  // "Show password" buttons turn the field's type; what was typed into a password field stays one.
  document.addEventListener(
    "input",
    ({ target }) => {
      if (target instanceof HTMLInputElement && target.type === "password") oncePassword.add(target);
    },
    { capture: true, passive: true },
  );
  return { copyState };
})();
