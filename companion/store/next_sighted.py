"""What captures say when they are read anew, beside what was read before, until each record turns.

All captures are read before the first record turns, and a record turns in one step; so nobody ever sees an
order half as the old reading has it and half as the new.
"""

from __future__ import annotations

from companion.model import Capture, Parsed
from companion.store.database import Database
from companion.store.rows import whole
from companion.store.sighted import Sighted

_COLUMNS = "order_number, journal_number, position, page_kind, content_number, source"
_NOTHING = -1  # the position of a row that says: this capture no longer speaks of this order


class NextSighted:
    """The sightings to come of one store; every write is within a transaction of the caller."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._sighted = Sighted(database, "next_sightings")

    def replace(self, number: int, capture: Capture, parsed: tuple[Parsed, ...]) -> None:
        """Keep what a capture says now, in the place of what an interrupted reading kept."""
        self._sighted.remove(number)
        named = self._sighted.add(number, capture, parsed).keys()
        before = self._database.rows(
            "SELECT DISTINCT order_number FROM sightings WHERE journal_number = ?", (number,)
        )
        self._database.execute_many(
            "INSERT INTO next_sightings (order_number, journal_number, position, page_kind)"
            " VALUES (?, ?, ?, '')",
            [(whole(order), number, _NOTHING) for (order,) in before if order not in named],
        )

    def take_over(self, order_number: int) -> None:
        """Put what was read anew of an order in the place of what the same captures said before."""
        self._database.execute(
            "DELETE FROM sightings WHERE order_number = ? AND journal_number IN"
            " (SELECT journal_number FROM next_sightings WHERE order_number = ?)",
            (order_number, order_number),
        )
        self._database.execute(
            f"INSERT INTO sightings ({_COLUMNS}) SELECT {_COLUMNS} FROM next_sightings"  # noqa: S608
            " WHERE order_number = ? AND content_number IS NOT NULL",
            (order_number,),
        )
        self._database.execute("DELETE FROM next_sightings WHERE order_number = ?", (order_number,))

    def orders(self, limit: int) -> tuple[int, ...]:
        """List the numbers of some orders of which something was read anew."""
        rows = self._database.rows("SELECT DISTINCT order_number FROM next_sightings LIMIT ?", (limit,))
        return tuple(whole(row[0]) for row in rows)

    def awaits(self, order_number: int) -> bool:
        """Tell whether something was read anew of an order."""
        return (
            self._database.find_row(
                "SELECT 1 FROM next_sightings WHERE order_number = ? LIMIT 1", (order_number,)
            )
            is not None
        )

    def remove(self, number: int) -> set[int]:
        """Forget what was read anew in a capture, and tell of which orders."""
        return self._sighted.remove(number)

    def clear(self) -> None:
        """Forget all that was read anew."""
        self._database.execute("DELETE FROM next_sightings")
