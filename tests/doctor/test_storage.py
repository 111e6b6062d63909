"""The doctor finds what is damaged, open to others or about to run out, and says what to do."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections import namedtuple
from contextlib import closing
from datetime import timedelta

import pytest

from companion.config import Config
from companion.doctor import State, storage
from companion.store import Store
from companion.wire import make_sha256
from tests.doctor.conftest import NOW, Look, examine_all
from tests.store.removals import remove
from tests.store.samples import make_capture, make_part

BODY = b"<p>an answer</p>" * 40
Usage = namedtuple("Usage", ("total", "used", "free"))


def damage_blob(config: Config, body: bytes) -> None:
    """Change one byte of what is stored."""
    name = make_sha256(body)
    path = config.blobs_dir / name[:2] / name
    packed = bytearray(path.read_bytes())
    packed[len(packed) // 2] ^= 0x40
    path.write_bytes(packed)


def change(config: Config, *statements: str) -> None:
    """Change the database behind everybody's back."""
    with closing(sqlite3.connect(config.database_path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


def test_a_sound_store_is_said_to_be_sound(store: Store, look: Look) -> None:
    """Every check of a store that is well is ok."""
    store.add_capture(make_capture(1, make_part(BODY)))
    checks = ("permissions", "writable", "database", "search_index", "journal", "kept", "disk_space", "blobs")
    [*states] = (look(check).state for check in checks)

    assert [State.OK] * len(checks) == states


def test_a_changed_byte_is_found(store: Store, config: Config, look: Look) -> None:
    """Every stored byte is read again: one that changed is named and has a next action."""
    store.add_capture(make_capture(1, make_part(BODY), make_part(b"another answer")))
    damage_blob(config, BODY)
    found = look("blobs")

    assert (State.FAILED, "Restore") == (found.state, (found.next_action or "").split()[0])
    assert f"Stored bytes {make_sha256(BODY)[:12]} are damaged: its bytes have changed." == found.says


def test_a_missing_file_is_found(store: Store, config: Config, look: Look) -> None:
    """Bytes whose file is gone are damaged too."""
    store.add_capture(make_capture(1, make_part(BODY)))
    shutil.rmtree(config.blobs_dir / make_sha256(BODY)[:2])

    assert State.FAILED is look("blobs").state


def test_quick_reads_a_sample_and_says_so(store: Store, look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    """With --quick a sample is read, and the finding does not claim more."""
    monkeypatch.setattr(storage, "_SAMPLE", 2)
    store.add_capture(make_capture(1, *(make_part(f"answer {number}".encode()) for number in range(5))))

    assert "2 of 5, chosen by chance, are as they were stored" == look("blobs", quick=True).says
    assert "5 blobs, each as it was stored" == look("blobs").says


def test_a_journal_that_was_changed_is_found(store: Store, config: Config, look: Look) -> None:
    """The first entry that does not follow is named."""
    for number in (1, 2, 3):
        store.add_capture(make_capture(number))
    change(config, "DROP TRIGGER journal_no_update", "UPDATE journal SET at = at + 1 WHERE number = 2")
    found = look("journal")

    assert State.FAILED is found.state
    assert found.says.startswith("Journal entry 2 does not follow from the one before it")


def test_a_capture_that_was_changed_is_found(store: Store, config: Config, look: Look) -> None:
    """A capture whose row is not what the journal sealed is named."""
    store.add_capture(make_capture(1))
    change(config, "UPDATE captures SET title = 'another'")
    found = look("kept")

    assert State.FAILED is found.state
    assert f"Capture {make_capture(1).capture_id} is not what journal entry 1 sealed." == found.says


def test_a_note_of_a_removal_that_is_gone_is_found(store: Store, config: Config, look: Look) -> None:
    """A capture that left and whose note was taken away is missing without a word: that is told."""
    store.add_capture(make_capture(1))
    remove(store, 1)
    assert State.OK is look("kept").state

    change(config, "DELETE FROM tombstones")
    assert State.FAILED is look("kept").state


def test_a_changed_note_of_a_removal_is_found(store: Store, config: Config, look: Look) -> None:
    """A note that says another reason than the journal sealed is told."""
    store.add_capture(make_capture(1))
    remove(store, 1)
    change(config, "UPDATE tombstones SET content_hash = 'another'")
    assert State.FAILED is look("kept").state


def test_a_damaged_search_index_is_told_apart(store: Store, config: Config, look: Look) -> None:
    """A damaged index fails its own check alone, and is put right by a reparse."""
    store.add_capture(make_capture(1))
    change(config, "DELETE FROM search_index_data WHERE id = 10")
    found = look("search_index")

    assert (State.FAILED, "Make it anew: orderproof reparse") == (found.state, found.next_action)
    assert State.OK is look("database").state


@pytest.mark.parametrize("quick", [False, True])
def test_rows_that_refer_to_nothing_are_found(store: Store, config: Config, look: Look, quick: bool) -> None:
    """A broken reference between tables is damage."""
    change(config, "PRAGMA foreign_keys = OFF", "INSERT INTO readings VALUES (77, 'listing', 0, 1)")
    found = look("database", quick=quick)

    expected = (
        "rows of readings refer to nothing" if quick else "A row of readings refers to one that is not there."
    )
    assert (State.FAILED, expected) == (found.state, found.says)


def test_a_damaged_page_of_the_database_is_found(store: Store, config: Config) -> None:
    """A database file with a page of other bytes fails a check, and all checks are still told."""
    for number in range(40):
        store.add_capture(make_capture(number + 1, make_part(f"answer {number}".encode())))
    store.close()
    with config.database_path.open("r+b") as file:
        size = config.database_path.stat().st_size
        for page in range(4, size // 4096):
            file.seek(page * 4096)
            file.write(os.urandom(64))
    found = examine_all(config)

    assert State.FAILED is (found.get("store") or found["database"]).state
    assert {"versions", "blobs", "journal"} <= set(found)


def test_a_file_that_is_no_database_is_said(store: Store, config: Config) -> None:
    """When the store cannot be opened, that is the finding, and what needs it is skipped."""
    store.close()
    config.database_path.write_bytes(b"no database" * 1000)
    found = examine_all(config)

    assert State.FAILED is found["store"].state
    assert (State.SKIPPED, "the store cannot be opened") == (found["blobs"].state, found["blobs"].says)
    assert State.OK is found["versions"].state


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such rights")
def test_a_folder_open_to_others_is_found(store: Store, config: Config, look: Look) -> None:
    """What others may read is named, with the command that shuts them out."""
    store.add_capture(make_capture(1, make_part(BODY)))
    config.database_path.chmod(0o644)
    found = look("permissions")

    assert (State.FAILED, "others on this computer may read data/orderproof.db") == (found.state, found.says)
    assert f"Shut them out: chmod -R go= '{config.data_dir}'" == found.next_action


@pytest.mark.parametrize(
    ("free", "state"), [(10**8, State.FAILED), (5 * 10**8, State.WARNING), (10**10, State.OK)]
)
def test_little_room_is_said_in_time(
    store: Store, look: Look, monkeypatch: pytest.MonkeyPatch, free: int, state: State
) -> None:
    """A nearly full disk warns, and a full one fails."""
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Usage(10**12, 0, free))

    assert state is look("disk_space").state


def test_a_store_that_grows_fast_warns(
    store: Store, config: Config, look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Room that lasts for some weeks only, at the pace of the last month, warns."""
    store.add_capture(make_capture(1, make_part(BODY)))
    change(config, "UPDATE blobs SET stored_size = 10000000000")
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Usage(10**12, 0, 10**10))

    assert State.WARNING is look("disk_space").state
    assert State.OK is look("disk_space", now=NOW + timedelta(days=40)).state
