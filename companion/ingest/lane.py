"""One queue of captures that wait to be read: a task that works while there is news."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from companion.errors import CompanionError
from companion.store import ServedStore

log = logging.getLogger(__name__)

_AT_ONCE = 50  # captures between two looks at what is unparsed

TakeIn = Callable[[str], Awaitable[bool]]


class Lane:
    """Reads the unparsed captures of one sort, with or without a frozen page, one after the other."""

    def __init__(self, served_store: ServedStore, take_in: TakeIn, *, with_page: bool) -> None:
        self._served = served_store
        self._take_in = take_in
        self._with_page = with_page
        self._has_news = False
        self._task: asyncio.Task[None] | None = None
        self._reading = asyncio.Lock()

    def wake(self) -> None:
        """Say that there may be something to read."""
        self._has_news = True
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._read_news())

    async def read(self) -> None:
        """Read all that waits, oldest first; what cannot be read is left for the next start."""
        async with self._reading:
            given_up: set[str] = set()
            while waiting := await self._find_waiting(given_up):
                for capture_id in waiting[:_AT_ONCE]:
                    if not await self._take_in(capture_id):
                        given_up.add(capture_id)

    async def settle(self) -> None:
        """Wait until everything received so far has been read."""
        while self._task is not None and not self._task.done():
            await asyncio.shield(self._task)

    async def close(self) -> None:
        """Stop reading."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _read_news(self) -> None:
        while self._has_news:
            self._has_news = False
            try:
                await self.read()
            except CompanionError as error:
                # The disk or the lock; the captures are safe and read at the next capture or start.
                log.error("reading what was captured has to wait: %s", error.message)

    async def _find_waiting(self, given_up: set[str]) -> list[str]:
        found = await self._served.read(
            lambda store: store.capture_ids(unparsed_only=True, with_page=self._with_page)
        )
        return [capture_id for capture_id in found if capture_id not in given_up]
