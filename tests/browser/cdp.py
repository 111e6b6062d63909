"""A Chromium tab, or its extension's worker, over the Chrome DevTools Protocol."""

from __future__ import annotations

import base64
from collections.abc import Mapping

from tests.browser.browser import PageError
from tests.browser.page import DrivenPage
from tests.browser.rpc import Node, Rpc


async def attach(rpc: Rpc, target_id: str) -> str:
    """Attach to a target and return the id of the session."""
    answer = await rpc.call("Target.attachToTarget", {"targetId": target_id, "flatten": True})
    return answer["sessionId"].text


async def evaluate(rpc: Rpc, session_id: str, code: str) -> object:
    """Evaluate an expression in a session's world and return its (awaited) value.

    Raises:
        PageError: the code threw.
    """
    answer = await rpc.call(
        "Runtime.evaluate",
        {"expression": code, "awaitPromise": True, "returnByValue": True, "userGesture": True},
        session_id,
    )
    thrown = answer["exceptionDetails"]
    if thrown.value is not None:
        raise PageError(thrown["exception"]["description"].text or thrown["text"].text)
    return answer["result"]["value"].value


class CdpPage(DrivenPage):
    """One tab of Chromium."""

    def __init__(self, rpc: Rpc, target_id: str, session_id: str) -> None:
        self._rpc = rpc
        self._target_id = target_id
        self._session_id = session_id

    @classmethod
    async def of_target(cls, rpc: Rpc, target_id: str) -> CdpPage:
        """Take control of a tab."""
        session_id = await attach(rpc, target_id)
        await rpc.call("Page.enable", {}, session_id)
        return cls(rpc, target_id, session_id)

    async def go(self, url: str) -> None:
        """Navigate and await the load event.

        Raises:
            PageError: the address could not be loaded.
        """
        session_id = self._session_id
        loaded = self._rpc.expect("Page.loadEventFired", lambda event: event["sessionId"].text == session_id)
        answer = await self._rpc.call("Page.navigate", {"url": url}, session_id)
        if answer["errorText"].text:
            raise PageError(f"{url}: {answer['errorText'].text}")
        await loaded

    async def evaluate(self, code: str) -> object:
        """Evaluate an expression in the page's world and return its (awaited) value."""
        return await evaluate(self._rpc, self._session_id, code)

    async def press(self, x: float, y: float) -> None:
        """Press and release the left mouse button at a point of the viewport."""
        await self._call("Page.bringToFront", {})
        for kind in ("mouseMoved", "mousePressed", "mouseReleased"):
            button = {} if kind == "mouseMoved" else {"button": "left", "clickCount": 1}
            await self._call("Input.dispatchMouseEvent", {"type": kind, "x": x, "y": y, **button})

    async def capture(self, width: int, height: int, *, dark: bool) -> bytes:
        """Make a PNG of the viewport at this size."""
        await self._call("Page.bringToFront", {})  # a tab behind another one paints nothing
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        await self._call("Emulation.setEmulatedMedia", {"features": [scheme]})
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        await self._call("Emulation.setDeviceMetricsOverride", size)
        answer = await self._call("Page.captureScreenshot", {"format": "png"})
        await self._call("Emulation.clearDeviceMetricsOverride", {})
        return base64.b64decode(answer["data"].text)

    async def close(self) -> None:
        """Close the tab."""
        await self._rpc.call("Target.closeTarget", {"targetId": self._target_id})

    async def stop_workers(self) -> None:
        """Stop every service worker of the browser that this tab can see."""
        await self._call("ServiceWorker.enable", {})
        await self._call("ServiceWorker.stopAllWorkers", {})

    async def _call(self, method: str, params: Mapping[str, object]) -> Node:
        return await self._rpc.call(method, params, self._session_id)
