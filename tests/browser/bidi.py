"""A Firefox tab over WebDriver BiDi."""

from __future__ import annotations

import base64
from collections.abc import Mapping

from tests.browser.browser import PageError
from tests.browser.page import DrivenPage
from tests.browser.rpc import Node, Rpc, RpcError

_DARK, _LIGHT, _SYSTEM = 0, 1, 2  # values of the preference below
_SCHEME = "Services.prefs.setIntPref('layout.css.prefers-color-scheme.content-override', %d)"


async def evaluate(rpc: Rpc, context: str, code: str) -> object:
    """Evaluate an expression in a context and return its (awaited) value.

    Raises:
        PageError: the code threw.
    """
    answer = await rpc.call(
        "script.evaluate",
        {
            "expression": code,
            "target": {"context": context},
            "awaitPromise": True,
            "userActivation": True,
            "serializationOptions": {"maxObjectDepth": 12},
        },
    )
    if answer["type"].text == "exception":
        raise PageError(answer["exceptionDetails"]["text"].text)
    return read_value(answer["result"])


def read_value(node: Node) -> object:
    """Turn BiDi's typed form of a value into plain Python."""
    kind, value = node["type"].text, node["value"]
    if kind in {"array", "set", "nodelist", "htmlcollection"}:
        return [read_value(item) for item in value]
    if kind in {"object", "map"}:
        return {_read_key(key): read_value(item) for key, item in (tuple(pair) for pair in value)}
    return None if kind in {"null", "undefined"} else value.value


def _read_key(node: Node) -> object:
    return node.value if isinstance(node.value, str) else read_value(node)


class BidiPage(DrivenPage):
    """One tab of Firefox; `chrome` is the context of the browser's own window, for preferences."""

    def __init__(self, rpc: Rpc, context: str, chrome: str) -> None:
        self._rpc = rpc
        self._context = context
        self._chrome = chrome

    async def go(self, url: str) -> None:
        """Navigate and await the load event.

        Raises:
            PageError: the address could not be loaded.
        """
        try:
            await self._call("browsingContext.navigate", {"url": url, "wait": "complete"})
        except RpcError as error:
            raise PageError(f"{url}: {error}") from error

    async def evaluate(self, code: str) -> object:
        """Evaluate an expression in the page's world and return its (awaited) value."""
        return await evaluate(self._rpc, self._context, code)

    async def press(self, x: float, y: float) -> None:
        """Press and release the left mouse button at a point of the viewport."""
        await self._call("browsingContext.activate", {})
        steps: list[dict[str, object]] = [
            {"type": "pointerMove", "x": round(x), "y": round(y)},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        mouse = {"type": "pointer", "id": "mouse", "actions": steps}
        await self._call("input.performActions", {"actions": [mouse]})

    async def capture(self, width: int, height: int, *, dark: bool) -> bytes:
        """Make a PNG of the viewport at this size."""
        await self._call("browsingContext.activate", {})  # a tab behind another one paints nothing
        await evaluate(self._rpc, self._chrome, _SCHEME % (_DARK if dark else _LIGHT))
        await self._call("browsingContext.setViewport", {"viewport": {"width": width, "height": height}})
        scheme = "dark" if dark else "light"
        await self.wait_for(
            f"innerWidth === {width} && matchMedia('(prefers-color-scheme: {scheme})').matches"
        )
        await self.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        answer = await self._call("browsingContext.captureScreenshot", {})
        await self._call("browsingContext.setViewport", {"viewport": None})
        await evaluate(self._rpc, self._chrome, _SCHEME % _SYSTEM)
        return base64.b64decode(answer["data"].text)

    async def close(self) -> None:
        """Close the tab."""
        await self._call("browsingContext.close", {})

    async def _call(self, method: str, params: Mapping[str, object]) -> Node:
        return await self._rpc.call(method, {"context": self._context, **params})
