"""Reading everything anew, after an update that understands more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from companion.ingest.parsing import apply_capture, find_capture, parse_parts
from companion.marketplaces.reading import Adapters
from companion.model import Capture, Parsed
from companion.store import OrderKey, Store
from companion.worker import BlockingWorker

_AT_ONCE = 50  # captures between two looks at what is to be read; orders that turn together


_NEWEST = 2**62  # no journal number is larger


@dataclass(frozen=True, slots=True)
class ReparseReport:
    """What reading everything anew came to; `changed` counts the orders whose record is now another."""

    captures: int
    orders: int
    problems: int
    changed: int


def find_version(adapters: Adapters) -> int:
    """Tell which version reads today; what an older one has read is read anew."""
    return max((adapter.version for adapter in adapters), default=0)


def reparse(
    store: Store,
    adapters: Adapters,
    now: Callable[[], datetime],
    progress: Callable[[int, int], None],
    worker: BlockingWorker,
) -> ReparseReport:
    """Read every capture anew and fold every record anew.

    A record changes in one step, from all that was read before to all that is read now, so nobody ever
    sees half of its history. When this is interrupted, starting it again finishes it, and so does `serve`.
    """
    store.search.rebuild()
    captures = store.counts(now()).captures
    changed: set[OrderKey] = set()
    done = 0
    for capture_id in store.capture_ids(unparsed_only=True):
        capture = find_capture(store, capture_id)
        if capture is not None:
            parsed = parse_parts(capture, adapters, worker)
            changed |= apply_capture(capture, parsed, adapters, store.apply_parsed)
        done += 1
        progress(done, captures)
    store.rereading.mark_all_old()
    for _ in _read_old(store, adapters, worker):
        done += 1
        progress(min(done, captures), captures)
    changed |= turn_orders(store)
    counts = store.counts(now())
    return ReparseReport(captures, counts.orders, counts.problems, len(changed))


def finish_reparse(store: Store, adapters: Adapters, worker: BlockingWorker) -> frozenset[OrderKey]:
    """Finish what an interrupted reparse has left to do."""
    for _ in _read_old(store, adapters, worker):
        pass
    return turn_orders(store)


def turn_orders(store: Store) -> frozenset[OrderKey]:
    """Turn all records over to what was read anew, a few per transaction, and name those that changed."""
    changed: set[OrderKey] = set(store.rebuild_records())
    while store.rereading.has_orders_to_turn:
        changed |= store.rereading.turn_some(_AT_ONCE)
    return frozenset(changed)


def add_reread(store: Store, capture: Capture, parsed: tuple[Parsed, ...], adapters: Adapters) -> None:
    """Keep what was read anew in a capture."""

    def add(read: Capture, said: tuple[Parsed, ...], version: int) -> frozenset[OrderKey]:
        store.rereading.add(read, said, max(version, find_version(adapters)))
        return frozenset()

    apply_capture(capture, parsed, adapters, add)


def _read_old(store: Store, adapters: Adapters, worker: BlockingWorker) -> Iterator[str]:
    """Read anew what an older adapter has read, newest first."""
    version, before = find_version(adapters), _NEWEST
    while found := store.rereading.old_captures(version, before=before, limit=_AT_ONCE):
        for old in found:
            capture = find_capture(store, old.capture_id)
            if capture is None:
                store.rereading.give_up(old.capture_id, version)
            else:
                add_reread(store, capture, parse_parts(capture, adapters, worker), adapters)
            yield old.capture_id
        before = found[-1].journal_number
