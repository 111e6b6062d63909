"""The journal vouches for what was kept: it only grows, and each entry seals the one before."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from dataclasses import replace

import pytest

from companion.config import Config
from companion.store import EntryKind, Store
from companion.store.database import Database
from companion.store.fingerprint import hash_capture
from companion.store.health import Health
from companion.store.journal import NO_ENTRY, Journal, seal
from tests.store.conftest import read_clock
from tests.store.samples import make_capture, make_id


@pytest.fixture
def database(store: Store, config: Config) -> Database:
    """Another connection to a store that holds three captures."""
    for number in (1, 2, 3):
        store.add_capture(make_capture(number))
    return Database(config.database_path, Health())


def test_entries_follow_from_each_other(store: Store, database: Database) -> None:
    """Each capture is one entry that holds the previous entry's hash and the capture's own."""
    entries = list(Journal(database).entries())

    assert [1, 2, 3] == [entry.number for entry in entries]
    assert [NO_ENTRY, entries[0].hash, entries[1].hash] == [entry.previous_hash for entry in entries]
    assert [make_id(1), make_id(2), make_id(3)] == [entry.subject for entry in entries]
    assert hash_capture(make_capture(2)) == entries[1].content_hash
    assert seal(entries[2]) == entries[2].hash
    assert EntryKind.CAPTURE == entries[0].kind
    assert None is store.find_journal_break()


def test_a_receipt_names_its_entry(store: Store, database: Database) -> None:
    """The number and hash of a receipt are those of the journal's entry."""
    receipt = store.add_capture(make_capture(4))

    assert (receipt.journal_number, receipt.journal_hash) == Journal(database).head()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal SET subject = 'other' WHERE number = 2",
        "DELETE FROM journal WHERE number = 3",
        "INSERT OR REPLACE INTO journal SELECT 2, at, kind, 'x', content_hash, previous_hash, 'h'"
        " FROM journal WHERE number = 2",
        "INSERT INTO journal SELECT 9, at, kind, subject, content_hash, previous_hash, 'h' FROM journal"
        " WHERE number = 2",
    ],
)
def test_entries_cannot_be_changed(database: Database, statement: str) -> None:
    """The database itself refuses to change, remove, replace or skip an entry."""
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        database.execute(statement)


@pytest.mark.parametrize("column", ["at", "subject", "content_hash", "previous_hash", "hash"])
def test_a_changed_entry_is_found(store: Store, database: Database, column: str) -> None:
    """Whoever gets around the triggers and changes an entry breaks the chain at that entry."""
    database.execute("DROP TRIGGER journal_no_update")
    value = "1" if column == "at" else f"'{'1' * 64}'"
    database.execute(f"UPDATE journal SET {column} = {value} WHERE number = 2")  # noqa: S608

    assert 2 == store.find_journal_break()


def test_a_removed_entry_is_found(store: Store, database: Database) -> None:
    """A gap in the middle breaks the chain where it begins."""
    database.execute("DROP TRIGGER journal_no_delete")
    database.execute("PRAGMA foreign_keys = OFF")
    database.execute("DELETE FROM journal WHERE number = 2")

    assert 2 == store.find_journal_break()


def test_an_entry_that_was_changed_and_sealed_again_is_found(store: Store, database: Database) -> None:
    """A forged entry with a hash that fits itself does not fit the entry after it."""
    forged = replace(list(Journal(database).entries())[1], content_hash="1" * 64)
    database.execute("DROP TRIGGER journal_no_update")
    database.execute(
        "UPDATE journal SET content_hash = ?, hash = ? WHERE number = 2", (forged.content_hash, seal(forged))
    )

    assert 3 == store.find_journal_break()


def test_an_entry_is_undone_with_its_capture(store: Store, database: Database) -> None:
    """A write that fails leaves neither a capture nor an entry, and the chain goes on unbroken."""
    with suppress(RuntimeError), store.transaction():
        store.add_capture(make_capture(4))
        raise RuntimeError
    store.add_capture(make_capture(5))

    assert (4, None) == (Journal(database).head()[0], store.find_journal_break())
    assert read_clock() >= next(iter(store.list_captures())).received_at
