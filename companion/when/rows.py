"""Gives the rows of a timeline their year: the site prints "Tue | Jul. 28 18:39" and no more."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from companion.when.days import find_days, find_month_days
from companion.when.names import find_month, find_week_day

_CLOCK = re.compile(r"(?<!\d)(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s?([AaPp])\.?[Mm])?")
_WORDS = re.compile(r"[^\W\d_]{1,12}")
_YEARS_BACK = 5  # within five years a week day and a day of the month name one year
_LEAP_YEARS_BACK = 8
_SLACK = timedelta(days=2)  # rows of one parcel may stand a little out of order
_LONGEST_GAP = timedelta(days=200)  # no parcel rests longer; a longer gap means a wrong year
_AHEAD = timedelta(days=1)  # a row may be that far in the future: clocks and zones differ


@dataclass(frozen=True, slots=True)
class RowTime:
    """What a row says of its time; None for what it leaves out."""

    year: int | None
    month: int
    day: int
    clock: time
    week_day: int | None


def parse_row_time(text: str, language: str | None = None) -> RowTime | None:
    """Read the time of a row, None where it has no day or no clock.

    >>> parse_row_time("Tue | Jul. 28 18:39")
    RowTime(year=None, month=7, day=28, clock=datetime.time(18, 39), week_day=1)
    >>> parse_row_time("28 dez 07:05 | seg", "pt_BR").week_day, parse_row_time("soon")
    (0, None)
    """
    clock = _parse_clock(text)
    if clock is None:
        return None
    days = [found for found in find_days(text, language) if found.day]
    if len(days) == 1 and days[0].day:
        day = days[0].day
        return RowTime(day.year, day.month, day.day, clock, None)
    found = find_month_days(text, language)
    if len(found) != 1:
        return None
    return RowTime(None, found[0].month, found[0].day, clock, _find_named_day(text, language))


def resolve_rows(
    rows: Sequence[RowTime | None], captured_at: datetime, zone: tzinfo
) -> tuple[datetime | None, ...]:
    """Give each row, newest first, its instant in UTC; None where no year fits week day and neighbours.

    >>> rows = [parse_row_time("Sat | Jan. 2 09:00"), parse_row_time("Mon | Dec. 28 09:00")]
    >>> [str(at) for at in resolve_rows(rows, datetime(2027, 1, 5, tzinfo=UTC), UTC)]
    ['2027-01-02 09:00:00+00:00', '2026-12-28 09:00:00+00:00']
    >>> resolve_rows([parse_row_time("Mon | Jan. 2 09:00")], datetime(2027, 1, 5, tzinfo=UTC), UTC)
    (None,)
    """
    newest = (captured_at.astimezone(zone) + _AHEAD).date()
    best = _walk(rows, newest)
    for back in range(1, _YEARS_BACK):
        other = _walk(rows, _shift_years(newest, -back))
        # An older year needs two rows that agree on it: one misprinted week day must not move a parcel.
        if _count(other) > max(_count(best), 1):
            best = other
    return tuple(_make_instant(row, day, zone) for row, day in zip(rows, best, strict=True))


def _walk(rows: Sequence[RowTime | None], newest: date) -> list[date | None]:
    """Give each row the latest day that is not after the row before it and fits its week day."""
    days: list[date | None] = []
    limit, above = newest, None
    for row in rows:
        day = _latest(row, limit) if row else None
        if day is None or (above and above - day > _LONGEST_GAP):
            days.append(None)
            continue
        days.append(day)
        above, limit = day, min(newest, day + _SLACK)
    return days


def _latest(row: RowTime, limit: date) -> date | None:
    years = [row.year] if row.year else range(limit.year, limit.year - _LEAP_YEARS_BACK, -1)
    for year in years:
        try:
            day = date(year, row.month, row.day)
        except ValueError:
            continue  # 29 February of a common year
        if day <= limit:
            return day if row.week_day in {None, day.weekday()} else None
    return None


def _count(days: list[date | None]) -> int:
    return sum(day is not None for day in days)


def _shift_years(day: date, years: int) -> date:
    return day.replace(year=day.year + years, day=min(day.day, 28))


def _make_instant(row: RowTime | None, day: date | None, zone: tzinfo) -> datetime | None:
    if row is None or day is None:
        return None
    return datetime.combine(day, row.clock, zone).astimezone(UTC)


def _parse_clock(text: str) -> time | None:
    match = _CLOCK.search(text)
    if match is None:
        return None
    hour, minute, second, half = match.groups()
    hours = int(hour)
    if half:
        hours = hours % 12 + (12 if half in "Pp" else 0)
    try:
        return time(hours, int(minute), int(second or 0))
    except ValueError:
        return None


def _find_named_day(text: str, language: str | None) -> int | None:
    """Find the week day beside the bar, else in a first word that is no month ("mar." may be both)."""
    parts = [part.strip() for part in text.split("|")]
    words = [part for part in parts if _WORDS.fullmatch(part.rstrip("."))]
    if len(parts) == 1 and (first := _WORDS.match(text.strip())) and not find_month(first.group(), language):
        words = [first.group()]
    found = {find_week_day(word, language) for word in words} - {None}
    return found.pop() if len(found) == 1 else None
