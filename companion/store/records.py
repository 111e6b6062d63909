"""Orders: the record of each, folded from what captures said of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import msgspec

from companion.errors import NotFound
from companion.model import Capture, OrderRecord, Parsed
from companion.store.database import Database, Value
from companion.store.fold import Fold, fold_sighting, make_empty_record, make_record
from companion.store.instants import to_micros
from companion.store.next_sighted import NextSighted
from companion.store.order_products import OrderProducts
from companion.store.readings import Readings
from companion.store.rows import blob, text, whole
from companion.store.search import Search
from companion.store.sighted import Sighted
from companion.store.sightings import FieldSource, Sighting
from companion.store.threads import Threads
from companion.store.watch import Watch

# Enough to share the wait for the disk, few enough not to keep other writers waiting.
_REBUILT_AT_ONCE = 50

_decode_record = msgspec.json.Decoder(OrderRecord).decode
_decode_fold = msgspec.json.Decoder(Fold).decode


@dataclass(frozen=True, slots=True, order=True)
class OrderKey:
    """Names an order: its id means something only within its marketplace."""

    marketplace: str
    order_id: str


@dataclass(frozen=True, slots=True)
class _Row:
    """An order as its row has it, before a write."""

    key: OrderKey
    record: OrderRecord | None
    fold: Fold
    newest: int  # when the newest sighting folded in was captured
    is_stale: bool


class Records:
    """The orders of one store."""

    def __init__(self, database: Database, readings: Readings, search: Search, threads: Threads) -> None:
        self._database = database
        self._readings = readings
        self._search = search
        self._threads = threads
        self._sighted = Sighted(database)
        self._watch = Watch(database)
        self._next = NextSighted(database)
        self._products = OrderProducts(database)

    def apply(
        self, capture: Capture, parsed: tuple[Parsed, ...], version: int, now: datetime
    ) -> frozenset[OrderKey]:
        """Keep what was read in a capture, bring the records it touches up to date, and name them."""
        with self._database.transaction():
            number, fresh = self._replace_reading(capture, parsed, version, now)
            self._threads.apply(number, capture, parsed)
            touched = fresh.keys() | self._sighted.shown_by_page(number)
            return frozenset(self._bring_up_to_date(order, fresh.get(order, ())) for order in touched)

    def stage(self, capture: Capture, parsed: tuple[Parsed, ...], version: int, now: datetime) -> None:
        """Keep what was read anew in a capture beside what was read before; records stay until they turn."""
        with self._database.transaction():
            number = self._get_number(capture)
            self._readings.replace(number, capture, parsed, version, now)
            self._search.put_page(number, capture, parsed)
            self._next.replace(number, capture, parsed)
            self._threads.stage(number, capture, parsed)

    def staged_orders(self, *, limit: int) -> tuple[int, ...]:
        """List the numbers of some orders of which something was read anew."""
        return self._next.orders(limit)

    def turn(self, order_number: int) -> OrderKey | None:
        """Fold one record from all that was read anew, in one step; names it when that changed it."""
        with self._database.transaction():
            self._next.take_over(order_number)
            self._mark_stale(order_number)
            return self.rebuild(order_number)

    def remove_capture(self, number: int) -> frozenset[int]:
        """Forget what a capture said and showed; the numbers of the orders that are stale by that."""
        with self._database.transaction():
            touched = self._sighted.shown_by_page(number) | self._sighted.remove(number)
            touched |= self._next.remove(number)
            for order_number in touched:
                self._mark_stale(order_number)
            self._threads.remove_capture(number)
            self._readings.remove(number)
            self._search.remove_capture(number)
            return frozenset(touched)

    def look_again_at(self, visit_id: str) -> None:
        """Note anew which pages of a visit lack their answer, after one of its captures was removed."""
        self._readings.find_unanswered(visit_id)

    def stale_orders(self, *, limit: int) -> tuple[int, ...]:
        """List the numbers of some orders that have to be folded anew; none when all are up to date."""
        rows = self._database.rows("SELECT order_number FROM orders WHERE stale = 1 LIMIT ?", (limit,))
        return tuple(whole(row[0]) for row in rows)

    def rebuild(self, order_number: int) -> OrderKey | None:
        """Fold one record anew; names it when that changed it."""
        with self._database.transaction():
            before = self._find_record_text(order_number)
            key = self._bring_up_to_date(order_number, ())
            return None if before == self._find_record_text(order_number) else key

    def rebuild_some(self) -> frozenset[OrderKey]:
        """Fold a few of the stale records anew, in one transaction, and name those that changed."""
        with self._database.transaction():
            keys = [self.rebuild(number) for number in self.stale_orders(limit=_REBUILT_AT_ONCE)]
        return frozenset(key for key in keys if key is not None)

    def remove_unused(self) -> None:
        """Let go of sightings' words that nothing refers to any more."""
        with self._database.transaction():
            self._sighted.remove_unused()
            # What an interrupted reading found and a later one did not.
            self._database.execute(
                "DELETE FROM orders WHERE record IS NULL AND NOT EXISTS"
                " (SELECT 1 FROM sighting_contents k WHERE k.order_number = orders.order_number)"
                " AND NOT EXISTS"
                " (SELECT 1 FROM next_sightings n WHERE n.order_number = orders.order_number)"
            )

    def clear(self) -> None:
        """Forget all that was read; every capture is unparsed again."""
        with self._database.transaction():
            self._search.clear()
            self._threads.clear()
            self._next.clear()
            self._sighted.clear()
            self._products.clear()
            self._readings.clear()
            self._database.execute("DELETE FROM orders")

    def all(self) -> tuple[OrderRecord, ...]:
        """Read all orders."""
        rows = self._database.rows(
            "SELECT record FROM orders WHERE record IS NOT NULL ORDER BY marketplace, order_id"
        )
        return tuple(_decode_record(blob(row[0])) for row in rows)

    def find(self, key: OrderKey) -> OrderRecord | None:
        """Read one order."""
        row = self._database.find_row(
            "SELECT record FROM orders WHERE marketplace = ? AND order_id = ? AND record IS NOT NULL",
            (key.marketplace, key.order_id),
        )
        return None if row is None else _decode_record(blob(row[0]))

    def get_key(self, order_number: int) -> OrderKey:
        """Tell which order has a number."""
        return self._get_row(order_number).key

    def get_sources(self, key: OrderKey) -> Mapping[str, FieldSource]:
        """Tell which capture each field of an order comes from.

        Raises:
            NotFound: no capture has shown this order.
        """
        row = self._database.find_row(
            "SELECT fold FROM orders WHERE marketplace = ? AND order_id = ? AND fold IS NOT NULL",
            (key.marketplace, key.order_id),
        )
        if row is None:
            raise NotFound(f"There is no order {key.order_id}.", "`orderproof orders` lists what is here.")
        return _decode_fold(blob(row[0])).sources

    def count(self) -> int:
        """Count the orders."""
        return self._database.get_number("SELECT count(*) FROM orders WHERE record IS NOT NULL")

    def _replace_reading(
        self, capture: Capture, parsed: tuple[Parsed, ...], version: int, now: datetime
    ) -> tuple[int, Mapping[int, Sequence[Sighting]]]:
        number = self._get_number(capture)
        self._next.remove(number)
        left = self._sighted.remove(number)
        for order_number in left:
            self._mark_stale(order_number)
        self._readings.replace(number, capture, parsed, version, now)
        self._search.put_page(number, capture, parsed)
        return number, dict.fromkeys(left, ()) | self._sighted.add(number, capture, parsed)

    def _get_number(self, capture: Capture) -> int:
        number = self._database.get_number(
            "SELECT journal_number FROM captures WHERE capture_id = ?", (capture.capture_id,)
        )
        if not number:
            raise NotFound(f"There is no capture {capture.capture_id}.", "Add it first.")
        return number

    def _bring_up_to_date(self, order_number: int, fresh: Sequence[Sighting]) -> OrderKey:
        row = self._get_row(order_number)
        if row.is_stale or (fresh and not _is_newest(row, fresh[0])):
            record, fold = make_record(
                row.key.marketplace, row.key.order_id, self._sighted.of_order(order_number)
            )
        else:
            record, fold = row.record, row.fold
            before = self._find_visit(order_number, fresh)
            for sighting in fresh:
                record = record or make_empty_record(row.key.marketplace, row.key.order_id, sighting)
                record = fold_sighting(record, fold, sighting, before)
                before.append(sighting)
        if record is None:
            self._remove(order_number)
        else:
            page = self._sighted.find_page(order_number, row.key.order_id)
            self._write(order_number, replace(record, page_capture_id=page), fold)
        return row.key

    def _find_visit(self, order_number: int, fresh: Sequence[Sighting]) -> list[Sighting]:
        """Find what was folded in before of the visit that the newest sightings belong to."""
        if not fresh:
            return []
        visit = list(self._sighted.of_visit(order_number, fresh[0].visit_id))
        return [one for one in visit if one.capture_id != fresh[0].capture_id]

    def _get_row(self, order_number: int) -> _Row:
        row = self._database.find_row(
            "SELECT marketplace, order_id, record, fold, folded_at, stale FROM orders WHERE order_number = ?",
            (order_number,),
        )
        assert row is not None  # noqa: S101  # its number was read in this transaction
        marketplace, order_id, record, fold, folded_at, stale = row
        return _Row(
            key=OrderKey(text(marketplace), text(order_id)),
            record=None if record is None else _decode_record(blob(record)),
            fold=Fold() if fold is None else _decode_fold(blob(fold)),
            newest=-(2**62) if record is None else whole(folded_at),
            is_stale=bool(stale),
        )

    def _write(self, order_number: int, record: OrderRecord, fold: Fold) -> None:
        values: tuple[Value, ...] = (
            msgspec.json.encode(record),
            msgspec.json.encode(fold),
            to_micros(record.last_seen_at),
            record.capture_ids[0],
            record.order.state,
        )
        self._database.execute(
            "UPDATE orders SET record = ?, fold = ?, folded_at = ?, folded_capture_id = ?, state = ?,"
            " stale = 0 WHERE order_number = ?",
            (*values, order_number),
        )
        self._readings.replace_disagreements(order_number, record.disagreements)
        self._search.put_order(order_number, record)
        self._watch.forget(order_number, record)
        self._products.replace(order_number, record)

    def _remove(self, order_number: int) -> None:
        self._readings.replace_disagreements(order_number, ())
        self._search.remove_order(order_number)
        self._products.remove(order_number)
        if self._next.awaits(order_number):
            # Known by what was read anew alone; nobody sees it before its record turns.
            self._watch.leave(order_number)
            self._database.execute(
                "UPDATE orders SET record = NULL, fold = NULL, folded_at = NULL, folded_capture_id = NULL,"
                " state = NULL, stale = 0 WHERE order_number = ?",
                (order_number,),
            )
            return
        self._database.execute("DELETE FROM sighting_contents WHERE order_number = ?", (order_number,))
        self._database.execute("DELETE FROM orders WHERE order_number = ?", (order_number,))

    def _mark_stale(self, order_number: int) -> None:
        self._database.execute("UPDATE orders SET stale = 1 WHERE order_number = ?", (order_number,))

    def _find_record_text(self, order_number: int) -> bytes | None:
        row = self._database.find_row("SELECT record FROM orders WHERE order_number = ?", (order_number,))
        return None if row is None or row[0] is None else blob(row[0])


def _is_newest(row: _Row, sighting: Sighting) -> bool:
    # At the same instant it may belong before what is folded in: answers come before pages.
    return to_micros(sighting.captured_at) > row.newest
