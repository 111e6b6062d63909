"""Reading everything anew, after an update that understands more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from companion.ingest.parsing import apply_capture, find_capture, parse_parts
from companion.marketplaces.reading import Adapters
from companion.model import Capture, Parsed
from companion.store import OrderKey, Store
from companion.worker import BlockingWorker


@dataclass(frozen=True, slots=True)
class ReparseReport:
    """What reading everything anew came to; `changed` counts the orders whose record is now another."""

    captures: int
    orders: int
    problems: int
    changed: int


def reparse(
    store: Store,
    adapters: Adapters,
    now: Callable[[], datetime],
    progress: Callable[[int, int], None],
    worker: BlockingWorker,
) -> ReparseReport:
    """Read every capture anew and fold every record anew.

    A record changes in one step, from all that was read before to all that is read now, so nobody ever
    sees half of its history. When this is interrupted, starting it again finishes it.
    """

    def keep(capture: Capture, parsed: tuple[Parsed, ...], version: int) -> frozenset[OrderKey]:
        store.keep_parsed(capture, parsed, version)
        return frozenset()

    capture_ids = store.capture_ids()
    store.search.rebuild()
    store.mark_records_stale()
    for done, capture_id in enumerate(capture_ids, start=1):
        capture = find_capture(store, capture_id)
        if capture is not None:
            apply_capture(capture, parse_parts(capture, adapters, worker), adapters, keep)
        progress(done, len(capture_ids))
    changed = store.rebuild_records()
    counts = store.counts(now())
    return ReparseReport(len(capture_ids), counts.orders, counts.problems, len(changed))
