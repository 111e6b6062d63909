"""`orderproof parse`: one file in, JSON out, nothing kept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Call
from tests.cli.samples import (
    FINISHED,
    HOSTILE_NAME,
    LIST_URL,
    WAITING,
    make_capture_file,
    make_failed_answer,
    make_jsonp,
    make_list_answer,
)

SHAPE = [
    "marketplace",
    "page_kind",
    "orders",
    "shipments",
    "threads",
    "disputes",
    "listings",
    "statements",
    "problems",
]


@pytest.mark.parametrize(
    "content",
    [make_list_answer(), make_jsonp(make_list_answer()), make_capture_file(make_list_answer())],
    ids=["json", "jsonp", "capture file"],
)
def test_every_form_of_an_answer_gives_its_orders(call: Call, tmp_path: Path, content: bytes) -> None:
    """The form of a file is told by its content, whatever its name says."""
    file = tmp_path / "saved.bin"
    file.write_bytes(content)
    result = call("parse", file, "--url", LIST_URL)
    shown = result.read_record()
    orders = shown["orders"]

    assert (0, "") == (result.code, result.err)
    assert SHAPE == list(shown)
    assert ("aliexpress", "order_list") == (shown["marketplace"], shown["page_kind"])
    assert isinstance(orders, list)
    assert [WAITING, FINISHED] == [order["order_id"] for order in orders]
    assert {"amount": "25.00", "currency": "BRL", "raw": "R$25,00"} == orders[0]["total"]


def test_parse_keeps_nothing(call: Call, tmp_path: Path, data_dir: Path) -> None:
    """No data folder appears, and the file is left as it was."""
    file = tmp_path / "list.json"
    file.write_bytes(make_list_answer())
    call("parse", file)

    assert [file] == list(tmp_path.iterdir())
    assert not data_dir.exists()


def test_an_answer_that_failed_is_a_problem_and_no_error(call: Call, tmp_path: Path) -> None:
    """A logged-out answer gives no records, one problem and exit 0."""
    file = tmp_path / "list.json"
    file.write_bytes(make_failed_answer())
    result = call("parse", file, "--url", LIST_URL)
    shown = result.read_record()

    assert (0, []) == (result.code, shown["orders"])
    assert shown["problems"]


def test_an_unknown_answer_has_the_same_shape(call: Call, tmp_path: Path) -> None:
    """An answer nobody knows still prints every array."""
    file = tmp_path / "other.json"
    file.write_bytes(b'{"api": "mtop.something.else", "ret": ["SUCCESS::ok"], "data": {}}')
    result = call("parse", file)

    assert (0, SHAPE) == (result.code, list(result.read_record()))
    assert "unknown" == result.read_record()["page_kind"]


def test_a_hostile_seller_name_cannot_steer_the_terminal(call: Call, tmp_path: Path) -> None:
    """What a seller wrote is in the JSON, but never as raw control characters."""
    file = tmp_path / "list.json"
    file.write_bytes(make_list_answer(HOSTILE_NAME))
    result = call("parse", file, "--url", LIST_URL)

    assert 0 == result.code
    assert not any(character in result.out for character in "\x1b\x9b\u202e")
    assert "shop" in result.out


BAD_FILES = {
    "empty": b"",
    "blanks only": b" \n\t ",
    "cut JSON": make_list_answer()[:700],
    "cut JSONP": make_jsonp(make_list_answer())[:-1],
    "cut capture file": make_capture_file(make_list_answer())[:-40],
    "binary": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    "zeros": bytes(4096),
    "not UTF-8": b'{"api": "\xff\xfe\xe9"}',
    "plain words": b"just some words",
    "too deep": b"[" * 200_000,
    "changed capture file": make_capture_file(make_list_answer()).replace(b"Paper lamp", b"Paper LAMP"),
}


@pytest.mark.parametrize("content", BAD_FILES.values(), ids=BAD_FILES.keys())
def test_a_bad_file_is_refused(call: Call, tmp_path: Path, content: bytes) -> None:
    """Bytes that are empty, cut or nothing we know end with 2, one sentence and a hint."""
    file = tmp_path / "bad"
    file.write_bytes(content)
    result = call("parse", file)
    lines = result.err.splitlines()

    assert (2, "", 2) == (result.code, result.out, len(lines))
    assert lines[0].startswith("orderproof: ")
    assert lines[1].startswith("Hint: ")


@pytest.mark.parametrize("name", ["missing.json", ".", "\x1b[2Jmissing"])
def test_what_is_no_file_is_refused(call: Call, tmp_path: Path, name: str) -> None:
    """A missing file and a folder end with 2, a sentence and a hint."""
    result = call("parse", tmp_path / name)

    assert (2, "", 2) == (result.code, result.out, len(result.err.splitlines()))
    assert "\x1b" not in result.err


def test_an_unreadable_file_is_refused(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file the user may not read ends with 2, also where the tests run as root."""

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    result = call("parse", tmp_path / "secret.json")

    assert 2 == result.code
    assert "may not be read" in result.err


def test_a_file_without_end_is_refused(call: Call) -> None:
    """Reading stops at the bound of a capture."""
    if not Path("/dev/zero").exists():
        pytest.skip("this system has no /dev/zero")
    result = call("parse", "/dev/zero")

    assert 2 == result.code
    assert "larger than 32 MB" in result.err


def test_parse_as_a_process(start: Call, tmp_path: Path) -> None:
    """The same holds for the real program: JSON on stdout, 0 for good and 2 for bad files."""
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_bytes(make_list_answer())
    bad.write_bytes(b"")
    parsed, refused = start("parse", good), start("parse", bad)

    assert [0, 2] == [parsed.code, refused.code]
    assert 2 == len(json.loads(parsed.out)["orders"])
    assert "Traceback" not in refused.err
