"""What a tab does the same way in both browsers, over the few calls that differ."""

from __future__ import annotations

import asyncio
import json
from abc import ABC, abstractmethod
from pathlib import Path

from tests.browser.browser import PageError
from tests.browser.rpc import RpcError

_POLL_SECONDS = 0.05  # pages offer no event for "this expression became true"

_POINT = """(selector => {
  const element = document.querySelector(selector);
  if (!element || element.disabled) return null;
  element.scrollIntoView({block: "center", inline: "center", behavior: "instant"});
  const box = element.getBoundingClientRect();
  return box.width && box.height ? [box.x + box.width / 2, box.y + box.height / 2] : null;
})(%s)"""


class DrivenPage(ABC):
    """A tab under remote control."""

    @abstractmethod
    async def evaluate(self, code: str) -> object:
        """Evaluate an expression in the page's world and return its (awaited) value."""

    @abstractmethod
    async def press(self, x: float, y: float) -> None:
        """Press and release the left mouse button at a point of the viewport."""

    @abstractmethod
    async def capture(self, width: int, height: int, *, dark: bool) -> bytes:
        """Make a PNG of the viewport at this size."""

    async def url(self) -> str:
        """The address shown now."""
        return await self.read_text("location.href")

    async def read_text(self, code: str = "document.body.innerText") -> str:
        """Evaluate an expression that gives text."""
        value = await self.evaluate(code)
        return value if isinstance(value, str) else ""

    async def wait_for(self, code: str, *, seconds: float = 10.0) -> object:
        """Await the moment at which an expression is truthy and return its value."""
        last: object = None
        try:
            async with asyncio.timeout(seconds):
                while not _is_truthy(last := await self._try(code)):
                    await asyncio.sleep(_POLL_SECONDS)
        except TimeoutError:
            raise PageError(f"waited {seconds} s in vain for: {code}\nlast value: {last!r}") from None
        return last

    async def wait_until_loaded(self, url_part: str) -> None:
        """Await the moment at which a tab that is on its way has arrived at its page."""
        await self.wait_for(
            f"location.href.includes({json.dumps(url_part)}) && document.readyState === 'complete'"
        )

    async def click(self, selector: str) -> None:
        """Click the middle of the first element that matches, with real mouse events; waits for it."""
        point = await self.wait_for(_POINT % json.dumps(selector))
        assert isinstance(point, list)
        await self.press(float(point[0]), float(point[1]))

    async def screenshot(self, path: Path, *, width: int, height: int, dark: bool = False) -> None:
        """Write a PNG of the page at a viewport size, in the light or the dark scheme."""
        path.write_bytes(await self.capture(width, height, dark=dark))

    async def _try(self, code: str) -> object:
        try:
            return await self.evaluate(code)
        except (RpcError, PageError) as error:  # the page may be navigating, or its element not there yet
            return error


def _is_truthy(value: object) -> bool:
    """As in the page's language, where an empty object or list is true; an error of the attempt is not."""
    is_error = isinstance(value, RpcError | PageError)
    return not is_error and value is not None and value is not False and value not in (0, "")
