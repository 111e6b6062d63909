"""The wire contract: the schema, the examples and `companion.wire` say the same."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from companion.errors import WireError
from companion.wire import parse_capture, render_capture

WIRE = Path(__file__).resolve().parent.parent / "wire"
SCHEMA = json.loads((WIRE / "capture.schema.json").read_text("utf-8"))
GOOD = sorted((WIRE / "examples").glob("ok-*.json"))
BAD = sorted((WIRE / "examples").glob("bad-*.json"))


def name(path: Path) -> str:
    """Name a test case by the rule its example keeps or breaks."""
    return path.stem


def is_valid(data: bytes) -> bool:
    """Tell whether the schema accepts a capture."""
    return bool(jsonschema.Draft202012Validator(SCHEMA).is_valid(json.loads(data)))


@pytest.mark.parametrize("path", GOOD, ids=name)
def test_good_examples_are_accepted_by_schema_and_code(path: Path) -> None:
    """An example that keeps the contract is accepted by both its schema and the companion."""
    data = path.read_bytes()

    assert is_valid(data)
    assert json.loads(data)["capture_id"] == parse_capture(data).capture_id


@pytest.mark.parametrize("path", BAD, ids=name)
def test_bad_examples_are_refused_by_schema_and_code(path: Path) -> None:
    """An example that breaks one rule is refused by both, with a sentence and a hint."""
    data = path.read_bytes()

    assert not is_valid(data)
    with pytest.raises(WireError) as refusal:
        parse_capture(data)
    assert refusal.value.message
    assert refusal.value.hint


@pytest.mark.parametrize("path", GOOD, ids=name)
def test_a_capture_survives_being_written_and_read(path: Path) -> None:
    """Writing a capture as a file and reading it again loses nothing."""
    capture = parse_capture(path.read_bytes())
    written = render_capture(capture)

    assert is_valid(written)
    assert capture == parse_capture(written)


def test_a_part_whose_bytes_changed_is_refused() -> None:
    """A body that does not match its SHA-256 is never taken for the page."""
    changed = GOOD[0].read_bytes().replace(b"SUCCESS", b"SUCCES5")

    with pytest.raises(WireError, match="do not match"):
        parse_capture(changed)


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"capture_id": 1}'], ids=repr)
def test_bytes_that_are_no_capture_are_refused(data: bytes) -> None:
    """Bytes that are no capture give one sentence, never another kind of error."""
    with pytest.raises(WireError, match=r"not a capture"):
        parse_capture(data)
