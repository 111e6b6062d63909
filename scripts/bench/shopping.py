"""Browsers that shop: one with the extension, agreed and paired, and where wanted one without it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from bench.companion import RunningCompanion
from launch.approval import approve_once
from launch.real import EXTENSION
from tests.browser import shopper
from tests.browser.browser import Browser, Launch
from tests.browser.browsers import open_browser

MakeLaunch = Callable[[str, Path | None], Launch]


@asynccontextmanager
async def open_shopper(
    name: str, make_launch: MakeLaunch, companion: RunningCompanion
) -> AsyncIterator[Browser]:
    """Open a browser with the extension, agree and pair."""
    async with open_browser(make_launch(name, EXTENSION)) as browser:
        page = await shopper.set_port(browser, companion.client.running.port)
        approval = asyncio.create_task(approve_once(companion.client, browser.extension_origin))
        await shopper.agree(page)
        if await approval is None:
            raise TimeoutError("the extension did not ask to be paired")
        await shopper.wait_until_paired(page)
        yield browser


async def wait_until_delivered(browser: Browser, *, seconds: float = 60) -> None:
    """Await an empty outbox."""
    popup = await browser.extension_page("pages/popup.html")
    async with asyncio.timeout(seconds):
        while await shopper.count_waiting(popup):
            await asyncio.sleep(0.2)  # the extension's storage is read from outside, without events
    await popup.close()
