"""Days, spans, rows and zones: every form the sites were seen to write, and those not to be guessed."""

from __future__ import annotations

import doctest
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from babel.dates import format_date

from companion.model import DateRange
from companion.text import clean
from companion.when import (
    days,
    durations,
    epochs,
    find_days,
    moments,
    names,
    parse_day,
    parse_days,
    parse_row_time,
    parse_zone,
    resolve_rows,
    rows,
    zones,
)

LANGUAGES = ("en", "es", "pt", "fr", "de", "it", "nl", "pl", "ru", "uk", "tr", "ko", "ja", "ar", "he", "cs")
POLISH = ("sty", "lut", "mar", "kwi", "maj", "cze", "lip", "sie", "wrz", "paź", "lis", "gru")
PORTUGUESE = ("jan", "fev", "mar", "abr", "mai", "jun", "jul", "ago", "set", "out", "nov", "dez")

# (shown, language of the page, day)
SEEN: list[tuple[str, str | None, str | None]] = [
    ("Jul 15, 2026", "en_US", "2026-07-15"),
    ("Jan 12, 2024", None, "2024-01-12"),
    ("24 nov, 2023", "pt_BR", "2023-11-24"),
    ("3 de julho de 2024", "pt", "2024-07-03"),
    ("5 set, 2026", "pt_BR", "2026-09-05"),
    ("9 out, 2026", "pt_BR", "2026-10-09"),
    ("3. Aug 2025", "de", "2025-08-03"),
    ("7. Jul 2026", "de_DE", "2026-07-07"),
    ("30/08/2024", "de", "2024-08-30"),
    ("18/07/2026", "es", "2026-07-18"),
    ("Aufgegeben am Jan 01,2026, 12:00", "de", "2026-01-01"),  # a German mail with an English month
    ("2024년 5월 13일", "ko", "2024-05-13"),
    ("29 января 2024", "ru", "2024-01-29"),
    ("29 yanvar 2024", "az", "2024-01-29"),
    ("2022-03-23 21:19:58", None, "2022-03-23"),
    *(
        (f"3 {month} 2025", "pl", f"2025-{number:02}-03")
        for number, month in enumerate(
            ["sty", "lut", "mar", "kwi", "maj", "cze", "lip", "sie", "wrz", "paź", "lis", "gru"], start=1
        )
    ),
    *(
        (f"3 {month}, 2025", "pt_BR", f"2025-{number:02}-03")
        for number, month in enumerate(
            ["jan", "fev", "mar", "abr", "mai", "jun", "jul", "ago", "set", "out", "nov", "dez"], start=1
        )
    ),
]
MADE: list[tuple[str, str | None, str | None]] = [
    ("20 août 2026", "fr", "2026-08-20"),
    ("10 sept. 2026", "fr", "2026-09-10"),
    ("2026年9月3日", "ja", "2026-09-03"),
    ("2024. 5. 13.", "ko", "2024-05-13"),
    ("١٥ سبتمبر ٢٠٢٦", "ar", "2026-09-15"),
    ("15. listopadu 2026", "cs", "2026-11-15"),
    ("3rd of May 2026", "en", "2026-05-03"),
    ("05.08.2024", None, "2024-08-05"),
    ("15. 7. 2026", "cs", "2026-07-15"),
    ("15 ביולי 2026", "he", "2026-07-15"),
    ("15 يوليو، 2026", "ar", "2026-07-15"),
    ("15 يوليوز 2026", "ar", "2026-07-15"),
    ("15. červen 2026", "cs", "2026-06-15"),
    ("15. čer 2026", "cs", None),  # June or July
    ("15 лип. 2026 р.", "uk", "2026-07-15"),
    ("05/05/2024", None, "2024-05-05"),
    ("05/08/2024", "en_US", "2024-05-08"),
    ("05/08/2024", "en_GB", "2024-08-05"),
    ("05/08/2024", "en", None),
    ("05/08/2024", None, None),
    ("05/08/2024", "ko", None),
    ("13/13/2024", "de", None),
    ("Feb 30, 2026", "en", None),
    ("5 июня", "ru", None),
    ("Jul. 28", "en", None),
    ("Jul 15, 2026 or Jul 16, 2026", "en", None),
    ("10 out 2026", "en", None),  # "out" is October only in Portuguese
    ("soon", "en", None),
    ("Model 12 Sep 20261", "en", None),
    ("", "en", None),
]


