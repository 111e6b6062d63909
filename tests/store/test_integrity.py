"""Whatever is changed in the data folder behind the store's back is found, and named."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from companion.config import Config
from companion.store import IntegrityReport, Store, open_store
from companion.store.fingerprint import hash_fields
from companion.wire import make_sha256
from tests.store.conftest import read_clock
from tests.store.removals import add, remove
from tests.store.samples import ORDER_ID, make_id, make_part, make_resource

BODY = b"".join(b"<p>line %d</p>" % (number * 7919 % 1000) for number in range(120))
PICTURE = b"picture"


@pytest.fixture
def folder(store: Store, config: Config) -> Config:
    """A closed store with three captures, one of them removed, and a picture."""
    add(store, 1, ORDER_ID, parts=(make_part(BODY), make_resource(PICTURE)))
    store.add_blob(make_sha256(PICTURE), PICTURE)
    add(store, 2, ORDER_ID)
    add(store, 3, ORDER_ID)
    remove(store, 3)
    store.close()
    return config


def path_of(config: Config, body: bytes) -> Path:
    """Find the file of some bytes."""
    name = make_sha256(body)
    return config.blobs_dir / name[:2] / name


def check(config: Config) -> IntegrityReport:
    """Check a data folder."""
    with open_store(config, clock=read_clock) as store:
        return store.integrity.check_all()


def tamper(config: Config, *statements: str) -> None:
    """Change the database as nobody should."""
    with closing(sqlite3.connect(config.database_path)) as connection:
        guards = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in guards:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)
        for _, sql in guards:
            connection.execute(sql)
        connection.commit()


def test_a_sound_store_has_no_findings(folder: Config) -> None:
    """Nothing is wrong with a store that nobody changed; how much was checked is said."""
    report = check(folder)

    assert (4, 2, 1, 3, ()) == (
        report.journal_entries,
        report.captures,
        report.removed_captures,
        report.blobs,
        report.findings,
    )


def test_progress_is_told_by_the_file(folder: Config) -> None:
    """Whoever waits sees how many files are checked, of how many."""
    steps: list[tuple[int, int]] = []
    with open_store(folder, clock=read_clock) as store:
        store.integrity.check_all(lambda done, total: steps.append((done, total)))

    assert [(1, 3), (2, 3), (3, 3)] == steps


@pytest.mark.parametrize("damage", ["flip", "cut", "remove"])
@pytest.mark.parametrize("body", [BODY, PICTURE])
def test_changed_bytes_are_found(folder: Config, body: bytes, damage: str) -> None:
    """A file with one flipped bit, one cut short and one that is gone are named by their hash."""
    path = path_of(folder, body)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.unlink()
    if damage != "remove":
        path.write_bytes(data if damage == "flip" else data[:-3])

    assert [("blobs", make_sha256(body))] == [(one.check, one.subject) for one in check(folder).findings]


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("UPDATE captures SET title = 'Another' WHERE journal_number = 1", ("captures", make_id(1))),
        ("UPDATE captures SET content_hash = 'x' WHERE journal_number = 2", ("captures", make_id(2))),
        ("UPDATE parts SET url = 'https://x.example' WHERE journal_number = 2", ("captures", make_id(2))),
        (
            "UPDATE captures SET captured_at = captured_at - 1 WHERE journal_number = 1",
            ("captures", make_id(1)),
        ),
        ("UPDATE journal SET at = at + 1 WHERE number = 2", ("journal", "2")),
        ("UPDATE journal SET subject = 'x' WHERE number = 1", ("journal", "1")),
        ("UPDATE tombstones SET page_kind = 'chat'", ("removals", make_id(3))),
        ("UPDATE tombstones SET reason = 'expired'", ("removals", make_id(3))),
        ("DELETE FROM tombstones", ("removals", make_id(3))),
        ("DELETE FROM blobs WHERE size = 7", None),
        ("DELETE FROM blobs WHERE size > 100", ("blobs", make_sha256(BODY))),
    ],
)
def test_changed_rows_are_found(folder: Config, statement: str, expected: tuple[str, str] | None) -> None:
    """A changed capture, part, journal entry or tombstone is found; a picture may always be missing."""
    tamper(folder, statement)

    found = [(one.check.value, one.subject) for one in check(folder).findings]

    assert (expected in found) if expected else ([] == found)


def test_a_capture_that_was_taken_out_is_found(folder: Config) -> None:
    """A capture removed behind the journal's back is missed by its entry."""
    tables = ("readings", "reading_kinds", "sightings", "parts", "unparsed", "captures")
    statements = [f"DELETE FROM {table} WHERE journal_number = 2" for table in tables]  # noqa: S608
    tamper(folder, *statements)

    assert ("captures", make_id(2)) in [(one.check, one.subject) for one in check(folder).findings]


def test_a_forged_entry_is_found(folder: Config) -> None:
    """An entry for a capture that never came breaks the chain, or is missed by its capture."""
    with closing(sqlite3.connect(folder.database_path)) as connection:
        previous = connection.execute("SELECT hash FROM journal WHERE number = 4").fetchone()[0]
        sealed = hash_fields(5, 0, "capture", make_id(9), "0" * 64, previous)
        entry = (5, 0, "capture", make_id(9), "0" * 64, previous, sealed)
        connection.execute("INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?)", entry)
        connection.commit()
    forged_well = check(folder).findings
    tamper(folder, "UPDATE journal SET hash = 'x' WHERE number = 5")

    assert [("captures", make_id(9))] == [(one.check, one.subject) for one in forged_well]
    assert ("journal", "5") in [(one.check, one.subject) for one in check(folder).findings]


def test_a_guard_that_is_gone_is_found(folder: Config) -> None:
    """Triggers that should guard the journal and do not, and others that nobody made, are named."""
    with closing(sqlite3.connect(folder.database_path)) as connection:
        connection.execute("DROP TRIGGER journal_no_update")
        connection.execute("CREATE TRIGGER evil AFTER INSERT ON captures BEGIN DELETE FROM notices; END")
        connection.commit()

    found = [(one.check, one.subject) for one in check(folder).findings]
    assert [("shape", "evil"), ("shape", "journal_no_update")] == found


def test_a_damaged_database_is_found(folder: Config) -> None:
    """A damaged page of the database is a finding, not a crash; the other checks go on."""
    with closing(sqlite3.connect(folder.database_path)) as connection:
        page = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'captures'").fetchone()[0]
    data = bytearray(folder.database_path.read_bytes())
    data[(page - 1) * 4096 : page * 4096] = b"\x55" * 4096
    folder.database_path.write_bytes(data)
    path_of(folder, PICTURE).unlink()

    checks = [one.check for one in check(folder).findings]
    assert ("database" in checks, "blobs" in checks) == (True, True)
