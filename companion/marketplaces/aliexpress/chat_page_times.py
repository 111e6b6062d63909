"""When the rows of a chat were sent: what they say themselves, else what the heading above them says.

How the page writes times is not evidenced. A time that is not certain, or after the page was seen, is none;
the words that were shown are kept either way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from itertools import pairwise

from companion.marketplaces.aliexpress.chat_page_boxes import Box
from companion.when import SaidTime, parse_epoch, resolve_day

_EPOCHS = ("data-time", "data-timestamp", "data-send-time", "data-sendtime", "data-ts", "data-gmt-create")
_SECONDS_DIGITS, _MILLISECONDS_DIGITS = 10, 13


@dataclass(frozen=True, slots=True)
class Shown:
    """What a row shows of its time; `exact` is what a machine wrote, `text` what a reader sees."""

    text: str | None
    said: SaidTime | None
    exact: datetime | None = None
    is_heading: bool = False


@dataclass(frozen=True, slots=True)
class SentAt:
    """When a row was sent, and the words that say so."""

    at: datetime | None
    text: str | None


def read_exact(row: Box, shown: Box | None) -> datetime | None:
    """Read the instant that an attribute of a row, or of the time in it, gives exactly."""
    boxes = [*row.spine(), *([shown] if shown else [])]
    for box in boxes:
        for name in _EPOCHS:
            found = _parse_count(box.attribute(name) or "")
            if found is not None:
                return found
    written = shown.attribute("datetime") if shown else None
    return _parse_written(written) if written else None


def resolve_times(rows: Sequence[Shown], captured_at: datetime, zone: tzinfo) -> tuple[SentAt, ...]:
    """Give each row its instant, the rows standing in the order in which they were sent."""
    days = _resolve_days(rows, captured_at, zone)
    sent: list[SentAt] = []
    heading, heading_day = Shown(None, None), None
    for row, day in zip(rows, days, strict=True):
        if row.is_heading:
            # A clock alone goes on with the day above it; what cannot be read ends that day.
            heading_day = heading_day if row.said and not row.said.names_day else day
            heading = row
        at = row.exact or _make_instant(row.said, day, heading, heading_day, zone)
        is_sound = at is not None and at <= captured_at
        sent.append(SentAt(at if is_sound else None, _join(row, heading)))
    return tuple(sent)


def is_newest_first(sent: Sequence[SentAt]) -> bool:
    """Tell a list that is read from below: its times fall more often than they rise."""
    instants = [one.at for one in sent if one.at is not None]
    falls = sum(after < before for before, after in pairwise(instants))
    rises = sum(after > before for before, after in pairwise(instants))
    return falls > rises


def _resolve_days(rows: Sequence[Shown], captured_at: datetime, zone: tzinfo) -> list[date | None]:
    """Find the day each row names, the newest first: a day without its year is no later than the next one."""
    today = captured_at.astimezone(zone).date()
    latest = today
    days: list[date | None] = []
    for row in reversed(rows):
        day = resolve_day(row.said, today, latest) if row.said else None
        if row.exact:
            day = row.exact.astimezone(zone).date()
        if day is not None and day <= latest:
            latest = day
        days.append(day)
    return days[::-1]


def _make_instant(
    said: SaidTime | None, day: date | None, heading: Shown, heading_day: date | None, zone: tzinfo
) -> datetime | None:
    """Put day and clock together: the row's own, else those of the heading it stands under."""
    own_clock = said.clock if said else None
    clock = own_clock or (heading.said.clock if heading.said and not (said and said.names_day) else None)
    on = day if said and said.names_day else heading_day
    if on is None or clock is None:
        return None
    return _combine(on, clock, zone)


def _combine(on: date, clock: time, zone: tzinfo) -> datetime | None:
    try:
        return datetime.combine(on, clock, zone).astimezone(UTC)
    except OverflowError:  # the first and the last day there is
        return None


def _join(row: Shown, heading: Shown) -> str | None:
    """Give the words that say when: the row's own, with the heading's where they name no day."""
    if row.text and (row.said is None or row.said.names_day or heading.text is None):
        return row.text
    return " ".join(text for text in (heading.text, row.text) if text) or None


def _parse_count(digits: str) -> datetime | None:
    if not (digits.isascii() and digits.isdecimal()):
        return None
    if len(digits) == _SECONDS_DIGITS:
        return parse_epoch(int(digits) * 1000)
    return parse_epoch(int(digits)) if len(digits) == _MILLISECONDS_DIGITS else None


def _parse_written(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found.astimezone(UTC) if found.tzinfo else None
