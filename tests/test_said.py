"""Times as messengers say them: words, clocks and headings in every language, and what is never guessed."""

from __future__ import annotations

import doctest
from datetime import date, time

import pytest
from babel.dates import format_date, get_day_names
from hypothesis import given
from hypothesis import strategies as st

from companion.when import parse_said_time, resolve_day, said, said_words

TODAY = date(2026, 11, 6)  # a Friday
LANGUAGES = (
    "en",
    "es",
    "pt",
    "fr",
    "de",
    "it",
    "pl",
    "ru",
    "uk",
    "tr",
    "cs",
    "ko",
    "ja",
    "zh",
    "ar",
    "he",
    "nl",
)

# (shown, language, day, clock)
SAID: list[tuple[str, str | None, str | None, str | None]] = [
    ("18:39", "en", None, "18:39"),
    ("Yesterday 18:39", "en", "2026-11-05", "18:39"),
    ("— Today —", "en", "2026-11-06", None),
    ("Yesterday at 6:39 PM", "en", "2026-11-05", "18:39"),
    ("12:05 am", "en", None, "00:05"),
    ("Wed, Nov 4, 18:39", "en", "2026-11-04", "18:39"),
    ("Nov 3, 2026 18:39:07", "en", "2026-11-03", "18:39:07"),
    ("2026-11-03 18:39", None, "2026-11-03", "18:39"),
    ("Tuesday", "en", "2026-11-03", None),
    ("ayer a las 18:39", "es", "2026-11-05", "18:39"),
    ("Ontem às 18:39", "pt_BR", "2026-11-05", "18:39"),
    ("Hier à 18h39", "fr", "2026-11-05", "18:39"),
    ("Gestern, 18:39 Uhr", "de", "2026-11-05", "18:39"),
    ("vorgestern", "de", "2026-11-04", None),
    ("Ieri alle 18:39", "it", "2026-11-05", "18:39"),
    ("Wczoraj o 18:39", "pl", "2026-11-05", "18:39"),
    ("Вчера в 18:39", "ru", "2026-11-05", "18:39"),
    ("Вчора о 18:39", "uk", "2026-11-05", "18:39"),
    ("Dün 18:39", "tr", "2026-11-05", "18:39"),
    ("Včera v 18:39", "cs", "2026-11-05", "18:39"),
    ("어제 오후 6:39", "ko", "2026-11-05", "18:39"),
    ("昨日 午後6:39", "ja", "2026-11-05", "18:39"),
    ("昨天 18:39", "zh", "2026-11-05", "18:39"),
    ("11月3日 下午6:39", "zh", "2026-11-03", "18:39"),
    ("星期二 09:05", "zh", "2026-11-03", "09:05"),
    ("أمس ٦:٣٩ م", "ar", "2026-11-05", "18:39"),
    ("٣ نوفمبر ٢٠٢٦", "ar", "2026-11-03", None),
    ("אתמול בשעה 18:39", "he", "2026-11-05", "18:39"),
    ("3 ноября в 18:39", "ru", "2026-11-03", "18:39"),
    ("30 de diciembre", "es", "2025-12-30", None),
    ("03.11. 18:39", "de", "2026-11-03", "18:39"),
    ("03/11 18:39", "pt_BR", "2026-11-03", "18:39"),
    ("11/25", None, "2025-11-25", None),
]
# What is no time, or names no day for certain: (shown, language).
NOT_SAID = [
    ("Please wait until Monday", "en"),
    ("Yesterday I wrote to you", "en"),
    ("18:39 or 19:39", "en"),
    ("25:61", "en"),
    ("13 pm", "en"),
    ("5 minutes ago", "en"),
    ("", "en"),
    ("...", "en"),
    ("3", "en"),
    ("hier", "de"),  # "here"
    ("x" * 100_000, None),
]
UNCERTAIN = [("03/04 18:39", None), ("Friday", "en"), ("Nov 9, 2026", "en"), ("03/04/2026", None)]


@pytest.mark.parametrize(("shown", "language", "day", "clock"), SAID)
def test_a_time_is_read(shown: str, language: str | None, day: str | None, clock: str | None) -> None:
    """A text that is a time gives its day, as seen on 6 November 2026, and its clock."""
    found = parse_said_time(shown, language)

    assert found is not None
    on = resolve_day(found, TODAY, TODAY)
    assert (day, time.fromisoformat(clock) if clock else None) == (str(on) if on else None, found.clock)


@pytest.mark.parametrize(("shown", "language"), NOT_SAID)
def test_what_holds_more_than_a_time_is_none(shown: str, language: str | None) -> None:
    """A sentence, a number, two clocks or a stretch of time are no time of a message."""
    assert parse_said_time(shown, language) is None


@pytest.mark.parametrize(("shown", "language"), UNCERTAIN)
def test_an_uncertain_day_is_none(shown: str, language: str | None) -> None:
    """What may be two days, today or a week ago, or lies ahead names a day and gives none."""
    found = parse_said_time(shown, language)

    assert found is not None
    assert (True, None) == (found.names_day, resolve_day(found, TODAY, TODAY))


@pytest.mark.parametrize("language", LANGUAGES)
def test_days_without_a_year_are_read_in_every_language(language: str) -> None:
    """A day as the language writes it, without its year, is the last such day."""
    pattern = {"ko": "M월 d일", "ja": "M月d日", "zh": "M月d日", "es": "d 'de' MMMM", "pt": "d 'de' MMMM"}
    shown = format_date(date(2026, 12, 30), pattern.get(language, "d MMMM"), locale=language)
    found = parse_said_time(shown, language)

    assert found is not None
    assert date(2025, 12, 30) == resolve_day(found, TODAY, TODAY)


@pytest.mark.parametrize("language", LANGUAGES)
def test_week_days_are_read_in_every_language(language: str) -> None:
    """The name of a week day is the last such day before today."""
    name = get_day_names("wide", "stand-alone", locale=language)[1]  # Tuesday
    found = parse_said_time(name, language)

    assert found is not None
    assert date(2026, 11, 3) == resolve_day(found, TODAY, TODAY)


def test_a_day_is_no_later_than_what_was_said_after_it() -> None:
    """Without its year a day is the last one before the next heading, not before today."""
    found = parse_said_time("Feb 3", "en")

    assert found is not None
    assert date(2025, 2, 3) == resolve_day(found, TODAY, date(2026, 1, 5))


@given(st.text(max_size=80), st.sampled_from([None, *LANGUAGES]))
def test_any_text_is_read_to_its_end(text: str, language: str | None) -> None:
    """Whatever stands in the place of a time, no day after today comes of it."""
    found = parse_said_time(text, language)
    on = resolve_day(found, TODAY, TODAY) if found else None

    assert on is None or on <= TODAY


@pytest.mark.parametrize("module", [said, said_words], ids=lambda module: module.__name__)
def test_examples(module: object) -> None:
    """Every example in the documentation of these modules holds."""
    assert 0 == doctest.testmod(module).failed  # type: ignore[arg-type]
