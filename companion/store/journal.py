"""The journal: what was kept and done, in order, each entry sealed over the one before it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from companion.store.database import Database, Value
from companion.store.fingerprint import hash_fields
from companion.store.instants import to_micros
from companion.store.rows import text, whole

NO_ENTRY = "0" * 64

_CHUNK = 2000
_ENTRIES = """
    SELECT number, at, kind, subject, content_hash, previous_hash, hash
    FROM journal WHERE number > ? ORDER BY number LIMIT ?
"""


class EntryKind(StrEnum):
    """What an entry vouches for."""

    CAPTURE = "capture"
    CAPTURE_DELETED = "capture_deleted"  # by the user's will
    CAPTURE_EXPIRED = "capture_expired"  # after its time
    PAIRING_APPROVED = "pairing_approved"
    PAIRING_REVOKED = "pairing_revoked"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. `at` is in microseconds since 1970, as it was sealed."""

    number: int
    at: int
    kind: str
    subject: str
    content_hash: str
    previous_hash: str
    hash: str


def seal(entry: Entry) -> str:
    """Compute an entry's hash: SHA-256 over its other fields as a compact JSON list in UTF-8."""
    return hash_fields(
        entry.number, entry.at, entry.kind, entry.subject, entry.content_hash, entry.previous_hash
    )


class Journal:
    """The journal of one store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, kind: EntryKind, subject: str, content_hash: str, at: datetime) -> Entry:
        """Append an entry; within a transaction of the caller, so that no other writer comes between."""
        number, previous_hash = self.head()
        draft = Entry(number + 1, to_micros(at), kind, subject, content_hash, previous_hash, "")
        entry = Entry(
            draft.number, draft.at, draft.kind, subject, content_hash, previous_hash, hash=seal(draft)
        )
        self._database.execute(
            "INSERT INTO journal (number, at, kind, subject, content_hash, previous_hash, hash)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (entry.number, entry.at, entry.kind, subject, content_hash, previous_hash, entry.hash),
        )
        return entry

    def head(self) -> tuple[int, str]:
        """Tell number and hash of the newest entry."""
        row = self._database.find_row("SELECT number, hash FROM journal ORDER BY number DESC LIMIT 1")
        return (whole(row[0]), text(row[1])) if row else (0, NO_ENTRY)

    def entries(self) -> Iterator[Entry]:
        """Read all entries, oldest first; a few at a time, since there may be very many."""
        after = -(2**62)
        while rows := self._database.rows(_ENTRIES, (after, _CHUNK)):
            yield from map(_read_entry, rows)
            after = whole(rows[-1][0])

    def find_break(self) -> int | None:
        """Find the number of the first entry that does not follow from the one before it."""
        previous_hash = NO_ENTRY
        for number, entry in enumerate(self.entries(), start=1):
            if entry.number != number or entry.previous_hash != previous_hash or entry.hash != seal(entry):
                return number
            previous_hash = entry.hash
        return None


def _read_entry(row: tuple[Value, ...]) -> Entry:
    number, at, *words = row
    kind, subject, content_hash, previous_hash, sealed = map(text, words)
    return Entry(whole(number), whole(at), kind, subject, content_hash, previous_hash, sealed)
