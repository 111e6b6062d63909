"""Taking captures in for the running companion: acknowledged first, read right after."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime

from companion.errors import CompanionError
from companion.ingest.parsing import Adapters, apply_capture, find_capture, parse_parts, without_bodies
from companion.marketplaces import ADAPTERS
from companion.model import Capture, Parsed, Receipt
from companion.store import OrderKey, ServedStore, Store

log = logging.getLogger(__name__)

OnChange = Callable[[frozenset[OrderKey]], None]

_AT_ONCE = 50  # captures between two looks at what is unparsed


class ServedIngest:
    """Takes in captures for the running companion: acknowledged first, read right after.

    Attributes:
        on_change: called with the orders that a capture has touched.
    """

    def __init__(
        self, served_store: ServedStore, clock: Callable[[], datetime], adapters: Adapters = ADAPTERS
    ) -> None:
        self.on_change: list[OnChange] = []
        self._served = served_store
        self._clock = clock
        self._adapters = adapters
        self._has_news = False
        self._task: asyncio.Task[None] | None = None
        self._reading = asyncio.Lock()

    async def receive(self, capture: Capture) -> tuple[Receipt, tuple[str, ...]]:
        """Keep a capture; it is read as soon as this has returned.

        Returns:
            The receipt, and the names of the bytes the capture lists that are not held.
        """
        received = await self._served.add_capture(capture)
        self._wake()
        return received

    async def run_pending(self) -> None:
        """Read what was kept and never read, oldest first, and finish a reparse that was interrupted."""
        async with self._reading:
            await self._rebuild()
        await self._read_unparsed()

    async def _read_unparsed(self) -> None:
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
        """Stop reading; what is unread is found at the next start."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def _wake(self) -> None:
        self._has_news = True
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._read_news())

    async def _read_news(self) -> None:
        while self._has_news:
            self._has_news = False
            try:
                await self._read_unparsed()
            except CompanionError as error:
                # The disk or the lock; the captures are safe and read at the next capture or start.
                log.error("reading what was captured has to wait: %s", error.message)

    async def _find_waiting(self, given_up: set[str]) -> list[str]:
        found = await self._served.read(lambda store: store.capture_ids(unparsed_only=True))
        return [capture_id for capture_id in found if capture_id not in given_up]

    async def _rebuild(self) -> None:
        while await self._served.read(lambda store: store.has_stale_records()):
            self._tell(await self._served.write(lambda store: store.rebuild_some()))

    async def _take_in(self, capture_id: str) -> bool:
        """Read one capture; False when its bytes are damaged."""
        read = await self._served.read(lambda store: self._read(store, capture_id))
        if read is None:
            return False
        capture, parsed = read
        touched = await self._served.write(lambda store: apply_capture(capture, parsed, store.apply_parsed))
        self._tell(touched)
        return True

    def _read(self, store: Store, capture_id: str) -> tuple[Capture, tuple[Parsed, ...]] | None:
        capture = find_capture(store, capture_id)
        if capture is None:
            return None
        # Bodies are not needed to write the records, and may be large.
        return without_bodies(capture), parse_parts(capture, self._adapters)

    def _tell(self, touched: frozenset[OrderKey]) -> None:
        if touched:
            for hook in self.on_change:
                hook(touched)
