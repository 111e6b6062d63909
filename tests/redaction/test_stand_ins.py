"""A stand-in has the script, the length and the shape of what it stands for, and is no word of the page."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.redaction.stand_ins import StandIns, like_case

SCRIPTS = ["Maria", "мария", "Μαρία", "מריה", "ماريا", "마리아", "マリア", "まりあ", "王小明", "มาเรีย"]


def make_stand_ins(*taken: str) -> StandIns:
    """Make stand-ins that must not be these texts."""
    return StandIns(lambda made: made in taken)


def script(text: str) -> str:
    """Name the script of a text."""
    return unicodedata.name(text[0]).partition(" ")[0]


@pytest.mark.parametrize("word", SCRIPTS)
def test_a_word_keeps_script_and_length(word: str) -> None:
    """A name in any alphabet becomes an invented word of the same alphabet."""
    made = make_stand_ins().make_word(word.casefold())

    assert (script(word.casefold()), len(word)) == (script(made), len(made))


@given(st.integers(min_value=2, max_value=400))
def test_no_word_is_made_twice(count: int) -> None:
    """Different names stay different, however many there are and however short."""
    stand_ins = make_stand_ins()

    assert count == len({stand_ins.make_word("ana") for _ in range(count)})


def test_a_text_of_the_page_is_never_made() -> None:
    """A stand-in that is itself a private text would be taken for one."""
    first = make_stand_ins().make_word("maria")

    assert first != make_stand_ins(first).make_word("maria")


def test_a_number_keeps_its_length_and_first_digit() -> None:
    """An order's number of sixteen digits becomes another one of sixteen."""
    made = make_stand_ins().make_digits("8212313961591322")

    assert ("8", 16, True) == (made[0], len(made), made != "8212313961591322")


def test_a_short_number_is_replaced_wholly() -> None:
    """Of the last digits of a card none stays."""
    assert "0001" == make_stand_ins().make_digits("3344")


def test_a_code_keeps_its_letters_places_and_first_two() -> None:
    """A tracking number still looks like one of its carrier."""
    made = make_stand_ins().make_code("LX556677889CN")

    assert "LX" == made[:2]
    assert (True, True, False) == (made[2:11].isdigit(), made[11:].isalpha(), made == "LX556677889CN")


@pytest.mark.parametrize(("word", "made"), [("Maria", "Tolam"), ("MARIA", "TOLAM"), ("maria", "tolam")])
def test_capitals_are_kept(word: str, made: str) -> None:
    """A word written in capitals is replaced by one in capitals."""
    assert made == like_case(word, "tolam")
