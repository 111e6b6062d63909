"""What the buyer was told, so that the same news is told once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import msgspec

from companion.model import Notice
from companion.store.database import Database, Value
from companion.store.instants import to_instant, to_micros
from companion.store.rows import blob, text, whole

_decode = msgspec.json.Decoder(Notice).decode


@dataclass(frozen=True, slots=True)
class ToldNotice:
    """A notice that reached the buyer."""

    notice: Notice
    channel: str  # desktop | extension
    told_at: datetime


class Notices:
    """The notices of one store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, notice: Notice, made_at: datetime) -> None:
        """Keep a notice that waits for a channel; one that is known already stays as it is."""
        with self._database.transaction():
            self._database.execute(
                "INSERT INTO notices (notice_id, notice, made_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                (notice.notice_id, msgspec.json.encode(notice), to_micros(made_at)),
            )

    def add_told(self, notice: Notice, channel: str, told_at: datetime) -> None:
        """Note that a notice was shown; the first showing stays."""
        with self._database.transaction():
            self.add(notice, told_at)
            self._database.execute(
                "UPDATE notices SET channel = ?, told_at = ? WHERE notice_id = ? AND told_at IS NULL",
                (channel, to_micros(told_at), notice.notice_id),
            )

    def remove_open(self, notice_id: str) -> None:
        """Drop a notice that is no longer true, unless it was shown."""
        with self._database.transaction():
            self._database.execute(
                "DELETE FROM notices WHERE notice_id = ? AND told_at IS NULL", (notice_id,)
            )

    def open(self) -> tuple[Notice, ...]:
        """List the notices no channel has shown yet, oldest first."""
        rows = self._database.rows(
            "SELECT notice FROM notices WHERE told_at IS NULL ORDER BY made_at, notice_id"
        )
        return tuple(_decode(blob(row[0])) for row in rows)

    def told(self) -> tuple[ToldNotice, ...]:
        """List the notices that were shown, oldest first."""
        rows = self._database.rows(
            "SELECT notice, channel, told_at FROM notices WHERE told_at IS NOT NULL"
            " ORDER BY told_at, notice_id"
        )
        return tuple(map(_read_told, rows))

    def find(self, notice_id: str) -> Notice | None:
        """Find a notice, shown or not."""
        row = self._database.find_row("SELECT notice FROM notices WHERE notice_id = ?", (notice_id,))
        return None if row is None else _decode(blob(row[0]))

    def find_told(self, notice_id: str) -> ToldNotice | None:
        """Find a notice that was shown."""
        row = self._database.find_row(
            "SELECT notice, channel, told_at FROM notices WHERE notice_id = ? AND told_at IS NOT NULL",
            (notice_id,),
        )
        return None if row is None else _read_told(row)


def _read_told(row: tuple[Value, ...]) -> ToldNotice:
    return ToldNotice(_decode(blob(row[0])), text(row[1]), to_instant(whole(row[2])))
