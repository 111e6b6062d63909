"""Everything a browser test needs: desktop, companion, marketplace, and a browser with the extension."""

from __future__ import annotations

import asyncio
import os
import shutil
import stat
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from launch.approval import approve_once
from tests.browser import shopper
from tests.browser.browser import Browser, Page
from tests.browser.browsers import open_browser
from tests.browser.companion_under_test import CompanionUnderTest
from tests.browser.marketplace import FakeMarketplace, run_marketplace
from tests.reminders.notification_service import NotificationService, SessionBus

EXTENSION = Path(__file__).resolve().parents[2] / "extension"
# What a click on a desktop notification opens is written to a file, in place of opening a real browser.
_OPENER = '#!/bin/sh\nprintf "%s\\n" "$1" >> "$OPENED_FILE"\n'


@dataclass(frozen=True, slots=True)
class Scene:
    """The stage of a browser test."""

    browser: Browser
    companion: CompanionUnderTest
    marketplace: FakeMarketplace
    desktop: NotificationService
    folder: Path

    async def agree_and_pair(self) -> Page:
        """Agree on the consent page, approve the pairing, and return the consent page at its end."""
        page = await shopper.set_port(self.browser, self.companion.port)
        approval = asyncio.create_task(approve_once(self.companion.client, self.browser.extension_origin))
        await shopper.agree(page)
        assert await approval is not None
        await shopper.wait_until_paired(page)
        return page

    async def open_popup(self) -> Page:
        """Open the popup in a tab; like a real opening it has the extension deliver and ask anew."""
        return await self.browser.extension_page("pages/popup.html")

    async def wait_until_delivered(self, *, seconds: float = 40) -> None:
        """Await an empty outbox and a companion that has read everything."""
        popup = await self.open_popup()
        async with asyncio.timeout(seconds):
            while await shopper.count_waiting(popup):
                await asyncio.sleep(0.1)  # the extension's storage is read from outside, without events
        await self.companion.wait_until(lambda status: not status.unparsed, seconds=seconds)
        await popup.close()

    def list_given_answers(self) -> list[str]:
        """List the API of every answer that the marketplace gave, sorted."""
        return sorted(request.api for request in self.marketplace.requests if request.api)

    async def wait_for_answers(self) -> None:
        """Await the moment at which every answer the marketplace gave is kept."""
        given = self.list_given_answers()
        async with asyncio.timeout(40):
            while len(self.companion.list_kept_answers()) < len(given):
                await asyncio.sleep(0.2)  # another process writes the store

    def read_opened(self) -> list[str]:
        """List the addresses that clicks on notifications opened."""
        file = self.folder / "opened"
        return file.read_text("utf-8").split() if file.exists() else []


@asynccontextmanager
async def set_scene(browser_name: str) -> AsyncIterator[Scene]:
    """Set a scene and put everything away at its end."""
    async with AsyncExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="scene-"))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        bus, desktop = SessionBus(), NotificationService()
        stack.push_async_callback(bus.stop)
        await desktop.start(await bus.start())
        stack.push_async_callback(desktop.stop)
        environ = {"DBUS_SESSION_BUS_ADDRESS": bus.address, **_make_opener(folder)}
        companion = CompanionUnderTest(folder, environ)
        stack.push_async_callback(companion.stop)
        await companion.start()
        marketplace = await stack.enter_async_context(run_marketplace())
        launch = marketplace.make_launch(browser_name, EXTENSION)
        browser = await stack.enter_async_context(open_browser(launch))
        yield Scene(browser, companion, marketplace, desktop, folder)


def _make_opener(folder: Path) -> dict[str, str]:
    opener = folder / "opener"
    opener.write_text(_OPENER, "utf-8")
    opener.chmod(opener.stat().st_mode | stat.S_IXUSR)
    return {"BROWSER": f"{opener} %s", "OPENED_FILE": str(folder / "opened"), "PATH": os.environ["PATH"]}
