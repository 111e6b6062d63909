"""What a running companion does beside taking captures in: reading anew, letting go of what had its time."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from companion.config import Settings
from companion.errors import CompanionError
from companion.ingest.reparsing import find_version
from companion.ingest.rereading import BackgroundRereading
from companion.ingest.served import ServedIngest
from companion.marketplaces import ADAPTERS
from companion.marketplaces.reading import Adapters
from companion.store import Expired, RemovalReason, ServedStore, Store

log = logging.getLogger(__name__)

_LOOK_SECONDS = 600.0
_CLEAR_OUT_AFTER = timedelta(days=1)
_AT_ONCE = 20  # captures looked at in one transaction
_REST_SECONDS = 0.2


class Upkeep:
    """Keeps the store of a running companion in shape."""

    def __init__(
        self,
        served: ServedStore,
        ingest: ServedIngest,
        clock: Callable[[], datetime],
        settings: Settings,
        adapters: Adapters = ADAPTERS,
    ) -> None:
        self._served = served
        self._ingest = ingest
        self._clock = clock
        self._settings = settings
        self._version = find_version(adapters)
        self._rereading = BackgroundRereading(served, ingest, adapters)
        self._cleared_out_at: datetime | None = None

    async def run(self) -> None:
        """Look after the store, now and every few minutes, until cancelled."""
        while True:
            try:
                await self.look_after()
            except CompanionError as error:
                # The disk, or another program that writes for long: it is all found again at the next look.
                log.error("looking after the store has to wait: %s", error.message)
            await asyncio.sleep(_LOOK_SECONDS)

    async def look_after(self) -> None:
        """Do what is due."""
        await self._rereading.run()
        now = self._clock()
        if self._cleared_out_at is None or now - self._cleared_out_at >= _CLEAR_OUT_AFTER:
            await self.clear_out()
            self._cleared_out_at = now
        await self._clear_files()

    async def clear_out(self) -> int:
        """Let product pages go that no order came of in their time; counts the captures."""
        if self._settings.keep_listings_days == 0:
            return 0
        came_before = self._clock() - timedelta(days=self._settings.keep_listings_days)
        removed, after, is_all = 0, 0, False
        while not is_all:
            found = await self._find_expired(came_before, after)
            if found.capture_ids:
                removed += await self._drop(came_before, after, found.looked_up_to)
            after, is_all = found.looked_up_to, found.is_all
            await asyncio.sleep(_REST_SECONDS)
        if removed:
            log.info("let go of %d captures of pages that no order came of", removed)
        strays = await self._served.read(lambda store: store.removal.find_strays(self._clock()))
        await self._served.write(lambda store: store.removal.note_strays(strays, self._clock()))
        return removed

    async def _clear_files(self) -> None:
        """Take files away, also of what others removed while the system did not let go of them."""
        after = ""
        while names := await self._find_waiting(after):
            await self._clear(names)
            after = names[-1]

    async def _find_waiting(self, after: str) -> tuple[str, ...]:
        # By a reader: it sees only what is committed, so no file goes whose row may still come back.
        return await self._served.read(lambda store: store.removal.waiting_files(after))

    async def _clear(self, names: tuple[str, ...]) -> None:
        await self._served.write(lambda store: store.removal.clear(names))

    async def _find_expired(self, came_before: datetime, after: int) -> Expired:
        return await self._served.read(
            lambda store: store.retention.find_expired(
                came_before, self._version, after=after, limit=_AT_ONCE
            )
        )

    async def _drop(self, came_before: datetime, after: int, up_to: int) -> int:
        """Remove what was found, unless an order came of it since."""

        def drop(store: Store) -> int:
            expired = store.retention.find_expired(
                came_before, self._version, after=after, up_to=up_to, limit=_AT_ONCE
            )
            return store.removal.remove(expired.capture_ids, RemovalReason.EXPIRED, self._clock()).captures

        return await self._served.write(drop)
