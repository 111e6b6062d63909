"""`fixture add` and `report`: redacted pages out of the store, written once and nowhere over anything."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from companion.config import Config
from companion.store import open_store
from tests.cli.conftest import Call
from tests.cli.samples import WAITING, make_list_answer
from tests.golden.cases import Case
from tests.store.conftest import read_clock

PRIVATE = ("82000000000000", "Paper House", "Paper lamp", "1005000000000001", "1100000001")
DAYS = ("2026-09-14", "2026-09-15", "2026-09-16", "2026-09-17")


@pytest.fixture
def filled(call: Call, tmp_path: Path) -> Call:
    """Give a command line whose store holds one good list, and three in which a key was renamed since."""
    for number, day in enumerate(DAYS):
        body = make_list_answer().replace(b"Jul 15", f"Jul {10 + number}".encode())
        file = tmp_path / f"list-{number}.json"
        file.write_bytes(body if number == 0 else body.replace(b"statusText", b"stateText"))
        call("import", file, "--captured-at", f"{day}T00:00:00Z")
    return call


def find_capture(data_dir: Path, index: int = 0) -> str:
    """Name a capture of the store."""
    with open_store(Config(data_dir), clock=read_clock) as store:
        return store.capture_ids()[index]


def test_a_capture_becomes_a_golden_folder(filled: Call, data_dir: Path, tmp_path: Path) -> None:
    """Page, meta and expected are written, hold nothing private, and agree with each other."""
    result = filled(
        "fixture", "add", find_capture(data_dir), "--slug", "two-orders", "--to", tmp_path / "out"
    )

    folder = tmp_path / "out" / "aliexpress" / "order_list" / "two-orders"
    written = "".join(file.read_text("utf-8") for file in folder.iterdir())
    assert 0 == result.code
    assert {"page.json", "meta.json", "expected.json"} == {file.name for file in folder.iterdir()}
    assert [] == [word for word in PRIVATE if word in written]
    [first, _] = json.loads((folder / "expected.json").read_text("utf-8"))["orders"]
    assert ("awaiting_delivery", "Awaiting delivery", "25.00") == (
        first["state"],
        first["site_state"],
        first["total"]["amount"],
    )
    assert first["order_id"] in Case(folder).make_capture().parts[0].body.decode()  # type: ignore[union-attr]


def test_what_was_replaced_is_counted_and_the_user_warned(
    filled: Call, data_dir: Path, tmp_path: Path
) -> None:
    """The output says how many numbers and products were replaced, and to read the page first."""
    result = filled("fixture", "add", find_capture(data_dir), "--slug", "x", "--to", tmp_path / "out")

    assert "Replaced: " in result.out
    assert "numbers" in result.out
    assert "Read the page before you share it" in result.out


def test_no_folder_is_overwritten(filled: Call, data_dir: Path, tmp_path: Path) -> None:
    """A slug that is taken is refused, and what is there stays as it was."""
    target = tmp_path / "out" / "aliexpress" / "order_list" / "x"
    target.mkdir(parents=True)

    result = filled("fixture", "add", find_capture(data_dir), "--slug", "x", "--to", tmp_path / "out")

    assert (2, []) == (result.code, list(target.iterdir()))
    assert "--slug" in result.err


@pytest.mark.parametrize("slug", ["../x", "Two Orders", "", "a" * 90])
def test_a_slug_is_a_plain_name(filled: Call, data_dir: Path, tmp_path: Path, slug: str) -> None:
    """A slug that would leave its folder or read badly is refused before anything is written."""
    result = filled("fixture", "add", find_capture(data_dir), "--slug", slug, "--to", tmp_path / "out")

    assert (2, False) == (result.code, (tmp_path / "out").exists())


def test_an_unknown_capture_is_not_found(filled: Call, tmp_path: Path) -> None:
    """A capture that is not in the store is named as missing."""
    assert 1 == filled("fixture", "add", "nothing", "--slug", "x", "--to", tmp_path).code


def test_status_tells_of_a_renamed_key(filled: Call) -> None:
    """After three visits the command says what can no longer be read, and how to report it."""
    told = filled("status")
    status = json.loads(filled("status", "--json").out)

    assert "Order lists: the order's state can no longer be read since" in told.out
    assert "orderproof report --kind order_list" in told.out
    assert [("order_list", "api", "site_state", 3)] == [
        (one["page_kind"], one["source"], one["field"], one["visits"]) for one in status["drift"]
    ]


def test_the_report_holds_redacted_pages_and_what_was_lost(filled: Call, tmp_path: Path) -> None:
    """One file with the drift in words for machines, a page that shows it, and nothing private."""
    target = tmp_path / "report.zip"

    result = filled("report", "--to", target)

    with zipfile.ZipFile(BytesIO(target.read_bytes())) as archive:
        texts = {name: archive.read(name).decode() for name in archive.namelist()}
    [drift] = json.loads(texts["report.json"])["drifts"]
    assert 0 == result.code
    assert "site_state" == drift["field"]
    page = "pages/1-1-order_list"
    assert {"README.txt", "report.json", f"{page}/page.json", f"{page}/meta.json"} == set(texts)
    assert "stateText" in texts["pages/1-1-order_list/page.json"]
    assert [] == [word for word in PRIVATE if any(word in text for text in texts.values())]


def test_a_report_is_not_written_over_a_file(filled: Call, tmp_path: Path) -> None:
    """A file that is there is left alone."""
    target = tmp_path / "report.zip"
    target.write_text("mine")

    assert (2, "mine") == (filled("report", "--to", target).code, target.read_text())


def test_nothing_to_report_is_said(call: Call, tmp_path: Path) -> None:
    """Where every page is understood there is no report, and no file."""
    file = tmp_path / "list.json"
    file.write_bytes(make_list_answer())
    call("import", file, "--captured-at", "2026-09-14T00:00:00Z")

    result = call("report", "--to", tmp_path / "report.zip")

    assert (1, False) == (result.code, (tmp_path / "report.zip").exists())
    assert WAITING not in result.err


def test_an_unknown_kind_is_refused(call: Call) -> None:
    """A kind that no page is of is wrong usage, and the known ones are named."""
    result = call("report", "--kind", "poem")

    assert 2 == result.code
    assert "order_list" in result.err
