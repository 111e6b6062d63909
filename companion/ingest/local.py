"""Taking captures in for commands, which work on the store themselves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from types import TracebackType

from companion.ingest.parsing import (
    PAGE_LIMITS,
    TRIES,
    apply_capture,
    begin_reading,
    find_capture,
    give_up_pages,
    has_pages,
    parse_begun,
)
from companion.ingest.reparsing import ReparseReport, finish_reparse, reparse
from companion.marketplaces import ADAPTERS
from companion.marketplaces.reading import Adapters
from companion.model import Capture, Parsed, Receipt
from companion.store import OrderKey, Store
from companion.worker import BlockingWorker, WorkLimits


class Ingest:
    """Takes in captures one by one, for commands that work on the store themselves.

    Pages are read in a process that starts with the first of them; `close`, or `with`, ends it.
    """

    def __init__(
        self,
        store: Store,
        clock: Callable[[], datetime],
        adapters: Adapters = ADAPTERS,
        page_limits: WorkLimits = PAGE_LIMITS,
    ) -> None:
        self._store = store
        self._clock = clock
        self._adapters = adapters
        self._worker = BlockingWorker(page_limits)

    def __enter__(self) -> Ingest:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the process that reads pages."""
        self._worker.close()

    def receive(self, capture: Capture) -> Receipt:
        """Keep a capture, then read it at once."""
        receipt = self._store.add_capture(capture)
        if not self._store.removal.knows(capture.capture_id):
            self._take_in(capture)
        return receipt

    def parse_pending(self, limit: int | None = None) -> frozenset[OrderKey]:
        """Read what was kept and never read, oldest first; names the orders this touched."""
        touched = set(finish_reparse(self._store, self._adapters, self._worker))
        for capture_id in self._store.capture_ids(unparsed_only=True, limit=limit):
            capture = find_capture(self._store, capture_id)
            if capture is not None:
                touched |= self._take_in(capture)
        return frozenset(touched)

    def reparse(self, progress: Callable[[int, int], None] = lambda _done, _total: None) -> ReparseReport:
        """Read every capture anew and fold every record anew."""
        return reparse(self._store, self._adapters, self._clock, progress, self._worker)

    def _take_in(self, capture: Capture) -> frozenset[OrderKey]:
        return apply_capture(capture, self._read(capture), self._adapters, self._store.apply_parsed)

    def _read(self, capture: Capture) -> tuple[Parsed, ...]:
        begun = begin_reading(capture, self._adapters)
        if has_pages(begun) and self._store.page_attempts.begin(capture.capture_id) > TRIES:
            return give_up_pages(begun)
        return parse_begun(capture, begun, self._worker)
