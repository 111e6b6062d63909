"""Reading anew what an older adapter has read, while the companion runs and takes in what comes.

Never in a hurry: new captures go first, and after each old one the processor is left alone for longer than
it took.
"""

from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import dataclass

from companion.errors import NotFound
from companion.ingest.reparsing import add_reread, find_version
from companion.ingest.served import ServedIngest
from companion.marketplaces import ADAPTERS
from companion.marketplaces.reading import Adapters
from companion.model import Capture, Parsed
from companion.store import OldCapture, ServedStore, Store

log = logging.getLogger(__name__)

_NEWEST = 2**62  # no journal number is larger
_CAPTURES_AT_ONCE = 50  # between two looks at what is to be read
_ORDERS_AT_ONCE = 4
_REST = 4  # times as long as the work before it: a fifth of one core at most
_SHORTEST_REST_SECONDS = 0.01


@dataclass(frozen=True, slots=True)
class RereadProgress:
    """How many of the captures that have been read are read by the adapters of today."""

    done: int
    total: int


def find_progress(store: Store, adapters: Adapters = ADAPTERS) -> RereadProgress | None:
    """Tell how far reading anew has come; None when there is nothing to read anew."""
    old = store.rereading.count_old(find_version(adapters))
    if not old and not store.rereading.has_orders_to_turn:
        return None
    total = store.rereading.count_read()
    return RereadProgress(total - old, total)


class BackgroundRereading:
    """Reads old captures anew in a running companion; stopped at any point, the next run goes on."""

    def __init__(self, served: ServedStore, ingest: ServedIngest, adapters: Adapters = ADAPTERS) -> None:
        self._served = served
        self._ingest = ingest
        self._adapters = adapters
        self._version = find_version(adapters)

    async def run(self) -> None:
        """Read all that is old, then turn every record over to what was read."""
        before = _NEWEST
        while old := await self._find_old(before):
            for one in old:
                await self._read_anew(one.capture_id)
            before = old[-1].journal_number
        while await self._served.read(lambda store: store.rereading.has_orders_to_turn):
            await self._turn_some()

    async def _find_old(self, before: int) -> tuple[OldCapture, ...]:
        return await self._served.read(
            lambda store: store.rereading.old_captures(self._version, before=before, limit=_CAPTURES_AT_ONCE)
        )

    async def _read_anew(self, capture_id: str) -> None:
        await self._ingest.settle()
        began_at = time.monotonic()
        read = await self._ingest.read_capture(capture_id)
        # Each is written at once: a page whose reading was begun and not written counts as tried.
        await self._served.write(lambda store: self._keep(store, capture_id, read))
        await _rest(began_at)

    def _keep(self, store: Store, capture_id: str, read: tuple[Capture, tuple[Parsed, ...]] | None) -> None:
        if read is None:
            store.rereading.give_up(capture_id, self._version)
            return
        try:
            add_reread(store, *read, self._adapters)
        except NotFound:
            log.info("capture %s was removed while it was read anew", capture_id)

    async def _turn_some(self) -> None:
        await self._ingest.settle()
        began_at = time.monotonic()
        self._ingest.tell(await self._served.write(lambda store: store.rereading.turn_some(_ORDERS_AT_ONCE)))
        await _rest(began_at)


async def _rest(began_at: float) -> None:
    worked = time.monotonic() - began_at
    await asyncio.sleep(max(_SHORTEST_REST_SECONDS, worked * _REST))
