"""Which orders have to be looked at: all but those of which it was noted that nothing runs for them any more.

The store does not know what "runs" means. Whoever looks notes the orders that are quiet, under a name for
the rules by which that was found; the note ends with the next change of the record, and counts only under the
same rules and from the instant on at which it was made, so a clock that is set back asks again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

import msgspec

from companion.errors import NotFound
from companion.model import OrderRecord
from companion.store.database import Database
from companion.store.instants import to_micros
from companion.store.rows import blob, whole

_TO_LOOK_AT = """
    SELECT order_number, revision FROM order_watch
    WHERE quiet_since IS NULL OR quiet_since > ? OR quiet_by IS NOT ?
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


class Sight(NamedTuple):
    """An order to look at; `revision` is another number after every change of its record."""

    number: int
    revision: int


class Watch:
    """The orders of one store, as those who look at all of them again and again need them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def list_sights(self, now: datetime, rules: str) -> tuple[Sight, ...]:
        """List the orders that are not known to be quiet now."""
        rows = self._database.rows(_TO_LOOK_AT, (to_micros(now), rules))
        return tuple(Sight(whole(number), whole(revision)) for number, revision in rows)

    def get_record(self, number: int) -> OrderRecord:
        """Read the record of a listed order."""
        row = self._database.find_row("SELECT record FROM orders WHERE order_number = ?", (number,))
        if row is None:
            raise NotFound("There is no such order.", "`orderproof orders` lists what is here.")
        return _decode_record(blob(row[0]))

    def note_quiet(self, sights: Iterable[Sight], since: datetime, rules: str) -> None:
        """Note orders, for which nothing runs; one that has changed is left out."""
        with self._database.transaction():
            self._database.execute_many(
                "UPDATE order_watch SET quiet_since = ?, quiet_by = ?"
                " WHERE order_number = ? AND revision = ?",
                [(to_micros(since), rules, *sight) for sight in sights],
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

    def leave(self, order_number: int) -> None:
        """Leave an order out, which has no record any more."""
        self._database.execute("DELETE FROM order_watch WHERE order_number = ?", (order_number,))
