"""Taking captures in for the running companion: acknowledged first, read right after."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime

from companion.errors import NotFound
from companion.ingest.lane import Lane
from companion.ingest.parsing import (
    PAGE_LIMITS,
    TRIES,
    Begun,
    apply_capture,
    begin_reading,
    find_capture,
    give_up_pages,
    has_pages,
    read_begun,
    without_bodies,
)
from companion.marketplaces import ADAPTERS
from companion.marketplaces.reading import Adapters
from companion.model import Capture, Parsed, Receipt
from companion.store import OrderKey, ServedStore, Store
from companion.worker import Worker, WorkLimits

log = logging.getLogger(__name__)

OnChange = Callable[[frozenset[OrderKey]], None]


class ServedIngest:
    """Takes in captures for the running companion: acknowledged first, read right after.

    Captures with a frozen page and captures of answers alone are read in two lanes beside each other, so that
    a page that takes long keeps no answer waiting. Pages are read in a process of their own.

    Attributes:
        on_change: called with the orders that a capture has touched.
        on_read: called when a capture has been read.
    """

    def __init__(
        self,
        served_store: ServedStore,
        clock: Callable[[], datetime],
        adapters: Adapters = ADAPTERS,
        page_limits: WorkLimits = PAGE_LIMITS,
    ) -> None:
        self.on_change: list[OnChange] = []
        self.on_read: list[Callable[[], None]] = []
        self._served = served_store
        self._clock = clock
        self._adapters = adapters
        self._worker = Worker(page_limits)
        self._lanes = {
            with_page: Lane(served_store, self._take_in, with_page=with_page) for with_page in (False, True)
        }

    @property
    def worker_pid(self) -> int | None:
        """The process that reads pages now, if any."""
        return self._worker.pid

    async def receive(self, capture: Capture) -> tuple[Receipt, tuple[str, ...]]:
        """Keep a capture; it is read as soon as this has returned.

        Returns:
            The receipt, and the names of the bytes the capture lists that are not held.
        """
        received = await self._served.add_capture(capture)
        for lane in self._lanes.values():
            lane.wake()
        return received

    async def run_pending(self) -> None:
        """Read what was kept and never read, oldest first, and finish a reparse that was interrupted."""
        await self._rebuild()
        await asyncio.gather(*(lane.read() for lane in self._lanes.values()))

    async def settle(self) -> None:
        """Wait until everything received so far has been read."""
        await asyncio.gather(*(lane.settle() for lane in self._lanes.values()))

    async def close(self) -> None:
        """Stop reading; what is unread is found at the next start."""
        await asyncio.gather(*(lane.close() for lane in self._lanes.values()))
        await self._worker.close()

    async def _rebuild(self) -> None:
        while await self._served.read(lambda store: store.has_stale_records()):
            self.tell(await self._served.write(lambda store: store.rebuild_some()))

    async def _take_in(self, capture_id: str) -> bool:
        """Read one capture; False when its bytes are damaged."""
        read = await self.read_capture(capture_id)
        for hook in self.on_read:
            hook()
        if read is None:
            return False
        capture, parsed = read
        try:
            touched = await self._served.write(
                lambda store: apply_capture(capture, parsed, self._adapters, store.apply_parsed)
            )
        except NotFound:
            log.info("capture %s was removed while it was read", capture_id)
        else:
            self.tell(touched)
        return True

    async def read_capture(self, capture_id: str) -> tuple[Capture, tuple[Parsed, ...]] | None:
        """Read a capture and all it says; None when its bytes are damaged or it is gone."""
        begun = await self._served.read(lambda store: self._begin(store, capture_id))
        return None if begun is None else (begun[0], await self._finish(*begun))

    def _begin(self, store: Store, capture_id: str) -> tuple[Capture, Begun] | None:
        capture = find_capture(store, capture_id)
        if capture is None:
            return None
        # Bodies are not needed to write the records, and may be large.
        return without_bodies(capture), begin_reading(capture, self._adapters)

    async def _finish(self, capture: Capture, begun: Begun) -> tuple[Parsed, ...]:
        if has_pages(begun):
            begun_now = await self._served.write(lambda store: store.page_attempts.begin(capture.capture_id))
            if begun_now > TRIES:
                return give_up_pages(begun)
        try:
            return await read_begun(capture, begun, self._worker)
        except asyncio.CancelledError:
            # The companion is being shut down: however often that meets a page, it is not the page's doing.
            await self._served.write(lambda store: store.page_attempts.take_back(capture.capture_id))
            raise

    def tell(self, touched: frozenset[OrderKey]) -> None:
        """Let everybody who listens hear which orders were touched."""
        if touched:
            for hook in self.on_change:
                hook(touched)
