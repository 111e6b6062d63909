"""The reader of untrusted JSON: a value, or nothing, or nothing and a problem, and never two of them."""

from __future__ import annotations

import pytest

from companion.marketplaces.base import MAX_PROBLEMS, MAX_TEXT, Node, Problems
from companion.model import Problem


def read(value: object, kind: str) -> tuple[object, tuple[Problem, ...]]:
    """Read a value as a kind of thing, with the problems that gives."""
    problems = Problems()
    return getattr(Node(value, "here", problems), kind)("field"), problems.all()


VALUES = [
    ("text", " Vega\u00a0Store \n", "Vega Store"),
    ("text", 8212313961591322, "8212313961591322"),
    ("text", "a\x00b\ud800c", "abc"),
    ("identifier", 8212313961591322, "8212313961591322"),
    ("identifier", "12000000000000001", "12000000000000001"),
    ("whole", "2", 2),
    ("whole", -3, -3),
    ("flag", "true", True),
    ("flag", "False ", False),
    ("flag", True, True),
    ("flag", "0", False),
]
ABSENT = [("text", None), ("text", ""), ("text", "  "), ("identifier", None), ("whole", ""), ("flag", None)]
WRONG = [
    ("text", {"a": 1}, "an object"),
    ("text", ["secret"], "a list"),
    ("text", True, "True"),
    ("text", 1.5, "1.5"),
    ("text", "x" * (MAX_TEXT + 1), f"a text of {MAX_TEXT + 1} characters"),
    ("identifier", "12a", "12a"),
    ("identifier", "-1", "-1"),
    ("identifier", "٣", "٣"),
    ("whole", "two", "two"),
    ("whole", 2.5, "2.5"),
    ("flag", "perhaps", "perhaps"),
    ("flag", 7, "7"),
    ("items", "private words", "a text"),
    ("entries", ["private words"], "a list"),
]


@pytest.mark.parametrize(("kind", "value", "expected"), VALUES)
def test_a_value_is_a_value(kind: str, value: object, expected: object) -> None:
    """What is there and can be read is a value without a problem."""
    assert (expected, ()) == read(value, kind)


@pytest.mark.parametrize(("kind", "value"), ABSENT)
def test_absence_is_no_problem(kind: str, value: object) -> None:
    """What is not there is nothing, and no problem."""
    assert (None, ()) == read(value, kind)


@pytest.mark.parametrize(("kind", "value", "excerpt"), WRONG)
def test_what_cannot_be_read_is_a_problem(kind: str, value: object, excerpt: str) -> None:
    """What is there and cannot be read is no value, and one problem with a short excerpt."""
    found, problems = read(value, kind)

    assert not found
    assert (Problem("field", "here", excerpt),) == problems


def test_a_path_names_the_place() -> None:
    """A problem names the place by its path."""
    problems = Problems()
    Node({"a": {"b": [{"c": "x"}]}}, "answer", problems).at("a", "b").items("f")[0].at("c").whole("quantity")

    assert (Problem("quantity", "answer.a.b[0].c", "x"),) == problems.all()


def test_going_below_a_text_does_not_quote_it() -> None:
    """A text where an object should be is a problem that does not repeat it, for it may be private."""
    problems = Problems()

    assert not Node("1 Example Road", "address", problems).at("country").is_present
    assert (Problem("country", "address", "a text"),) == problems.all()


def test_problems_are_bounded() -> None:
    """A hostile page cannot fill the memory with problems."""
    problems = Problems()
    for number in range(10 * MAX_PROBLEMS):
        problems.add("field", f"here[{number}]", "x")

    assert MAX_PROBLEMS == len(problems.all())
