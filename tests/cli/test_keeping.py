"""`delete`, `verify`, `backup`, `restore` and `reparse --dry-run`, the way a user calls them."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from companion.config import Config
from companion.store import open_store
from tests.cli.conftest import Call
from tests.cli.samples import FINISHED, WAITING, make_list_answer
from tests.store.conftest import read_clock

SEEN = ("--captured-at", "2026-09-12T00:00:00Z")
NOW = ("--now", "2026-09-20T00:00:00Z")


@pytest.fixture
def filled(call: Call, tmp_path: Path) -> Call:
    """Give a command line whose store holds two orders of one list, seen twice."""
    for name in ("one", "two"):
        (tmp_path / f"{name}.json").write_bytes(make_list_answer(f"Paper House {name}"))
        call("import", tmp_path / f"{name}.json", *SEEN)
    return call


def capture_ids(data_dir: Path) -> tuple[str, ...]:
    """List the captures of the store."""
    with open_store(Config(data_dir), clock=read_clock) as store:
        return store.capture_ids()


def test_an_archive_on_another_system_is_the_same(filled: Call, tmp_path: Path) -> None:
    """Backed up and restored into another folder, orders, deadlines and verify say the same."""
    target, other = tmp_path / "b.zip", tmp_path / "elsewhere" / "data"
    filled("delete", "--capture", capture_ids(tmp_path / "data")[0], "--yes")
    made = filled("backup", target)
    checked = filled("restore", "--check", target)
    restored = filled("--data-dir", other, "restore", target)

    assert [0, 0, 0] == [made.code, checked.code, restored.code]
    assert made.out.startswith("Backed up 1 captures and 1 files into ")
    assert checked.out.startswith("The backup is sound: 1 captures and 1 files, as of ")
    for command in (
        ("orders",),
        ("deadlines", *NOW),
        ("verify",),
        ("order", WAITING, *NOW),
        ("search", "lamp"),
    ):
        here, there = filled(*command, "--json"), filled("--data-dir", other, *command, "--json")
        assert (0, here.out) == (there.code, there.out)


def test_a_backup_is_not_overwritten_unasked(filled: Call, tmp_path: Path) -> None:
    """A file that is there is wrong usage; --force replaces it."""
    target = tmp_path / "b.zip"
    target.write_bytes(b"precious")

    codes = [filled("backup", target).code, filled("backup", target, "--force").code]
    assert [2, 0] == codes


def test_restore_needs_an_empty_folder_and_a_backup(filled: Call, tmp_path: Path) -> None:
    """A folder with a store, a file that is no backup and one that is not there are wrong usage."""
    target = tmp_path / "b.zip"
    filled("backup", target)
    (tmp_path / "no.zip").write_bytes(b"no backup")
    before = filled("orders", "--json").out

    results = [
        filled("restore", target),
        filled("restore", "--check", tmp_path / "no.zip"),
        filled("restore", "--check", tmp_path / "nowhere.zip"),
    ]

    assert [2, 2, 2] == [result.code for result in results]
    assert all("Hint: " in result.err for result in results)
    assert before == filled("orders", "--json").out


def test_verify_finds_what_was_changed(filled: Call, data_dir: Path) -> None:
    """A sound archive is code 0; a changed file is code 1, with what is wrong, also as JSON."""
    sound = filled("verify")
    path = next(data_dir.glob("blobs/??/*"))
    path.write_bytes(path.read_bytes()[:-1])
    damaged, as_json = filled("verify"), filled("verify", "--json")

    assert (0, "Everything is as it was written.") == (sound.code, sound.out.splitlines()[1])
    assert (1, True, 1) == (damaged.code, path.name[:12] in damaged.out, as_json.code)
    findings = as_json.read_record()["findings"]
    assert isinstance(findings, list)
    assert [("blobs", path.name)] == [(one["check"], one["subject"]) for one in findings]


def test_a_damaged_archive_is_backed_up_with_a_warning(filled: Call, data_dir: Path, tmp_path: Path) -> None:
    """The backup of a damaged archive is made, says so and fails; so does what is restored from it."""
    next(data_dir.glob("blobs/??/*")).unlink()

    made, restored = (
        filled("backup", tmp_path / "b.zip"),
        filled("--data-dir", tmp_path / "n", "restore", tmp_path / "b.zip"),
    )

    assert [1, 1] == [made.code, restored.code]
    assert "orderproof verify" in made.err
    assert "orderproof verify" in restored.err


def test_nothing_is_deleted_unasked(filled: Call) -> None:
    """Without a terminal and without --yes nothing is deleted, nor when nothing or nobody is named."""
    results = [
        filled("delete", WAITING),
        filled("delete"),
        filled("delete", WAITING, "--yes"),
        filled("delete", "1", "--yes"),
        filled("delete", "--capture", "1", "--yes"),
    ]

    assert [2, 2, 2, 1, 1] == [result.code for result in results]
    assert "only in captures that show other orders too" in results[2].err
    assert 2 == len(filled("orders", "--json").read_list())


def test_an_order_goes_with_what_it_shares(filled: Call, data_dir: Path, tmp_path: Path) -> None:
    """With --with-shared lists go too; which orders that concerns is said; import brings nothing back."""
    deleted = filled("delete", WAITING, "--with-shared", "--yes")
    imported = filled("import", tmp_path / "one.json", tmp_path / "two.json", *SEEN)

    assert (0, "[]\n") == (deleted.code, filled("orders", "--json").out)
    assert f"Gone by that: orders {WAITING}, {FINISHED}." in deleted.err
    assert deleted.out.startswith("Deleted 2 captures.")
    assert [] == list(data_dir.glob("blobs/??/*"))
    assert 0 == filled("verify").code
    assert "Stored 0 captures, 2 were deleted before and stay away. 0 orders" in imported.out


def test_one_capture_goes(filled: Call, data_dir: Path) -> None:
    """A single capture goes; its orders stay, with less behind them."""
    ids = capture_ids(data_dir)
    deleted = filled("delete", "--capture", ids[1], "--yes")

    assert (0, ids[:1]) == (deleted.code, capture_ids(data_dir))
    assert f"Still known from other captures, with less behind: orders {WAITING}, {FINISHED}." in deleted.err
    assert "1 capture, with" in deleted.err


def test_a_dry_run_changes_nothing(filled: Call, data_dir: Path) -> None:
    """What would change is told field by field, with examples; the store stays as it is."""
    same = filled("reparse", "--dry-run")
    with closing(sqlite3.connect(data_dir / "orderproof.db")) as connection:
        connection.execute(
            "UPDATE orders SET record = CAST(replace(CAST(record AS TEXT), 'completed', 'cancelled') AS BLOB)"
        )
        connection.commit()
    before = filled("orders", "--json").out

    told, as_json = filled("reparse", "--dry-run"), filled("reparse", "--dry-run", "--json").read_record()

    assert "Reading 2 captures anew would change nothing." in same.out
    assert f"order.state: 1 order\n    {FINISHED}: cancelled → completed\n" in told.out
    assert (before, 1) == (filled("orders", "--json").out, as_json["changed"])
    fields = as_json["fields"]
    assert isinstance(fields, list)
    assert ["order.state"] == [one["field"] for one in fields]


def test_settings_are_read_at_start(call: Call, data_dir: Path) -> None:
    """Settings that say what is no setting keep the companion from starting, in a sentence."""
    data_dir.mkdir()
    results = []
    for text in ("keep_listings_days = -1", "keep_listing_days = 60", "keep_listings_days = 'x'", "x"):
        (data_dir / "settings.toml").write_text(text + os.linesep)
        results.append(call("serve", "--port", "0"))

    assert [2, 2, 2, 2] == [result.code for result in results]
    assert all("settings.toml cannot be read" in result.err for result in results)


def test_status_says_how_far_reading_anew_is(filled: Call, data_dir: Path) -> None:
    """While captures wait to be read anew, status says how many, and who goes on with it."""
    with open_store(Config(data_dir), clock=read_clock) as store:
        store.rereading.mark_all_old()
    told, as_json = filled("status"), filled("status", "--json").read_record()
    filled("reparse")

    assert "0 of 2 kept pages are read anew after the update; it goes on with orderproof serve" in told.out
    assert {"done": 0, "total": 2} == as_json["rereading"]
    assert None is filled("status", "--json").read_record()["rereading"]
