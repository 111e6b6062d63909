"""From capture to records: the only place where parsers and store meet.

A capture is kept and acknowledged before anybody reads it. Reading it is a border: whatever a parser does
with a page that its site has changed, the capture stays, is marked as parsed, and counts as a problem.
"""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from companion.errors import BlobDamaged, CompanionError
from companion.marketplaces import ADAPTERS, identify
from companion.marketplaces.base import Marketplace
from companion.model import Capture, PageKind, Parsed, Part, Problem, Receipt
from companion.store import OrderKey, ServedStore, Store

log = logging.getLogger(__name__)

Adapters = tuple[Marketplace, ...]
OnChange = Callable[[frozenset[OrderKey]], None]

_NOBODY = "unknown"
_AT_ONCE = 50  # captures between two looks at what is unparsed


@dataclass(frozen=True, slots=True)
class ReparseReport:
    """What reading everything anew came to; `changed` counts the orders whose record is now another."""

    captures: int
    orders: int
    problems: int
    changed: int


def parse_parts(capture: Capture, adapters: Adapters = ADAPTERS) -> tuple[Parsed, ...]:
    """Read every part of a capture that a marketplace claims; a crash becomes a problem of that part."""
    return tuple(
        parsed for part in capture.parts if (parsed := _parse_part(capture, part, adapters)) is not None
    )


def _parse_part(capture: Capture, part: Part, adapters: Adapters) -> Parsed | None:
    name, kind = _NOBODY, PageKind.UNKNOWN
    try:
        claim = identify(capture, part, adapters)
        if claim is None:
            return None
        marketplace, kind = claim
        name = marketplace.name
        return marketplace.parse(capture, part)
    # One parse is a border: a page its parser does not survive must not keep the others from being read.
    except Exception as error:  # noqa: BLE001
        return _make_crash(name, kind, capture, error)


def _make_crash(name: str, kind: PageKind, capture: Capture, error: Exception) -> Parsed:
    # Where, but not what: the message of an error may quote the page.
    frames = traceback.extract_tb(error.__traceback__)
    where = f"{frames[-1].name}, line {frames[-1].lineno}" if frames else "unknown place"
    log.error(
        "reading capture %s (%s) failed: %s in %s", capture.capture_id, kind, type(error).__name__, where
    )
    return Parsed(name, kind, problems=(Problem("parser", kind.value, type(error).__name__),))


def apply_capture(
    capture: Capture,
    parsed: tuple[Parsed, ...],
    apply: Callable[[Capture, tuple[Parsed, ...]], frozenset[OrderKey]],
) -> frozenset[OrderKey]:
    """Hand over what was read; what cannot be written as records is a crash of the parser too."""
    try:
        return apply(capture, parsed)
    except CompanionError:
        raise  # the store's own trouble
    # Still the border of one parse: a parser may read text that is no text, such as half a character.
    except Exception as error:  # noqa: BLE001
        return apply(capture, tuple(_without_records(one, capture, error) for one in parsed))


def _without_records(parsed: Parsed, capture: Capture, error: Exception) -> Parsed:
    return _make_crash(parsed.marketplace, parsed.page_kind, capture, error)


class Ingest:
    """Takes in captures one by one, for commands that work on the store themselves."""

    def __init__(self, store: Store, clock: Callable[[], datetime], adapters: Adapters = ADAPTERS) -> None:
        self._store = store
        self._clock = clock
        self._adapters = adapters

    def receive(self, capture: Capture) -> Receipt:
        """Keep a capture, then read it at once."""
        receipt = self._store.add_capture(capture)
        self._take_in(capture)
        return receipt

    def parse_pending(self, limit: int | None = None) -> frozenset[OrderKey]:
        """Read what was kept and never read, oldest first; names the orders this touched."""
        touched = set(self._store.rebuild_records())
        for capture_id in self._store.capture_ids(unparsed_only=True, limit=limit):
            capture = _find_capture(self._store, capture_id)
            if capture is not None:
                touched |= self._take_in(capture)
        return frozenset(touched)

    def reparse(self, progress: Callable[[int, int], None] = lambda _done, _total: None) -> ReparseReport:
        """Read every capture anew and fold every record anew.

        A record changes in one step, from all that was read before to all that is read now, so nobody ever
        sees half of its history. When this is interrupted, starting it again finishes it.
        """
        capture_ids = self._store.capture_ids()
        self._store.mark_records_stale()
        for done, capture_id in enumerate(capture_ids, start=1):
            capture = _find_capture(self._store, capture_id)
            if capture is not None:
                apply_capture(capture, parse_parts(capture, self._adapters), self._keep)
            progress(done, len(capture_ids))
        changed = self._store.rebuild_records()
        counts = self._store.counts(self._clock())
        return ReparseReport(len(capture_ids), counts.orders, counts.problems, len(changed))

    def _take_in(self, capture: Capture) -> frozenset[OrderKey]:
        return apply_capture(capture, parse_parts(capture, self._adapters), self._store.apply_parsed)

    def _keep(self, capture: Capture, parsed: tuple[Parsed, ...]) -> frozenset[OrderKey]:
        self._store.keep_parsed(capture, parsed)
        return frozenset()


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
        capture = _find_capture(store, capture_id)
        if capture is None:
            return None
        # Bodies are not needed to write the records, and may be large.
        return _without_bodies(capture), parse_parts(capture, self._adapters)

    def _tell(self, touched: frozenset[OrderKey]) -> None:
        if touched:
            for hook in self.on_change:
                hook(touched)


def _find_capture(store: Store, capture_id: str) -> Capture | None:
    """Read a capture; one whose bytes are damaged is said aloud and left out, so that the others are read."""
    try:
        return store.get_capture(capture_id)
    except BlobDamaged as error:
        log.error("capture %s cannot be read: %s", capture_id, error.message)
        return None


def _without_bodies(capture: Capture) -> Capture:
    return replace(capture, parts=tuple(replace(part, body=None) for part in capture.parts))
