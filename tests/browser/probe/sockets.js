// Sockets as a chat opens and reads them; the other end obeys what `say` and `closeFrom` ask of it.
const ACCS = "wss://msgacs.m.aliexpress.com/accs/";

globalThis.sockets = {
  make: (name = "echo", ...rest) => new WebSocket(`${ACCS}${name}?token=5ec2e7&version=1`, ...rest),

  ready: (socket) =>
    new Promise((resolve, reject) => {
      socket.addEventListener("open", () => resolve(socket), { once: true });
      socket.addEventListener("close", () => reject(new Error("closed")), { once: true });
    }),

  open: (...rest) => sockets.ready(sockets.make(...rest)),

  say: (socket, ...frames) => socket.send(JSON.stringify({ say: frames })),

  closeFrom: (socket, code, reason) => socket.send(JSON.stringify({ close: [code, reason] })),

  /** The next event of a kind. */
  next: (socket, type = "message") =>
    new Promise((resolve) => socket.addEventListener(type, resolve, { once: true })),

  /** Has it say frames and resolves when the last one is here. */
  hear: (socket, ...frames) =>
    new Promise((resolve) => {
      let left = frames.length;
      const count = (event) => {
        left -= 1;
        if (left > 0) return;
        socket.removeEventListener("message", count);
        resolve(event.data);
      };
      socket.addEventListener("message", count);
      sockets.say(socket, ...frames);
    }),
};
