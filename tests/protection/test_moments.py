"""A day printed without a zone: warned of from its first start, passed only after its last end."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from companion.protection.moments import (
    DaySpan,
    earliest_at,
    find_zone,
    first_day,
    last_day,
    latest_at,
    one_day,
    span_of,
)
from tests.protection.made import at

ZONES = st.sampled_from(sorted(available_timezones()))
DAYS = st.dates(date(2001, 1, 1), date(2199, 12, 31))


@pytest.mark.parametrize(
    ("zone", "earliest", "latest"),
    [
        pytest.param(None, "2026-10-12T16:00", "2026-10-14T07:00", id="zone unknown"),
        pytest.param("America/Sao_Paulo", "2026-10-12T16:00", "2026-10-14T07:00", id="a zone in between"),
        pytest.param("Pacific/Auckland", "2026-10-12T11:00", "2026-10-14T07:00", id="east of Shanghai"),
        pytest.param("Pacific/Honolulu", "2026-10-12T16:00", "2026-10-14T10:00", id="west of Los Angeles"),
        pytest.param("GMT-03:00", "2026-10-12T16:00", "2026-10-14T07:00", id="the site's spelling"),
        pytest.param("GMT+13", "2026-10-12T11:00", "2026-10-14T07:00", id="plus is east, unlike in Etc/GMT"),
        pytest.param("Mars/Olympus", "2026-10-12T16:00", "2026-10-14T07:00", id="a zone that does not exist"),
    ],
)
def test_a_day_spans_from_its_first_start_to_its_last_end(
    zone: str | None, earliest: str, latest: str
) -> None:
    """A day begins in Shanghai or where the buyer is, and ends in Los Angeles or where he is."""
    span = DaySpan(date(2026, 10, 13), date(2026, 10, 13))
    assert at(earliest) == earliest_at(span, find_zone(zone))
    assert at(latest) == latest_at(span, find_zone(zone))


def test_every_zone_of_the_world_keeps_earliest_before_latest() -> None:
    """Every IANA zone gives a span of at least a day, and both of its ends lead back to the printed day."""
    days = (date(2026, 3, 8), date(2026, 3, 29), date(2026, 10, 13), date(2026, 11, 1))
    for name in sorted(available_timezones()):
        for day in days:
            span = DaySpan(day, day)
            first, last = earliest_at(span, find_zone(name)), latest_at(span, find_zone(name))
            assert timedelta(days=1) <= last - first, name
            assert (day, day) == (first_day(first), last_day(last)), name


@settings(deadline=None)
@given(day=DAYS, name=ZONES)
def test_no_instant_is_later_than_the_printed_day_allows(day: date, name: str) -> None:
    """Warnings count towards an instant at which the day has begun nowhere that counts, in any year."""
    first = earliest_at(DaySpan(day, day), find_zone(name))
    for zone in (ZoneInfo("Asia/Shanghai"), ZoneInfo(name)):
        assert first.astimezone(zone) <= datetime(day.year, day.month, day.day, tzinfo=zone)


@pytest.mark.parametrize(
    "name", ["", "../../etc/passwd", "America", "GMT+25:00", "\x00", "Europe/Berlin\n", "é", "GMT", "x" * 300]
)
def test_a_zone_text_of_any_kind_is_tolerated(name: str) -> None:
    """Nonsense in the zone field of a capture never raises and never widens a day beyond the known ends."""
    span = DaySpan(date(2026, 10, 13), date(2026, 10, 13))
    assert at("2026-10-12T16:00") == earliest_at(span, find_zone(name))
    assert at("2026-10-14T07:00") == latest_at(span, find_zone(name))


@settings(deadline=None)
@given(days=st.integers(-(10**12), 10**12))
def test_a_period_beyond_the_calendar_gives_no_day(days: int) -> None:
    """A misread number of days ends in "no day", not in an error."""
    moved = DaySpan(date(2026, 7, 15), date(2026, 7, 15)).plus(days)
    assert moved is None or 2000 <= moved.first.year <= moved.last.year <= 2200


def test_a_day_no_order_can_have_is_no_day() -> None:
    """The year 9999 is a misread page."""
    assert None is one_day(date(9999, 12, 31))
    assert None is one_day(date(1970, 1, 1))


@pytest.mark.parametrize(
    ("zone", "first", "last"),
    [
        pytest.param("America/Sao_Paulo", date(2026, 7, 28), date(2026, 7, 28), id="in the buyer's zone"),
        pytest.param(None, date(2026, 7, 28), date(2026, 7, 29), id="in both zones where his is unknown"),
    ],
)
def test_an_instant_falls_on_the_buyers_day(zone: str | None, first: date, last: date) -> None:
    """A scan at 21:39 UTC is the same evening in Brazil and the next morning in Shanghai."""
    scan = datetime(2026, 7, 28, 21, 39, tzinfo=UTC)
    assert DaySpan(first, last) == span_of(scan, find_zone(zone))
