"""The sockets of the fake sites: what a test has them say to pages, and what pages said to them.

    await marketplace.sockets.wait_for_open(1)
    await marketplace.sockets.say('{"type":"DATA", …}', gzip.compress(b"…"))
    await marketplace.sockets.close(4000, "restart")

A page may drive its own socket: `{"say": [{"text": "…"}, {"base64": "…"}], "close": [4001, "bye"]}` is
obeyed, anything else is only heard. `…/greeting` says one word by itself as soon as it is open; `…/refused`
never opens.
"""

from __future__ import annotations

import asyncio
import base64

import msgspec
from aiohttp import WSMsgType, web

CHAT_HOST = "msgacs.m.aliexpress.com"
CHAT_PATH = "/accs/auth"
GREETING = '{"type":"DATA","serviceId":"ae-lz-sync","dataId":"greeting"}'
_PROTOCOLS = ("accs", "json")


class _Frame(msgspec.Struct, frozen=True):
    text: str | None = None
    base64: str | None = None


class _Command(msgspec.Struct, frozen=True):
    say: tuple[_Frame, ...] = ()
    close: tuple[int, str] | None = None


def is_socket(request: web.Request) -> bool:
    """Tell whether a request asks for a socket."""
    return request.headers.get("Upgrade", "").lower() == "websocket"


class SocketFeed:
    """All sockets that pages hold open to one site.

    Attributes:
        heard: every text that pages sent, in order.
        asked: path and query of every socket that was asked for.
    """

    def __init__(self) -> None:
        self._open: list[web.WebSocketResponse] = []
        self._changed = asyncio.Condition()
        self.heard: list[str] = []
        self.asked: list[str] = []

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Hold one socket until either side closes it."""
        self.asked.append(request.path_qs)
        if request.path.endswith("/refused"):
            return web.Response(status=403)
        socket = web.WebSocketResponse(protocols=_PROTOCOLS)
        await socket.prepare(request)
        await self._note(socket, is_open=True)
        try:
            if request.path.endswith("/greeting"):
                await socket.send_str(GREETING)
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    self.heard.append(str(message.data))
                    await _obey(socket, str(message.data))
        finally:
            await self._note(socket, is_open=False)
        return socket

    async def wait_for_open(self, count: int) -> None:
        """Await the moment at which so many sockets are open."""
        async with asyncio.timeout(10), self._changed:
            await self._changed.wait_for(lambda: len(self._open) == count)

    async def say(self, *frames: str | bytes) -> None:
        """Send frames to every open socket, texts as text and bytes as binary."""
        for socket in tuple(self._open):
            for frame in frames:
                await _send(socket, frame)

    async def close(self, code: int = 1001, reason: str = "") -> None:
        """Close every open socket."""
        closing, self._open = self._open, []
        for socket in closing:
            await socket.close(code=code, message=reason.encode())

    async def _note(self, socket: web.WebSocketResponse, *, is_open: bool) -> None:
        async with self._changed:
            if is_open:
                self._open.append(socket)
            elif socket in self._open:
                self._open.remove(socket)
            self._changed.notify_all()


async def _send(socket: web.WebSocketResponse, frame: str | bytes) -> None:
    if isinstance(frame, str):
        await socket.send_str(frame)
    else:
        await socket.send_bytes(frame)


async def _obey(socket: web.WebSocketResponse, text: str) -> None:
    if not text.startswith(('{"say":', '{"close":')):
        return
    command = msgspec.json.decode(text, type=_Command)
    for frame in command.say:
        await _send(socket, base64.b64decode(frame.base64 or "") if frame.text is None else frame.text)
    if command.close is not None:
        code, reason = command.close
        await socket.close(code=code, message=reason.encode())
