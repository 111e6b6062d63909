/* How tests walk through a chat: by scrolling, as a wheel does. A page around the chat's frame asks by messages. */
window.chatProbe = (() => {
  "use strict";
  let scroller = null;
  const pause = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds));
  const state = () => ({
    isTop: scroller.scrollTop <= 1,
    isEnd: scroller.scrollTop >= scroller.scrollHeight - scroller.clientHeight - 2,
    hasBegun: !window.chatCore.hasMore,
    messages: window.chatCore.messages.length,
  });

  /** Scroll by a part of what is in view, and await what that loads and draws. */
  const step = async part => {
    scroller.scrollTop += part * scroller.clientHeight;
    do await pause(30); while (window.chatCore.isLoading);
    await pause(30);
    return state();
  };

  window.addEventListener("message", async ({ data, source }) => {
    if (data && data.chatStep !== undefined) source.postMessage({ chatState: await step(data.chatStep) }, "*");
  });
  return { step, watch: element => { scroller = element; } };
})();