@pytest.mark.parametrize(("shown", "language", "expected"), SEEN + MADE)
def test_a_day_is_read_for_certain_or_not_at_all(
    shown: str, language: str | None, expected: str | None
) -> None:
    """Every form of a day is read exactly; one that could be two days, or none, is not read."""
    assert (date.fromisoformat(expected) if expected else None) == parse_day(shown, language)


def test_days_are_found_where_they_stand() -> None:
    """Days in a sentence are found with their places, also one that cannot be read."""
    sentence = "If by 03/04/2026 or Sep 4, 2026 nothing came"
    found = find_days(sentence, "en")

    assert ["03/04/2026", "Sep 4, 2026"] == [sentence[one.start : one.end] for one in found]
    assert [None, date(2026, 9, 4)] == [one.day for one in found]


@pytest.mark.parametrize(
    ("shown", "language", "near", "start", "end"),
    [
        ("Jul. 28", "en", date(2026, 7, 30), "2026-07-28", "2026-07-28"),
        ("Sep 21 - 26", "en", date(2026, 9, 14), "2026-09-21", "2026-09-26"),
        ("Sep 21 - 26, 2026", "en", None, "2026-09-21", "2026-09-26"),
        ("Aug 28 - Sep 3, 2026", "en", None, "2026-08-28", "2026-09-03"),
        ("Dec 28 - Jan 3, 2027", "en", None, "2026-12-28", "2027-01-03"),
        ("Jul 28, 2026 - Aug 3, 2026", "en", None, "2026-07-28", "2026-08-03"),
        ("28 dez - 9 jan", "pt", date(2026, 12, 20), "2026-12-28", "2027-01-09"),
        ("9월 21일 - 26일", "ko", date(2026, 9, 1), "2026-09-21", "2026-09-26"),
        ("Estimated delivery date: Aug 3, 2026", "en", None, "2026-08-03", "2026-08-03"),
    ],
)
def test_a_span_is_read(shown: str, language: str, near: date | None, start: str, end: str) -> None:
    """A day or a span of days is read, one without a year near a day that is known."""
    expected = DateRange(date.fromisoformat(start), date.fromisoformat(end))

    assert expected == parse_days(shown, language, near)


@pytest.mark.parametrize("shown", ["Sep 26 - 21, 2026", "soon", "Sep 21 - 26", "Feb 30, 2026"])
def test_a_span_is_never_guessed(shown: str) -> None:
    """A span that runs backwards, or has no year and no day to lie near, is not read."""
    assert None is parse_days(shown, "en", None)


CAPTURED_AT = datetime(2027, 1, 5, 12, tzinfo=UTC)


def resolve(*shown: str, captured_at: datetime = CAPTURED_AT, language: str = "en") -> list[str | None]:
    """Resolve rows, newest first, in UTC."""
    times = [parse_row_time(text, language) for text in shown]
    return [at.isoformat()[:16] if at else None for at in resolve_rows(times, captured_at, UTC)]


def test_rows_cross_the_turn_of_the_year() -> None:
    """Rows before the turn of the year get the year before."""
    expected = ["2027-01-02T09:15", "2026-12-31T23:50", "2026-12-28T07:05"]

    assert expected == resolve("Sat | Jan. 2 09:15", "Thu | Dec. 31 23:50", "Mon | Dec. 28 07:05")


