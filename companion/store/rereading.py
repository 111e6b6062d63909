"""Captures that an older adapter has read, and how what they say now comes into the records.

First every such capture is read anew, beside what was read before; then one order after the other turns. When
this is interrupted at any point, going on finishes it: what is still to be done stands in the tables.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from companion.model import Capture, Parsed
from companion.store.database import Database
from companion.store.records import OrderKey, Records
from companion.store.rows import text, whole
from companion.store.threads import Threads

_OLD = """
    SELECT r.journal_number, c.capture_id FROM readings r
    JOIN captures c ON c.journal_number = r.journal_number
    WHERE r.adapter_version < ? AND r.journal_number < ? ORDER BY r.journal_number DESC LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class OldCapture:
    """A capture that an older adapter has read."""

    journal_number: int
    capture_id: str


class Rereading:
    """What is read anew in one store."""

    def __init__(
        self, database: Database, records: Records, threads: Threads, clock: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._records = records
        self._threads = threads
        self._clock = clock

    def count_old(self, version: int) -> int:
        """Count the captures that an adapter before `version` has read."""
        return self._database.get_number(
            "SELECT count(*) FROM readings WHERE adapter_version < ?", (version,)
        )

    def count_read(self) -> int:
        """Count the captures that were read, by whichever adapter."""
        return self._database.get_number("SELECT count(*) FROM readings")

    def old_captures(self, version: int, *, before: int, limit: int) -> tuple[OldCapture, ...]:
        """List some captures that an adapter before `version` has read, newest first.

        Args:
            version: of the adapter that reads today.
            before: only captures whose journal number is smaller.
            limit: how many at most.
        """
        rows = self._database.rows(_OLD, (version, before, limit))
        return tuple(OldCapture(whole(number), text(capture_id)) for number, capture_id in rows)

    def mark_all_old(self) -> None:
        """Say that every capture has to be read anew, whoever has read it."""
        with self._database.transaction():
            self._database.execute("UPDATE readings SET adapter_version = -1")

    def add(self, capture: Capture, parsed: tuple[Parsed, ...], version: int) -> None:
        """Keep what was read anew in a capture; its orders change when they turn."""
        with self._database.transaction():
            self._records.stage(capture, parsed, version, self._clock())
            self.give_up(capture.capture_id, version)

    def give_up(self, capture_id: str, version: int) -> None:
        """Count a capture as read anew; one whose bytes are damaged keeps what was read in it before."""
        with self._database.transaction():
            self._database.execute(
                "UPDATE readings SET adapter_version = max(adapter_version, ?) WHERE journal_number ="
                " (SELECT journal_number FROM captures WHERE capture_id = ?)",
                (version, capture_id),
            )

    @property
    def has_orders_to_turn(self) -> bool:
        """Whether there are orders, or conversations, of which something was read anew."""
        return bool(self._records.staged_orders(limit=1)) or self._threads.is_staged

    def turn_some(self, limit: int) -> frozenset[OrderKey]:
        """Turn a few orders and conversations over to what was read anew, and name the orders that changed.

        All of it is one transaction.
        """
        with self._database.transaction():
            self._threads.turn_some(limit)
            keys = [self._records.turn(number) for number in self._records.staged_orders(limit=limit)]
            if not self.has_orders_to_turn:
                self._records.remove_unused()
        return frozenset(key for key in keys if key is not None)
