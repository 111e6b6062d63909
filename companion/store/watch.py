"""Which orders have to be looked at: all but those of which it was noted that nothing runs for them any more.

The store does not know what "runs" means. Whoever looks notes the orders that are quiet, under a name for
the rules by which that was found; the note ends with the next change of the record, and counts only under the
same rules and from the instant on at which it was made, so a clock that is set back asks again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

import msgspec

from companion.model import OrderRecord
from companion.store.database import Database
from companion.store.instants import to_micros
from companion.store.rows import blob, whole

# Few enough that the records of very many orders are never in memory at once.
_AT_ONCE = 100
_TO_LOOK_AT = """
    SELECT w.order_number, w.revision, o.record
    FROM order_watch w JOIN orders o ON o.order_number = w.order_number
    WHERE w.order_number > ? AND (w.quiet_since IS NULL OR w.quiet_since > ? OR w.quiet_by IS NOT ?)
    ORDER BY w.order_number LIMIT ?
"""
_OTHERS = """
    SELECT o.record FROM orders o JOIN (
        SELECT order_number, placed_on FROM order_watch
        WHERE order_number NOT IN (SELECT value FROM json_each(?))
        ORDER BY placed_on DESC, order_number DESC LIMIT ? OFFSET ?
    ) w ON w.order_number = o.order_number
    ORDER BY w.placed_on DESC, w.order_number DESC
"""

_decode_record = msgspec.json.Decoder(OrderRecord).decode


@dataclass(frozen=True, slots=True)
class Sight:
    """An order to look at; `revision` is another number after every change of its record."""

    number: int
    revision: int
    record: OrderRecord


class Watch:
    """The orders of one store, as those who look at all of them again and again need them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self, now: datetime, rules: str) -> Iterator[Sight]:
        """Read the orders that are not known to be quiet now; a few at a time."""
        last = 0
        while rows := self._database.rows(_TO_LOOK_AT, (last, to_micros(now), rules, _AT_ONCE)):
            for number, revision, record in rows:
                yield Sight(whole(number), whole(revision), _decode_record(blob(record)))
            last = whole(rows[-1][0])

    def note_quiet(self, sights: Iterable[tuple[int, int]], since: datetime, rules: str) -> None:
        """Note orders, by number and revision, for which nothing runs; one that has changed is left out."""
        with self._database.transaction():
            self._database.execute_many(
                "UPDATE order_watch SET quiet_since = ?, quiet_by = ?"
                " WHERE order_number = ? AND revision = ?",
                [(to_micros(since), rules, number, revision) for number, revision in sights],
            )

    def read_others(self, numbers: Iterable[int], *, limit: int, offset: int = 0) -> tuple[OrderRecord, ...]:
        """Read the orders with other numbers than these, the one placed last first."""
        rows = self._database.rows(_OTHERS, (json.dumps(list(numbers)), limit, offset))
        return tuple(_decode_record(blob(row[0])) for row in rows)

    def count(self) -> int:
        """Count the orders."""
        return self._database.get_number("SELECT count(*) FROM order_watch")

    def forget(self, order_number: int, record: OrderRecord) -> None:
        """Have an order looked at again, since its record has just become this one."""
        placed_on = record.order.placed_on
        self._database.execute(
            "INSERT INTO order_watch (order_number, placed_on, revision) VALUES (?, ?, random())"
            " ON CONFLICT (order_number) DO UPDATE SET placed_on = excluded.placed_on,"
            " revision = excluded.revision, quiet_since = NULL, quiet_by = NULL",
            (order_number, placed_on.isoformat() if placed_on else None),
        )
