"""Counts what a test lost: what the marketplace gave since its start and the companion does not keep."""

from __future__ import annotations

import asyncio
from collections import Counter

from companion.model import Capture, PartRole
from tests.browser import shopper
from tests.browser.browser import Page
from tests.browser.scene import Scene


class Losses:
    """The books of one test."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._known = {capture.capture_id for capture in scene.companion.read_captures()}
        scene.marketplace.requests.clear()

    async def look(self, address: str) -> Page:
        """Look at a page of the shop in a new tab until it shows its answer."""
        page = await self._scene.browser.open("about:blank")
        await shopper.look_at(page, address)
        return page

    async def wait_until_waiting(self, popup: Page, *, least: int) -> int:
        """Await the moment at which so many captures wait in the browser."""
        async with asyncio.timeout(20):
            while (waiting := await shopper.count_waiting(popup)) < least:
                await asyncio.sleep(0.05)  # the extension's storage is read from outside, without events
        return waiting

    async def check_all(self) -> None:
        """Every answer given is kept once, every visit has its frozen page, and every picture is held."""
        popup = await self._scene.open_popup()
        for _ in range(60):
            if self._is_complete() and not await shopper.count_waiting(popup):
                break
            await popup.evaluate(f"{shopper.API}.runtime.sendMessage({{type: 'refresh'}}).then(() => 1)")
            await asyncio.sleep(0.3)  # page, worker and companion work on, and tell nobody here
        await popup.close()
        assert self._scene.list_given_answers() == self._list_kept()
        assert [] == self._list_doubles()
        assert [] == self._list_unfrozen()
        assert [] == self._scene.companion.list_wanted_blobs()

    def _is_complete(self) -> bool:
        given = len(self._scene.list_given_answers())
        return len(self._list_kept()) >= given and not (
            self._list_unfrozen() or self._scene.companion.list_wanted_blobs()
        )

    def _read(self) -> list[Capture]:
        captures = self._scene.companion.read_captures()
        return [capture for capture in captures if capture.capture_id not in self._known]

    def _list_kept(self) -> list[str]:
        parts = [part for capture in self._read() for part in capture.parts if part.role is PartRole.API]
        return sorted((part.url or "").split("/")[4].lower() for part in parts)

    def _list_doubles(self) -> list[tuple[str, str | None, object]]:
        answers = Counter(
            (capture.visit_id, part.url, part.fetched_at)
            for capture in self._read()
            for part in capture.parts
            if part.role is PartRole.API
        )
        return [answer for answer, count in answers.items() if count > 1]

    def _list_unfrozen(self) -> list[str]:
        captures = self._read()
        frozen = {one.visit_id for one in captures if any(part.role is PartRole.PAGE for part in one.parts)}
        return sorted({one.url for one in captures if one.visit_id not in frozen})
