"""Taking captures in for commands, which work on the store themselves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from companion.ingest.parsing import Adapters, apply_capture, find_capture, parse_parts
from companion.ingest.reparsing import ReparseReport, reparse
from companion.marketplaces import ADAPTERS
from companion.model import Capture, Receipt
from companion.store import OrderKey, Store


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
            capture = find_capture(self._store, capture_id)
            if capture is not None:
                touched |= self._take_in(capture)
        return frozenset(touched)

    def reparse(self, progress: Callable[[int, int], None] = lambda _done, _total: None) -> ReparseReport:
        """Read every capture anew and fold every record anew."""
        return reparse(self._store, self._adapters, self._clock, progress)

    def _take_in(self, capture: Capture) -> frozenset[OrderKey]:
        return apply_capture(capture, parse_parts(capture, self._adapters), self._store.apply_parsed)
