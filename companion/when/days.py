"""Finds calendar days in texts. A day that could be two, or none, is never guessed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from companion.model import DateRange
from companion.when.names import find_month, is_day_first

_WORD = r"(?P<word>[^\W\d_]{3,12})[.׳']?"
_DAY = r"(?P<day>\d{1,2})"
_YEAR = r"(?P<year>\d{4})(?!\d)"
_TH = r"(?:st|nd|rd|th|º|er|\.)?"
_OF = r"(?:de\s|del\s|of\s|ב)?"  # the last: "15 ביולי 2026"
_COMMA = r"(?:\s?[,،]\s?|\s)"
_DASH = r"\s?[-–—~至]\s?"
_FREE = r"(?<![\w.,/])(?:(?<!-)|(?<=ב-))"  # a Hebrew preposition is joined by a hyphen: "ב-3"

_MONTH_DAY_YEAR = re.compile(rf"(?<!\w){_WORD}\s?{_DAY}(?:st|nd|rd|th)?{_COMMA}{_YEAR}")
_DAY_MONTH_YEAR = re.compile(rf"{_FREE}{_DAY}{_TH}\s?{_OF}{_WORD}{_COMMA}{_OF}{_YEAR}")
_EAST_ASIAN = re.compile(rf"(?P<year>\d{{4}})\s?[년年]\s?(?P<month>\d{{1,2}})\s?[월月]\s?{_DAY}\s?[일日]")
_YEAR_FIRST = re.compile(
    rf"{_FREE}(?P<year>\d{{4}})(?P<mark>[-/.])\s?(?P<month>\d{{1,2}})(?P=mark)\s?{_DAY}(?![\d/-])"
)
# "15. 7. 2026" with blanks is Czech.
_YEAR_LAST = re.compile(rf"{_FREE}(?P<one>\d{{1,2}})(?P<mark>[-/]|\.\s?)(?P<two>\d{{1,2}})(?P=mark){_YEAR}")

_MONTH_DAYS_YEAR = re.compile(rf"(?<!\w){_WORD}\s?{_DAY}{_DASH}(?P<last>\d{{1,2}}){_COMMA}{_YEAR}")
_DAYS_MONTH_YEAR = re.compile(
    rf"{_FREE}{_DAY}{_TH}{_DASH}(?P<last>\d{{1,2}}){_TH}\s?{_OF}{_WORD}{_COMMA}{_OF}{_YEAR}"
)

_MONTH_DAY = re.compile(rf"(?<!\w){_WORD}\s?{_DAY}(?![\d:])(?:{_DASH}(?P<last>\d{{1,2}})(?![\d:]))?")
_DAY_MONTH = re.compile(rf"{_FREE}{_DAY}{_TH}(?:{_DASH}(?P<last>\d{{1,2}}){_TH})?\s?{_OF}{_WORD}(?!\w)")
_EAST_ASIAN_DAY = re.compile(
    rf"(?P<month>\d{{1,2}})\s?[월月]\s?{_DAY}\s?[일日]?(?:{_DASH}(?P<last>\d{{1,2}})\s?[일日])?"
)
_ENDS_IN_DASH = re.compile(rf"{_DASH}$")


@dataclass(frozen=True, slots=True)
class FoundDay:
    """A place in a text that has the shape of a day; `day` is None where it cannot be read for certain."""

    day: date | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class MonthDay:
    """A day without its year, and where it stands in the text."""

    month: int
    day: int
    start: int
    end: int


def find_days(text: str, language: str | None = None) -> tuple[FoundDay, ...]:
    """Find every day with a year, in the order of the text.

    >>> [str(found.day) for found in find_days("Refund if no delivery before Sep 3, 2026")]
    ['2026-09-03']
    >>> [str(found.day) for found in find_days("bis 3. Aug 2025 oder 2024년 5월 13일", "de")]
    ['2025-08-03', '2024-05-13']
    >>> find_days("03/04/2026")[0].day is None, str(find_days("03/04/2026", "es")[0].day)
    (True, '2026-04-03')
    """
    folded = to_ascii_digits(text)
    found = [
        FoundDay(read(match, language), match.start(), match.end())
        for pattern, read in _READERS
        for match in pattern.finditer(folded)
        if "word" not in match.groupdict() or find_month(match["word"], language)
    ]
    found.sort(key=lambda one: (one.start, -one.end))
    return tuple(_drop_overlaps(found))


def parse_day(text: str, language: str | None = None) -> date | None:
    """Read the one day a text names, None where it names none, several, or one that could be two.

    >>> parse_day("24 nov, 2023", "pt_BR"), parse_day("Jan 01,2026, 12:00"), parse_day("5 июня", "ru")
    (datetime.date(2023, 11, 24), datetime.date(2026, 1, 1), None)
    >>> parse_day("30/08/2024"), parse_day("05/08/2024"), parse_day("2022-03-23 21:19:58")
    (datetime.date(2024, 8, 30), None, datetime.date(2022, 3, 23))
    """
    days = {found.day for found in find_days(text, language)}
    return days.pop() if len(days) == 1 else None


def parse_days(text: str, language: str | None, near: date | None) -> DateRange | None:
    """Read a day or a span of days; one without a year is taken in the year that puts it nearest to `near`.

    >>> span = parse_days("Sep 21 - 26", "en", date(2026, 9, 14))
    >>> str(span.start), str(span.end)
    ('2026-09-21', '2026-09-26')
    >>> str(parse_days("Dec 28 - Jan 3", "en", date(2026, 12, 20)).end)
    '2027-01-03'
    >>> str(parse_days("Aug 28 - Sep 3, 2026", "en", None).start)
    '2026-08-28'
    >>> str(parse_days("21 - 26 set, 2026", "pt", None).start)
    '2026-09-21'
    """
    folded = to_ascii_digits(text)
    for pattern in (_MONTH_DAYS_YEAR, _DAYS_MONTH_YEAR):
        match = pattern.search(folded)
        month = find_month(match["word"], language) if match else None
        if match and month:
            return _make_span(
                _make_day(match["year"], month, match["day"]), _make_day(match["year"], month, match["last"])
            )
    found = find_days(text, language)
    if found:
        return _join_span(folded, found, language)
    return _place(find_month_days(text, language), near)


def find_month_days(text: str, language: str | None = None) -> tuple[MonthDay, ...]:
    """Find days without a year, at most one span of two.

    >>> [(found.month, found.day) for found in find_month_days("Tue | Jul. 28 18:39")]
    [(7, 28)]
    """
    folded = to_ascii_digits(text)
    for pattern in (_EAST_ASIAN_DAY, _DAY_MONTH, _MONTH_DAY):
        found = [one for match in pattern.finditer(folded) for one in _month_days(match, language)]
        if found:
            return tuple(found)
    return ()


def _month_days(match: re.Match[str], language: str | None) -> Iterator[MonthDay]:
    groups = match.groupdict()
    month = find_month(groups["word"], language) if groups.get("word") else int(groups.get("month") or 0)
    for day in (groups["day"], groups["last"]):
        if day and month and 1 <= month <= 12 and 1 <= int(day) <= 31:
            yield MonthDay(month, int(day), match.start(), match.end())


def _join_span(text: str, found: tuple[FoundDay, ...], language: str | None) -> DateRange | None:
    """Join one or two days; one without its year may stand before a single one ("Aug 28 - Sep 3, 2026")."""
    first, last = found[0].day, found[-1].day
    if len(found) > 2 or first is None:
        return None
    before = text[: found[0].start]
    if len(found) == 1 and _ENDS_IN_DASH.search(before):
        earlier = find_month_days(before, language)
        first = _nearest(earlier[-1], first) if earlier else first
    return _make_span(first, last)


def _place(found: tuple[MonthDay, ...], near: date | None) -> DateRange | None:
    if near is None or not 1 <= len(found) <= 2:
        return None
    end = _nearest(found[-1], near)
    start = _nearest(found[0], end) if end else None
    return _make_span(start, end)


def _nearest(found: MonthDay, near: date) -> date | None:
    days = [_make_day(near.year + shift, found.month, found.day) for shift in (-1, 0, 1)]
    return min((day for day in days if day), key=lambda day: abs(day - near), default=None)


def _make_span(start: date | None, end: date | None) -> DateRange | None:
    return DateRange(start, end) if start and end and start <= end else None


def _make_day(year: str | int, month: str | int, day: str | int) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _read_word(match: re.Match[str], language: str | None) -> date | None:
    return _make_day(match["year"], find_month(match["word"], language) or 0, match["day"])


def _read_numbers(match: re.Match[str], _language: str | None) -> date | None:
    return _make_day(match["year"], match["month"], match["day"])


def _read_year_last(match: re.Match[str], language: str | None) -> date | None:
    """Read 30/08/2024; 05/08/2024 only where the mark or the page's language says which is the day."""
    day_first = _make_day(match["year"], match["two"], match["one"])
    month_first = _make_day(match["year"], match["one"], match["two"])
    if match["mark"].startswith(".") or not month_first or day_first == month_first:
        return day_first
    if not day_first:
        return month_first
    decided = is_day_first(language)
    return None if decided is None else day_first if decided else month_first


def _drop_overlaps(found: list[FoundDay]) -> Iterator[FoundDay]:
    end = 0
    for one in found:
        if one.start >= end:
            yield one
            end = one.end


def to_ascii_digits(text: str) -> str:
    """Give a text with the digits of any script as 0 to 9."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)


_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], str | None], date | None]], ...] = (
    (_MONTH_DAY_YEAR, _read_word),
    (_DAY_MONTH_YEAR, _read_word),
    (_EAST_ASIAN, _read_numbers),
    (_YEAR_FIRST, _read_numbers),
    (_YEAR_LAST, _read_year_last),
)
