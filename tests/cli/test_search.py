"""`search`: what was imported is found by its words, and shown in the shapes of `--json`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Call
from tests.cli.samples import FINISHED, HOSTILE_NAME, WAITING, make_list_answer


@pytest.fixture
def imported(call: Call, tmp_path: Path) -> Call:
    """A store with the two orders of a list answer."""
    path = tmp_path / "list.json"
    path.write_bytes(make_list_answer())
    assert 0 == call("import", path).code
    return call


def test_a_word_leads_to_its_orders(imported: Call) -> None:
    """Each hit tells what it is, when, of which order, and where the word stands."""
    hits = imported("search", "pap", "lam", "--json").read_list()

    assert {(WAITING, "line"), (FINISHED, "line")} == {(hit["order_id"], hit["kind"]) for hit in hits}
    assert {"kind", "at", "title", "snippet", "marketplace", "order_id", "seller", "page_kind", "capture_id",
            "url", "captures", "author", "thread"} == set(hits[0])  # fmt: skip
    assert [
        {"text": "Pap", "is_hit": True},
        {"text": "er ", "is_hit": False},
        {"text": "lam", "is_hit": True},
        {"text": "p", "is_hit": False},
    ] == hits[0]["title"]


def test_people_see_the_hit_in_brackets(imported: Call) -> None:
    """The table names day, kind and order, and marks the hit."""
    result = imported("search", "lamp", "--order", WAITING)

    assert (0, "") == (result.code, result.err)
    [_, row] = result.out.splitlines()
    assert row.startswith(f"2026-07-15  line  {WAITING}  Paper [lamp]")


@pytest.mark.parametrize(
    ("argv", "count"),
    [
        (("house", "--seller", "PAPER"), 2),
        (("house", "--seller", "glass"), 0),
        (("house", "--order", WAITING), 1),
        (("house", "--order", "1"), 0),
        (("white", "--kind", "line"), 2),
        (("white", "--kind", "order"), 0),
        (("white", "--from", "2026-07-14", "--to", "2026-07-16"), 2),
        (("white", "--from", "2026-07-17"), 0),
        (("white", "--to", "2026-07-13"), 0),
        (("white", "--limit", "1"), 1),
    ],
    ids=str,
)
def test_filters(imported: Call, argv: tuple[str, ...], count: int) -> None:
    """Seller, order, kind, days and a limit each narrow what is found."""
    assert count == len(imported("search", *argv, "--json").read_list())


def test_nothing_found_is_said(imported: Call) -> None:
    """No hit is no error, and is said beside the result."""
    result = imported("search", "zeppelin")

    assert (0, "", "Nothing holds all of these words.\n") == (result.code, result.out, result.err)


def test_what_a_limit_leaves_out_is_said(imported: Call) -> None:
    """A limit that left something out says how to see it."""
    assert "--limit" in imported("search", "lamp", "--limit", "1").err


@pytest.mark.parametrize(
    "argv",
    [
        ("",),
        ("...",),
        ("lamp", "--limit", "0"),
        ("lamp", "--limit", "501"),
        ("lamp", "--from", "2026-13-01"),
        ("lamp", "--to", "yesterday"),
        ("lamp", "--kind", "shoe"),
    ],
    ids=" ".join,
)
def test_what_cannot_be_searched_is_wrong_usage(imported: Call, argv: tuple[str, ...]) -> None:
    """A question without a word and arguments out of bounds end with 2, a sentence and a hint."""
    result = imported("search", *argv)

    assert (2, "") == (result.code, result.out)
    assert result.err.startswith("orderproof")


def test_a_seller_cannot_steer_the_terminal(call: Call, tmp_path: Path) -> None:
    """Escape and bidi characters of a seller's name are taken out."""
    path = tmp_path / "list.json"
    path.write_bytes(make_list_answer(HOSTILE_NAME))
    call("import", path)
    result = call("search", "nice")

    assert "[Nice][2J" in result.out
    assert [] == [character for character in "\x1b\x9b\u202e" if character in result.out]
