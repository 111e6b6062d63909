"""Whether the rows are as they were written: each check is one function that yields what it finds wrong."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from companion.errors import StoreError
from companion.store.database import Database, Value
from companion.store.fingerprint import hash_fields
from companion.store.journal import EntryKind, Journal
from companion.store.migrations import MIGRATIONS, get_version
from companion.store.rows import text, whole
from companion.store.tombstones import Tombstones, hash_tombstone

_CHUNK = 500
_CAPTURES = """
    SELECT c.journal_number, c.content_hash, j.kind, j.subject, j.content_hash, c.capture_id, c.visit_id,
        c.captured_at, c.time_zone, c.url, c.title, c.language, c.trigger, c.account, c.browser,
        c.extension_version
    FROM captures c LEFT JOIN journal j ON j.number = c.journal_number
    WHERE c.journal_number > ? ORDER BY c.journal_number LIMIT ?
"""
_PARTS = """
    SELECT journal_number, role, sha256, media_type, url, request, transport, frame_id, size, fetched_at,
        lazy, unavailable
    FROM parts WHERE journal_number BETWEEN ? AND ? ORDER BY journal_number, position
"""
_UNACCOUNTED = """
    SELECT j.number, j.subject FROM journal j WHERE j.kind = 'capture'
        AND NOT EXISTS (SELECT 1 FROM captures c WHERE c.journal_number = j.number)
        AND NOT EXISTS (SELECT 1 FROM tombstones t WHERE t.journal_number = j.number)
"""
_UNMARKED = """
    SELECT j.number, j.subject FROM journal j WHERE j.kind IN ('capture_deleted', 'capture_expired')
        AND NOT EXISTS (SELECT 1 FROM tombstones t WHERE t.removal_number = j.number)
"""
_UNHELD = """
    SELECT DISTINCT p.sha256, c.capture_id FROM parts p JOIN captures c ON c.journal_number = p.journal_number
    WHERE p.role IN ('page', 'api', 'frame') AND p.sha256 IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM blobs b WHERE b.sha256 = p.sha256)
"""


class Check(StrEnum):
    """What is looked at."""

    SHAPE = "shape"
    DATABASE = "database"
    JOURNAL = "journal"
    CAPTURES = "captures"
    REMOVALS = "removals"
    BLOBS = "blobs"
    BACKUP = "backup"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it was written.

    Attributes:
        check: which check found it.
        subject: the capture, bytes or journal entry this is about.
        says: what is wrong, in one sentence.
    """

    check: Check
    subject: str
    says: str


