"""`orderproof import`: files and folders into the store, once."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cli.conftest import Call
from tests.cli.samples import FINISHED, LIST_URL, WAITING, make_capture_file, make_jsonp, make_list_answer


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a folder with good and bad files, nested."""
    folder = tmp_path / "saved"
    (folder / "deep" / "er").mkdir(parents=True)
    (folder / ".hidden").mkdir()
    (folder / "a-list.json").write_bytes(make_list_answer())
    (folder / "deep" / "b-cut.json").write_bytes(make_list_answer()[:300])
    (folder / "deep" / "er" / "c-capture").write_bytes(make_capture_file(make_list_answer("Other Store")))
    (folder / "d-empty.html").write_bytes(b"")
    (folder / "e-page.html").write_text("<!doctype html><html><title>Orders</title><p>Hello</p></html>")
    (folder / ".hidden" / "f.json").write_bytes(b"")
    return folder


def count(call: Call, key: str) -> object:
    """Read one number of the status."""
    return call("status", "--json").read_record()[key]


def test_a_folder_is_imported_past_its_bad_files(call: Call, folder: Path) -> None:
    """Good files at every depth are stored, bad ones are listed at the end, and the exit code is 2."""
    result = call("import", folder, "--url", LIST_URL)
    listed = [line.strip() for line in result.err.splitlines()[1:3]]

    assert 2 == result.code
    assert "Stored 3 captures. 2 orders are known.\n" == result.out
    assert "2 could not be read:" == result.err.splitlines()[0]
    assert [True, True] == [
        line.startswith(str(path))
        for line, path in zip(listed, [folder / "d-empty.html", folder / "deep" / "b-cut.json"], strict=True)
    ]
    assert 3 == count(call, "captures")


def test_good_files_alone_end_with_0(call: Call, tmp_path: Path) -> None:
    """Several paths at once are imported and the orders are there to list."""
    (tmp_path / "a.json").write_bytes(make_list_answer())
    (tmp_path / "b.js").write_bytes(make_jsonp(make_list_answer("Second Store")))
    result = call("import", tmp_path / "a.json", tmp_path / "b.js")

    assert (0, "") == (result.code, result.err)
    assert [FINISHED, WAITING] == [order["order_id"] for order in call("orders", "--json").read_list()]


def test_importing_twice_changes_nothing(call: Call, folder: Path) -> None:
    """The same files again, also as copies written later, are stored once."""
    call("import", folder)
    before = (count(call, "captures"), count(call, "journal_number"))
    os.utime(folder / "a-list.json", (2_000_000_000, 2_000_000_000))
    (folder / "copy.json").write_bytes((folder / "a-list.json").read_bytes())
    result = call("import", folder)

    assert "Stored 0 captures, 4 were here before. 2 orders are known.\n" == result.out
    assert before == (count(call, "captures"), count(call, "journal_number"))


def test_the_same_page_seen_at_two_times_is_two_captures(call: Call, tmp_path: Path) -> None:
    """When the user says when a page was seen, an unchanged page is evidence anew."""
    (tmp_path / "a.json").write_bytes(make_list_answer())
    call("import", tmp_path / "a.json", "--captured-at", "2026-09-01T00:00:00Z")
    call("import", tmp_path / "a.json", "--captured-at", "2026-09-02T00:00:00Z")
    order = call("order", WAITING, "--json").read_record()

    assert 2 == count(call, "captures")
    assert "2026-09-02T00:00:00Z" == order["last_seen_at"]


def test_a_file_was_seen_when_it_was_written(call: Call, tmp_path: Path) -> None:
    """Without --captured-at the file's own time of writing holds."""
    (tmp_path / "a.json").write_bytes(make_list_answer())
    written_at = datetime(2026, 8, 3, 4, 5, 6, tzinfo=UTC).timestamp()
    os.utime(tmp_path / "a.json", (written_at, written_at))
    call("import", tmp_path / "a.json")

    assert "2026-08-03T04:05:06Z" == call("order", WAITING, "--json").read_record()["last_seen_at"]


def test_a_capture_file_keeps_its_own_time_and_name(call: Call, tmp_path: Path) -> None:
    """A capture file says itself when it was taken and by which id; arguments do not overrule it."""
    (tmp_path / "capture").write_bytes(make_capture_file(make_list_answer()))
    call("import", tmp_path / "capture", "--captured-at", "2026-10-01T00:00:00Z")
    order = call("order", WAITING, "--json").read_record()

    assert "2026-09-07T00:00:00Z" == order["last_seen_at"]
    assert ["0c5a39fe-3f2b-4a54-9a57-3d1b4b8c1a01"] == order["capture_ids"]


def test_a_capture_file_with_a_known_id_and_other_content_is_refused(call: Call, tmp_path: Path) -> None:
    """Evidence is never replaced: the second content of one id is listed as bad."""
    (tmp_path / "first").write_bytes(make_capture_file(make_list_answer()))
    (tmp_path / "second").write_bytes(make_capture_file(make_list_answer("Other Store")))
    first, second = call("import", tmp_path / "first"), call("import", tmp_path / "second")

    assert [0, 2] == [first.code, second.code]
    assert str(tmp_path / "second") in second.err
    assert 1 == count(call, "captures")


def test_an_older_file_replaces_nothing_newer(call: Call, tmp_path: Path) -> None:
    """An import with an older capture time leaves the newer seller's name in place."""
    (tmp_path / "new").write_bytes(make_list_answer("New Name"))
    (tmp_path / "old").write_bytes(make_list_answer("Old Name"))
    call("import", tmp_path / "new", "--captured-at", "2026-09-05T00:00:00Z")
    call("import", tmp_path / "old", "--captured-at", "2026-08-05T00:00:00Z")
    seller = call("orders", "--json").read_list()[0]["seller"]

    assert isinstance(seller, dict)
    assert "New Name" == seller["name"]


def test_missing_paths_are_listed(call: Call, tmp_path: Path) -> None:
    """A path that is not there is one of the bad ones; the others are imported."""
    (tmp_path / "a.json").write_bytes(make_list_answer())
    result = call("import", tmp_path / "nowhere", tmp_path / "a.json")

    assert 2 == result.code
    assert f"There is no file {tmp_path / 'nowhere'}." in result.err
    assert 1 == count(call, "captures")


def test_import_as_a_process(start: Call, folder: Path) -> None:
    """The real program reports bad files on stderr and ends with 2, without a traceback."""
    result = start("import", folder)

    assert (2, "Stored 3 captures. 2 orders are known.\n") == (result.code, result.out)
    assert "Traceback" not in result.err
    assert "\x1b" not in result.err
