"""What the tests and the demo ask of a browser, whichever it is.

    from tests.browser.browsers import open_browser

    async with open_browser(Launch("chromium", extension=Path("extension"))) as browser:
        page = await browser.open("https://www.aliexpress.com/p/order/index.html")
        await page.wait_for("document.querySelectorAll('.order-item').length > 0")
        await page.click("[data-pl=order_more] button")
        popup = await browser.extension_page("pages/popup.html")
        await popup.screenshot(Path("/tmp/popup.png"), width=380, height=600, dark=True)
        await browser.kill_extension_worker()

Evaluated code may be a promise; its value comes back as JSON-like Python (an `object`: compare it, or
use `read_text`). `marketplace.py` shows how to point a browser at the fake marketplace.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol


class PageError(Exception):
    """Code in a page threw, or what was waited for did not come."""


@dataclass(frozen=True, slots=True)
class Launch:
    """How to start a browser.

    Attributes:
        name: "chromium" or "firefox".
        extension: folder of the unpacked extension, or None.
        marketplace_port: port on 127.0.0.1 that answers as the marketplace; every other host is unreachable.
        certificate_pin: base64 SHA-256 of the marketplace's public key, the only one Chromium then excuses.
        headless: without a window.
        executable: program to start; found on the machine when None.
        profile: folder for the profile; a temporary one that is removed at the end when None.
        environ: extra environment variables, e.g. the address of a private D-Bus.
    """

    name: str
    extension: Path | None = None
    marketplace_port: int | None = None
    certificate_pin: str | None = None
    headless: bool = True
    executable: Path | None = None
    profile: Path | None = None
    environ: dict[str, str] = field(default_factory=dict)


class Page(Protocol):
    """One tab."""

    async def go(self, url: str) -> None:
        """Navigate and await the load event."""

    async def url(self) -> str:
        """The address shown now."""

    async def evaluate(self, code: str) -> object:
        """Evaluate an expression in the page's world and return its (awaited) value."""

    async def read_text(self, code: str = "document.body.innerText") -> str:
        """Evaluate an expression that gives text."""

    async def wait_for(self, code: str, *, seconds: float = 10.0) -> object:
        """Await the moment at which an expression is truthy and return its value."""

    async def click(self, selector: str) -> None:
        """Click the middle of the first element that matches, with real mouse events; waits for it."""

    async def screenshot(self, path: Path, *, width: int, height: int, dark: bool = False) -> None:
        """Write a PNG of the page at a viewport size, in the light or the dark scheme."""

    async def close(self) -> None:
        """Close the tab."""


class Browser(Protocol):
    """One running browser with its profile."""

    name: str
    version: str
    extension_origin: str

    async def open(self, url: str) -> Page:
        """Open a tab and await its load event."""

    async def extension_page(self, path: str) -> Page:
        """Open a page of the extension, e.g. "pages/popup.html", in a tab."""

    async def wait_for_page(self, url_part: str, *, seconds: float = 10.0) -> Page:
        """Await a tab whose address holds `url_part`, e.g. one that the extension opened."""

    async def kill_extension_worker(self) -> None:
        """End the extension's background at once; returns when it is gone."""

    async def wait_closed(self) -> None:
        """Await the end of the browser, e.g. because its window was closed."""

    async def close(self) -> None:
        """End the browser and everything it started, and remove a temporary profile."""
