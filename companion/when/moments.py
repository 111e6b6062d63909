"""Instants as pages write them: a day with its year and a clock, in a zone that is known from elsewhere."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, tzinfo

from companion.when.rows import parse_row_time


def parse_moment(text: str, language: str | None, zone: tzinfo) -> datetime | None:
    """Read a day and a clock as an instant; None where the text shows no year, no clock or no such day.

    >>> str(parse_moment("2022-03-23 21:19:58", None, UTC)), parse_moment("Mar. 23 21:19", "en", UTC)
    ('2022-03-23 21:19:58+00:00', None)
    """
    row = parse_row_time(text, language)
    if row is None or row.year is None:
        return None
    day = date(row.year, row.month, row.day)
    try:
        return datetime.combine(day, row.clock, zone).astimezone(UTC)
    except OverflowError:  # the first and the last day there is
        return None


def start_of_day(day: date, zone: tzinfo) -> datetime | None:
    """Give the instant at which a day begins, for a page that shows the day alone."""
    try:
        return datetime.combine(day, time(), zone).astimezone(UTC)
    except OverflowError:
        return None
