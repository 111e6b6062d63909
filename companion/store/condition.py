"""What a look at the store's health needs to know: damage, growth, and times that cannot be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from companion.store.database import Database
from companion.store.instants import to_instant, to_instant_or_none, to_micros, to_micros_or_none
from companion.store.rows import text, whole, whole_or_none

_MOST_DAMAGE = 20
_UNDECODED = """
    SELECT r.marketplace, count(*), max(r.captured_at) FROM problems p
    JOIN field_readings r ON r.journal_number = p.journal_number
        AND r.page_kind = p.page_kind AND r.source = p.source
    WHERE p.field = 'frame' GROUP BY r.marketplace ORDER BY r.marketplace
"""


# A message is unknown where nothing that shows it knows what it is; `instr` spares reading most as JSON.
_UNKNOWN_CARDS = """
    WITH found AS (
        SELECT m.message_number AS number, min(json_extract(CAST(c.content AS TEXT), '$.card')) AS card
        FROM message_contents c JOIN message_sightings m ON m.content_number = c.content_number
        WHERE instr(c.content, CAST('"kind":"unknown"' AS BLOB)) AND m.message_number IS NOT NULL
            AND json_extract(CAST(c.content AS TEXT), '$.kind') = 'unknown'
        GROUP BY m.message_number)
    SELECT coalesce(card, ''), count(*) FROM found WHERE NOT EXISTS (
        SELECT 1 FROM message_sightings o JOIN message_contents k ON k.content_number = o.content_number
        WHERE o.message_number = found.number
            AND json_extract(CAST(k.content AS TEXT), '$.kind') != 'unknown')
    GROUP BY card ORDER BY count(*) DESC, card LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class UnknownCards:
    """How many messages are of a kind that is not known; `name` is the site's word for it, or empty."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class UndecodedFrames:
    """How many frames of a marketplace's sockets are kept as they came, because nobody could decode them."""

    marketplace: str
    count: int
    last_at: datetime


class Condition:
    """The condition of one store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find_damage(self) -> tuple[str, ...]:
        """List what SQLite finds wrong at a quick look, which leaves indexes out; `Integrity` looks whole."""
        found = [text(row[0]) for row in self._database.rows(f"PRAGMA quick_check({_MOST_DAMAGE})")]
        orphans = {text(row[0]) for row in self._database.rows("PRAGMA foreign_key_check")}
        damage = [line for line in found if line != "ok"]
        return (*damage, *(f"rows of {table} refer to nothing" for table in sorted(orphans)))

    def some_blobs(self, most: int) -> tuple[str, ...]:
        """Name some of the bytes that are held, chosen by chance."""
        rows = self._database.rows("SELECT sha256 FROM blobs ORDER BY random() LIMIT ?", (most,))
        return tuple(text(row[0]) for row in rows)

    def count_blobs(self) -> int:
        """Count the bytes that are held, by their names."""
        return self._database.get_number("SELECT count(*) FROM blobs")

    def stored_bytes(self, since: datetime | None = None) -> int:
        """Add up what bytes take on disk, of those that came since an instant."""
        moment = to_micros_or_none(since)
        return self._database.get_number(
            "SELECT coalesce(sum(stored_size), 0) FROM blobs WHERE ? IS NULL OR added_at >= ?",
            (moment, moment),
        )

    def newest_capture_at(self) -> datetime | None:
        """Tell when the newest capture was taken."""
        return self._find_moment("SELECT max(captured_at) FROM captures")

    def oldest_receipt_at(self) -> datetime | None:
        """Tell when the first capture came in."""
        return self._find_moment("SELECT min(received_at) FROM captures")

    def newest_entry_at(self) -> datetime | None:
        """Tell when the journal was last written."""
        return self._find_moment("SELECT at FROM journal ORDER BY number DESC LIMIT 1")

    def count_conversations(self) -> int:
        """Count the conversations of which a message is kept."""
        return self._database.get_number("SELECT count(DISTINCT thread_number) FROM messages")

    def unknown_cards(self, most: int) -> tuple[UnknownCards, ...]:
        """Count messages of kinds that are not known, by the site's word for them, most frequent first."""
        rows = self._database.rows(_UNKNOWN_CARDS, (most,))
        return tuple(UnknownCards(text(name), whole(count)) for name, count in rows)

    def undecoded_frames(self) -> tuple[UndecodedFrames, ...]:
        """Count by marketplace what came over a socket and could not be decoded."""
        return tuple(
            UndecodedFrames(text(row[0]), whole(row[1]), to_instant(whole(row[2])))
            for row in self._database.rows(_UNDECODED)
        )

    def count_captured_after(self, moment: datetime) -> int:
        """Count captures that say they were taken after an instant."""
        return self._database.get_number(
            "SELECT count(*) FROM captures WHERE captured_at > ?", (to_micros(moment),)
        )

    def _find_moment(self, sql: str) -> datetime | None:
        row = self._database.find_row(sql)
        return to_instant_or_none(whole_or_none(row[0])) if row else None
