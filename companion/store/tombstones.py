"""What stands in the place of captures that are gone, and the names of bytes that went with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from companion.model import PageKind
from companion.store.database import Database, Value
from companion.store.fingerprint import hash_fields
from companion.store.instants import to_instant, to_micros
from companion.store.journal import EntryKind
from companion.store.rows import text, whole

# Far longer than a browser waits before it sends bytes it was asked for.
_NAMES_KEPT = timedelta(days=30)

_COLUMNS = "journal_number, capture_id, page_kind, content_hash, removed_at, reason, removal_number"


class RemovalReason(StrEnum):
    """Why a capture is gone."""

    DELETED = "deleted"  # the user wanted it
    EXPIRED = "expired"  # a product page that no order came of, after its time

    @property
    def entry_kind(self) -> EntryKind:
        """The kind of entry that says so in the journal."""
        return EntryKind.CAPTURE_DELETED if self is RemovalReason.DELETED else EntryKind.CAPTURE_EXPIRED


@dataclass(frozen=True, slots=True)
class Tombstone:
    """A capture that is gone: that it was, what kind of page, and when and why it went.

    Attributes:
        journal_number: the entry that vouched for the capture.
        removal_number: the entry that vouches for its removal.
        content_hash: what the capture's own entry says, so that the same capture is known if it comes again.
    """

    journal_number: int
    capture_id: str
    page_kind: PageKind
    content_hash: str
    removed_at: datetime
    reason: RemovalReason
    removal_number: int


def hash_tombstone(tombstone: Tombstone) -> str:
    """Compute what the entry of a removal seals."""
    return hash_fields(
        "removal-1",
        tombstone.journal_number,
        tombstone.capture_id,
        tombstone.page_kind.value,
        tombstone.content_hash,
        tombstone.reason.value,
    )


class Tombstones:
    """The tombstones of one store; every write is within a transaction of the caller."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, tombstone: Tombstone) -> None:
        """Put up a tombstone."""
        self._database.execute(
            f"INSERT INTO tombstones ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)",  # noqa: S608  # constants
            (
                tombstone.journal_number,
                tombstone.capture_id,
                tombstone.page_kind.value,
                tombstone.content_hash,
                to_micros(tombstone.removed_at),
                tombstone.reason.value,
                tombstone.removal_number,
            ),
        )

    def all(self) -> Iterator[Tombstone]:
        """Read all, oldest capture first."""
        rows = self._database.rows(f"SELECT {_COLUMNS} FROM tombstones ORDER BY journal_number")  # noqa: S608
        return map(_read, rows)

    def knows(self, capture_id: str) -> bool:
        """Tell whether a capture was here and is gone."""
        return (
            self._database.find_row("SELECT 1 FROM tombstones WHERE capture_id = ?", (capture_id,))
            is not None
        )

    def count(self) -> int:
        """Count them."""
        return self._database.get_number("SELECT count(*) FROM tombstones")

    # Names of bytes

    def add_blobs(self, names: Iterable[str], now: datetime) -> None:
        """Note bytes that nothing names any more; their files wait to be taken away."""
        self._database.execute_many(
            "INSERT INTO removed_blobs (sha256, removed_at, has_file) VALUES (?, ?, 1)"
            " ON CONFLICT (sha256) DO UPDATE SET removed_at = excluded.removed_at, has_file = 1",
            [(name, to_micros(now)) for name in names],
        )

    def remove_blobs(self, names: Iterable[str]) -> None:
        """Forget bytes that are held again."""
        self._database.execute_many("DELETE FROM removed_blobs WHERE sha256 = ?", [(name,) for name in names])

    def knows_blob(self, sha256: str) -> bool:
        """Tell whether bytes went with a capture, so that a late offer of them is no mistake."""
        return self._database.find_row("SELECT 1 FROM removed_blobs WHERE sha256 = ?", (sha256,)) is not None

    def blobs_with_file(self, limit: int, after: str = "") -> tuple[str, ...]:
        """Name bytes whose files may still be there, after this name."""
        rows = self._database.rows(
            "SELECT sha256 FROM removed_blobs WHERE has_file = 1 AND sha256 > ? ORDER BY sha256 LIMIT ?",
            (after, limit),
        )
        return tuple(text(row[0]) for row in rows)

    def note_file_gone(self, sha256: str) -> None:
        """Note that the file of these bytes is gone."""
        self._database.execute("UPDATE removed_blobs SET has_file = 0 WHERE sha256 = ?", (sha256,))

    def forget_old_blobs(self, now: datetime) -> None:
        """Let go of names that no browser will offer any more."""
        self._database.execute(
            "DELETE FROM removed_blobs WHERE has_file = 0 AND removed_at < ?", (to_micros(now - _NAMES_KEPT),)
        )


def _read(row: tuple[Value, ...]) -> Tombstone:
    number, capture_id, page_kind, content_hash, removed_at, reason, removal_number = row
    return Tombstone(
        journal_number=whole(number),
        capture_id=text(capture_id),
        page_kind=PageKind(text(page_kind)),
        content_hash=text(content_hash),
        removed_at=to_instant(whole(removed_at)),
        reason=RemovalReason(text(reason)),
        removal_number=whole(removal_number),
    )
