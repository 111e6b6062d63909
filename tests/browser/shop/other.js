/* A page of a kind nobody has described yet. */
(() => {
  "use strict";
  const { show, notice } = window.shop;
  show(notice("Coupons", "You have three coupons."));
  document.body.dataset.state = "SUCCESS";
})();
