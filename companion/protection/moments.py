"""Days as instants: a page prints a day, and nobody says in which zone it begins and ends.

A day starts, at the earliest, where the marketplace's sellers are (Shanghai) or where the buyer is, and
is over, at the latest, where the marketplace keeps its books (Los Angeles) or where the buyer is.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
LOS_ANGELES = ZoneInfo("America/Los_Angeles")

# A deadline outside these years is a misread page; arithmetic on it would only overflow.
FIRST_YEAR = 2000
LAST_YEAR = 2200

# The widest offsets any place keeps; beyond them a zone text is nonsense.
_WIDEST_OFFSET = timedelta(hours=14)
# The site's own spelling, "GMT-03:00": minus is west, unlike in the IANA name Etc/GMT+3.
_OFFSET = re.compile(r"(?:GMT|UTC)?([+-])(\d{1,2})(?::?([0-5]\d))?", re.IGNORECASE)


class DaySpan(NamedTuple):
    """The day something happened or is due; two days where the zone leaves it open."""

    first: date
    last: date

    def plus(self, days: int) -> DaySpan | None:
        """The same span some days later, or None where no calendar reaches."""
        try:
            moved = DaySpan(self.first + timedelta(days=days), self.last + timedelta(days=days))
        except OverflowError:
            return None
        return moved if is_plausible(moved) else None


def is_plausible(span: DaySpan) -> bool:
    """Whether a deadline can fall on these days at all."""
    return span.first.year >= FIRST_YEAR and span.last.year <= LAST_YEAR


def one_day(day: date) -> DaySpan | None:
    """The span of a day that is known for sure, or None for a day no order can have."""
    span = DaySpan(day, day)
    return span if is_plausible(span) else None


@lru_cache(maxsize=256)
def find_zone(name: str | None) -> tzinfo | None:
    """The zone of an IANA name or of a text such as `GMT-03:00`; None for anything else."""
    if not name:
        return None
    if match := _OFFSET.fullmatch(name.strip()):
        return _fixed_zone(match)
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown, malformed, or a folder of the zone database
        return None


def _fixed_zone(match: re.Match[str]) -> tzinfo | None:
    sign, hours, minutes = match.groups()
    offset = timedelta(hours=int(hours), minutes=int(minutes or 0))
    if offset > _WIDEST_OFFSET:
        return None
    return timezone(-offset if sign == "-" else offset)


def start_of(day: date, zone: tzinfo) -> datetime:
    """00:00 of a day in a zone, as UTC."""
    return datetime.combine(day, time.min, zone).astimezone(UTC)


@lru_cache(
    maxsize=4096
)  # the orders of one buyer share few days and one zone, and are looked at every minute
def earliest_at(span: DaySpan, zone: tzinfo | None) -> datetime:
    """The first instant at which the first day may have begun."""
    starts = [start_of(span.first, place) for place in (SHANGHAI, zone) if place is not None]
    return min(starts)


@lru_cache(maxsize=4096)
def latest_at(span: DaySpan, zone: tzinfo | None) -> datetime:
    """The instant at which the last day is over everywhere that counts."""
    after = span.last + timedelta(days=1)
    ends = [start_of(after, place) for place in (LOS_ANGELES, zone) if place is not None]
    return max(ends)


def span_of(instant: datetime, zone: tzinfo | None) -> DaySpan:
    """The day of an instant where the buyer is; unknown zone: the days in Los Angeles and Shanghai."""
    west, east = (zone, zone) if zone is not None else (LOS_ANGELES, SHANGHAI)
    return DaySpan(instant.astimezone(west).date(), instant.astimezone(east).date())


def first_day(earliest: datetime) -> date:
    """The day that `earliest_at` was made from.

    The earliest start of a day lies between 10:00 and 16:00 UTC of the day before (UTC+14 … Shanghai).
    """
    return earliest.astimezone(UTC).date() + timedelta(days=1)


def last_day(latest: datetime) -> date:
    """The day that `latest_at` was made from.

    The latest end of a day lies between 07:00 and 14:00 UTC of the day after (Los Angeles … UTC-14).
    """
    return latest.astimezone(UTC).date() - timedelta(days=1)