def test_a_row_may_be_a_day_ahead_and_no_more() -> None:
    """A row is never later than a day after the capture."""
    assert ["2027-01-06T11:00"] == resolve("Jan. 6 11:00")
    assert ["2026-01-08T11:00"] == resolve("Jan. 8 11:00")


def test_a_week_day_that_fits_no_year_is_not_guessed() -> None:
    """One row with a wrong week day stays without an instant and moves no other row."""
    assert [None] == resolve("Mon | Jan. 2 09:00")
    assert ["2027-01-02T09:15", None] == resolve("Sat | Jan. 2 09:15", "Mon | Dec. 31 23:50")


def test_an_order_seen_years_later_gets_its_own_year() -> None:
    """Week days that agree on an older year put the rows there."""
    late = datetime(2028, 9, 1, tzinfo=UTC)

    assert ["2026-07-28T18:39", "2026-07-27T19:36"] == resolve(
        "Tue | Jul. 28 18:39", "Mon | Jul. 27 19:36", captured_at=late
    )


def test_a_leap_day_finds_its_year() -> None:
    """The 29th of February lies in the last leap year."""
    assert ["2024-02-29T08:00"] == resolve("Feb. 29 08:00")


def test_rows_speak_other_languages() -> None:
    """Week days and months of other languages are known; an unknown week day is no contradiction."""
    assert ["2026-12-31T23:50"] == resolve("qui | 31 dez 23:50", language="pt_BR")
    assert ["2026-12-31T23:50"] == resolve("xyz | 31 dez 23:50", language="pt_BR")
    assert [None] == resolve("sex | 31 dez 23:50", language="pt_BR")


@pytest.mark.parametrize("shown", ["", "Jul. 28", "18:39", "Jul. 28 25:39", "28 18:39", "Jul. 28 - 30 18:39"])
def test_a_row_without_day_or_clock_has_no_time(shown: str) -> None:
    """A row that names no day, no clock or two days gives no time."""
    assert None is parse_row_time(shown, "en")


def test_afternoons_are_read() -> None:
    """A clock of twelve hours is read with its half of the day."""
    assert ["2026-07-28T18:39", "2026-07-28T00:10"] == resolve(
        "Jul. 28 6:39 PM", "Jul. 28 12:10 am", captured_at=datetime(2026, 8, 1, tzinfo=UTC)
    )


@pytest.mark.parametrize(
    ("shown", "hours"), [("GMT-07:00", -7), ("GMT+9", 9), ("GMT-0300", -3), ("+05:30", 5.5), ("UTC", 0)]
)
def test_offsets_are_read(shown: str, hours: float) -> None:
    """Offsets from Greenwich are read in every form requests carry."""
    at = datetime(2026, 7, 1, tzinfo=timezone(timedelta(hours=hours)))
    zone = parse_zone(shown)

    assert zone
    assert at.utcoffset() == zone.utcoffset(at)


@pytest.mark.parametrize(
    "shown", ["", "GMT-99:00", "GMT+1:99", "../../etc/passwd", "America", "Nowhere/Land", "\x00"]
)
def test_what_is_no_zone_is_none(shown: str) -> None:
    """A text that names no zone gives none and never fails."""
    assert None is parse_zone(shown)


@pytest.mark.parametrize(
    "module", [days, epochs, names, rows, zones, durations, moments], ids=lambda module: module.__name__
)
def test_the_examples_are_true(module: object) -> None:
    """Every example in the documentation of these modules is true."""
    assert 0 == doctest.testmod(module).failed  # type: ignore[arg-type]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", ["medium", "long", "full"])
@pytest.mark.parametrize("is_named", [True, False], ids=["language known", "language not known"])
def test_every_month_of_every_language_is_read(language: str, form: str, is_named: bool) -> None:
    """All twelve months are read in the forms each language writes days in, also where it is not named."""
    expected = [date(2026, month, 15) for month in range(1, 13)]
    shown = [clean(format_date(day, form, locale=language)) for day in expected]

    assert expected == [parse_day(text, language if is_named else None) for text in shown]
