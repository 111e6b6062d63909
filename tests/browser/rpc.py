"""Calls and events over one WebSocket: the part that Chromium's CDP and Firefox's BiDi have in common.

rpc = await Rpc.connect(session, "ws://127.0.0.1:1234/devtools/browser/…")
answer = await rpc.call("Browser.getVersion")
print(answer["product"].text)
loaded = rpc.expect("Page.loadEventFired")      # ask before acting, await after
await rpc.call("Page.navigate", {"url": url}, session_id)
await loaded
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import aiohttp

CALL_SECONDS = 30.0


class RpcError(Exception):
    """The browser refused a call, or went away before it answered."""


@dataclass(frozen=True, slots=True)
class Node:
    """A value inside a browser's answer, read with its expected type."""

    value: object

    def __getitem__(self, key: str) -> Node:
        return Node(self.value.get(key) if isinstance(self.value, dict) else None)

    def __iter__(self) -> Iterator[Node]:
        return iter([Node(item) for item in self.value] if isinstance(self.value, list) else [])

    @property
    def text(self) -> str:
        """The value as text, empty when it is none."""
        return self.value if isinstance(self.value, str) else ""

    @property
    def number(self) -> int:
        """The value as a whole number, 0 when it is none."""
        return self.value if isinstance(self.value, int) else 0


@dataclass(slots=True)
class _Expectation:
    method: str
    matches: Callable[[Node], bool]
    future: asyncio.Future[Node]


class Rpc:
    """One open connection to a browser."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._ids = itertools.count(1)
        self._calls: dict[int, asyncio.Future[Node]] = {}
        self._expectations: list[_Expectation] = []
        self._listeners: list[tuple[str, Callable[[Node], None]]] = []
        self._reader = asyncio.create_task(self._read())

    @classmethod
    async def connect(cls, http: aiohttp.ClientSession, url: str) -> Rpc:
        """Connect to a browser's endpoint."""
        return cls(await http.ws_connect(url, max_msg_size=0, heartbeat=None))

    async def call(
        self,
        method: str,
        params: Mapping[str, object] | None = None,
        session_id: str | None = None,
        *,
        seconds: float = CALL_SECONDS,
    ) -> Node:
        """Call a method and return its result.

        Raises:
            RpcError: the browser refused, went away, or did not answer in time.
        """
        call_id = next(self._ids)
        message: dict[str, object] = {"id": call_id, "method": method, "params": params or {}}
        if session_id is not None:
            message["sessionId"] = session_id
        self._calls[call_id] = asyncio.get_running_loop().create_future()
        try:
            await self._socket.send_json(message)
            return await asyncio.wait_for(self._calls[call_id], seconds)
        except (TimeoutError, ConnectionError) as error:
            raise RpcError(f"{method}: no answer from the browser") from error
        finally:
            self._calls.pop(call_id, None)

    def expect(self, method: str, matches: Callable[[Node], bool] = lambda _: True) -> asyncio.Future[Node]:
        """Return a future for the next event of this name whose whole message matches."""
        future: asyncio.Future[Node] = asyncio.get_running_loop().create_future()
        self._expectations.append(_Expectation(method, matches, future))
        return future

    def listen(self, method: str, listener: Callable[[Node], None]) -> None:
        """Hand every event of this name (its params) to a listener, until the connection closes."""
        self._listeners.append((method, listener))

    def forget(self, listener: Callable[[Node], None]) -> None:
        """Stop handing events to a listener."""
        self._listeners = [one for one in self._listeners if one[1] != listener]

    async def close(self) -> None:
        """Close the connection; calls under way end with `RpcError`."""
        await self._socket.close()
        self._reader.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._reader

    async def _read(self) -> None:
        try:
            async for message in self._socket:
                if message.type is aiohttp.WSMsgType.TEXT:
                    self._take(Node(json.loads(message.data)))
        finally:
            self._end()

    def _take(self, message: Node) -> None:
        if isinstance(message["id"].value, int):
            self._answer(message)
        elif message["method"].text:
            self._announce(message)

    def _answer(self, message: Node) -> None:
        call = self._calls.get(message["id"].number)
        if call is None or call.done():
            return
        if message["error"].value is None:
            call.set_result(message["result"])
        else:  # CDP: {"error": {"message"}}, BiDi: {"error": code, "message"}
            call.set_exception(RpcError(json.dumps([message["error"].value, message["message"].value])))

    def _announce(self, message: Node) -> None:
        name = message["method"].text
        for method, listener in self._listeners:
            if method == name:
                listener(message["params"])
        for expectation in [one for one in self._expectations if one.method == name]:
            if expectation.matches(message):
                self._expectations.remove(expectation)
                if not expectation.future.done():
                    expectation.future.set_result(message["params"])

    def _end(self) -> None:
        for call in self._calls.values():
            if not call.done():
                call.set_exception(RpcError("the browser went away"))
        for expectation in self._expectations:
            expectation.future.cancel()
        self._expectations.clear()
