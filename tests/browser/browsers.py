"""Starts either browser by its name; see `browser.py` for how to use it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.browser.browser import Browser, Launch
from tests.browser.chromium import Chromium
from tests.browser.firefox import Firefox


async def start_browser(launch: Launch) -> Browser:
    """Start a browser; the caller closes it."""
    if launch.name == "chromium":
        return await Chromium.start(launch)
    return await Firefox.start(launch)


@asynccontextmanager
async def open_browser(launch: Launch) -> AsyncIterator[Browser]:
    """Start a browser and close it at the end, whatever happens."""
    browser = await start_browser(launch)
    try:
        yield browser
    finally:
        await browser.close()
