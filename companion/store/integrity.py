"""Whether everything is as it was written: the rows, and every byte of every file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass

from companion.errors import BlobDamaged, StoreError
from companion.store.blobs import Blobs
from companion.store.database import Database
from companion.store.journal import Journal
from companion.store.row_checks import Check, Finding, RowChecks, survive
from companion.store.rows import text, whole

_CHUNK = 500
_COUNTED = ("journal", "captures", "tombstones", "blobs")

OnBlob = Callable[[int, int], None]  # how many are checked, of how many


@dataclass(frozen=True, slots=True)
class IntegrityReport:
    """How much was checked, and what is wrong."""

    journal_entries: int
    captures: int
    removed_captures: int
    blobs: int
    findings: tuple[Finding, ...]


class Integrity:
    """The checks of one store; it may be in use.

    Attributes:
        rows: the checks that need no file, each of them one function.
    """

    def __init__(self, database: Database, blobs: Blobs, journal: Journal) -> None:
        self.rows = RowChecks(database, journal)
        self._database = database
        self._blobs = blobs

    def check_all(self, on_blob: OnBlob = lambda _done, _total: None) -> IntegrityReport:
        """Check everything: the rows as of one moment, then every file."""
        with nullcontext() if self._database.in_transaction else self._database.snapshot():
            rows = self.rows.check_rows()
            journal, captures, removed, blobs = map(self._count, _COUNTED)
        findings = (*rows, *survive(lambda: self.check_blobs(on_blob)))
        return IntegrityReport(journal, captures, removed, blobs, findings)

    def check_blobs(self, on_blob: OnBlob = lambda _done, _total: None) -> Iterator[Finding]:
        """Check every byte that is kept."""
        total = self._database.get_number("SELECT count(*) FROM blobs")
        done, after = 0, ""
        while rows := self._database.rows(
            "SELECT sha256, size FROM blobs WHERE sha256 > ? ORDER BY sha256 LIMIT ?", (after, _CHUNK)
        ):
            for sha256, size in rows:
                yield from self._check_blob(text(sha256), whole(size))
                done += 1
                on_blob(done, max(done, total))
            after = text(rows[-1][0])

    def _count(self, table: str) -> int:
        return self._database.get_number(f"SELECT count(*) FROM {table}")  # noqa: S608  # of _COUNTED

    def _check_blob(self, sha256: str, size: int) -> Iterator[Finding]:
        try:
            self._blobs.read(sha256, size)
        except BlobDamaged as error:
            # Its row may have gone since the list was read, and its file with it.
            if self._database.find_row("SELECT 1 FROM blobs WHERE sha256 = ?", (sha256,)):
                yield Finding(Check.BLOBS, sha256, error.message)
        except StoreError as error:
            yield Finding(Check.BLOBS, sha256, error.message)