class RowChecks:
    """The checks of one database, which need no file."""

    def __init__(self, database: Database, journal: Journal) -> None:
        self._database = database
        self._journal = journal
        self._tombstones = Tombstones(database)

    def check_rows(self) -> tuple[Finding, ...]:
        """Check everything."""
        checks = (
            self.check_shape,
            self.check_database,
            self.check_journal,
            self.check_captures,
            self.check_removals,
            self.check_held,
        )
        return tuple(finding for check in checks for finding in survive(check))

    def check_shape(self) -> Iterator[Finding]:
        """Check that the tables are there, and the triggers that guard them and no others."""
        version = get_version(self._database)
        expected, found = _expected_shape(version), frozenset(self._database.rows(_SHAPE))
        for kind, name in sorted({(text(kind), text(name)) for kind, name, _ in expected ^ found}):
            yield Finding(
                Check.SHAPE,
                name,
                f"The {kind} {name} of the database is not what it should be.",
            )

    def check_database(self) -> Iterator[Finding]:
        """Check the pages of the database and what its rows refer to."""
        for (says,) in self._database.rows("PRAGMA integrity_check(20)"):
            if says != "ok":
                yield Finding(Check.DATABASE, "orderproof.db", f"The database is damaged: {text(says)}")
        for table, *_ in self._database.rows("PRAGMA foreign_key_check"):
            yield Finding(
                Check.DATABASE, text(table), f"A row of {text(table)} refers to one that is not there."
            )

    def check_journal(self) -> Iterator[Finding]:
        """Check that every journal entry follows from the one before it."""
        number = self._journal.find_break()
        if number is not None:
            yield Finding(
                Check.JOURNAL,
                str(number),
                f"Journal entry {number} does not follow from the one before it; "
                "from here on nothing is vouched for.",
            )

    def check_captures(self) -> Iterator[Finding]:
        """Check that every capture says what its journal entry sealed, and that none is missing."""
        after = -(2**62)
        while rows := self._database.rows(_CAPTURES, (after, _CHUNK)):
            parts = self._read_parts(whole(rows[0][0]), whole(rows[-1][0]))
            for row in rows:
                yield from _check_capture(row, parts.get(whole(row[0]), []))
            after = whole(rows[-1][0])
        for number, subject in self._database.rows(_UNACCOUNTED):
            yield Finding(
                Check.CAPTURES,
                text(subject),
                f"The capture of journal entry {whole(number)} is gone without a word.",
            )

    def check_removals(self) -> Iterator[Finding]:
        """Check that every tombstone says what the journal sealed, and stands where no capture is."""
        for tombstone in self._tombstones.all():
            entries = self._database.rows(
                "SELECT subject, content_hash FROM journal"
                " WHERE (number, kind) IN (VALUES (?, 'capture'), (?, ?)) ORDER BY number",
                (tombstone.journal_number, tombstone.removal_number, tombstone.reason.entry_kind.value),
            )
            sealed = [
                (tombstone.capture_id, tombstone.content_hash),
                (tombstone.capture_id, hash_tombstone(tombstone)),
            ]
            if entries != sealed:
                yield _make_removal_finding(tombstone.capture_id, "is not what the journal says")
            elif self._database.find_row(
                "SELECT 1 FROM captures WHERE capture_id = ?", (tombstone.capture_id,)
            ):
                yield _make_removal_finding(tombstone.capture_id, "stands beside the capture itself")
        for number, subject in self._database.rows(_UNMARKED):
            yield _make_removal_finding(text(subject), f"of journal entry {whole(number)} is missing")

    def check_held(self) -> Iterator[Finding]:
        """Check that the bytes which travelled in a capture are kept."""
        for sha256, capture_id in self._database.rows(_UNHELD):
            yield Finding(
                Check.BLOBS,
                text(sha256),
                f"Bytes {text(sha256)[:12]} of capture {text(capture_id)} are not kept.",
            )

    def _read_parts(self, first: int, last: int) -> dict[int, list[tuple[Value, ...]]]:
        parts: dict[int, list[tuple[Value, ...]]] = {}
        for number, *values in self._database.rows(_PARTS, (first, last)):
            parts.setdefault(whole(number), []).append(tuple(values))
        return parts


def survive(check: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    """Go through one check; a database too damaged to be read is what it finds."""
    try:
        yield from check()
    except StoreError as error:
        yield Finding(Check.DATABASE, "orderproof.db", error.message)


def _check_capture(row: tuple[Value, ...], parts: list[tuple[Value, ...]]) -> Iterator[Finding]:
    number, content_hash, kind, subject, sealed_hash, name, *fields = row
    capture_id, entry = text(name), f"journal entry {whole(number)}"
    # As `hash_capture` does, from the columns themselves: they hold the same values in the same order.
    found_hash = hash_fields("capture-1", capture_id, *fields, parts)
    if (kind, subject) != (EntryKind.CAPTURE, capture_id):
        yield Finding(Check.CAPTURES, capture_id, f"Capture {capture_id} is not that of {entry}.")
    elif not found_hash == content_hash == sealed_hash:
        yield Finding(Check.CAPTURES, capture_id, f"Capture {capture_id} is not what {entry} sealed.")


def _make_removal_finding(capture_id: str, what: str) -> Finding:
    return Finding(Check.REMOVALS, capture_id, f"The note that capture {capture_id} was removed {what}.")


# Tables by their columns, since the words of their statements depend on who wrote them last; all else by its
# words. Triggers act by themselves, so one that nobody made is no small thing. The columns of a virtual table
# are not asked for: that opens it, and a damaged search index must not look like a damaged database.
_SHAPE = """
    SELECT m.type, m.name, CASE WHEN m.type != 'table' OR m.sql LIKE 'CREATE VIRTUAL %' THEN m.sql ELSE
        (SELECT group_concat(c.name || ' ' || c.type || ' ' || c."notnull" || ' ' || c.pk || ' ' || c.hidden
            || ' ' || coalesce(c.dflt_value, '')) FROM pragma_table_xinfo(m.name) c)
        || (SELECT max(t.strict) FROM pragma_table_list(m.name) t) END
    FROM sqlite_master m WHERE m.name NOT LIKE 'sqlite_%'
"""


@cache
def _expected_shape(version: int) -> frozenset[tuple[Value, ...]]:
    with closing(sqlite3.connect(":memory:")) as connection:
        for migration in MIGRATIONS[:version]:
            for statement in migration:
                connection.execute(statement)
        return frozenset(connection.execute(_SHAPE).fetchall())
