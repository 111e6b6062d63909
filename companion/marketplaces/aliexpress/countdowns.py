"""Clocks that run down on pages of before 2022: what is left, counted from the capture, rounded down.

`lefttime` (milliseconds) seen 2017-2021 on the list, `#remain-day` and its fellows 2015 on the order page,
a day as 2020-05-30 in the reminder 2020. Pages of today say it in sentences.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from companion.marketplaces.aliexpress.page import PageReading
from companion.marketplaces.dom import Spot
from companion.model import Statement, StatementKind
from companion.when import find_days

PLACE = "page: countdown"

_UNITS = (("day", 86_400), ("hour", 3_600), ("min", 60), ("sec", 1))
_LONGEST = timedelta(days=400)
_NUMBER = re.compile(r"\d{1,12}")
# Of all zones that could be meant the one in which a day begins last: its calendar is never ahead.
_LATEST_ZONE = ZoneInfo("America/Los_Angeles")


def read_left_time(clock: Spot, order_id: str, reading: PageReading) -> list[Statement]:
    """Read a clock that holds the milliseconds left."""
    left = clock.attribute("lefttime")
    if not clock.is_present or left is None or left == "0":
        return []
    if not _NUMBER.fullmatch(left) or timedelta(milliseconds=int(left)) > _LONGEST:
        clock.problem("statements", left)
        return []
    shown = clock.see() or clock.parent().see() or f"{left} ms"
    return [_make_statement(timedelta(milliseconds=int(left)), shown, order_id, reading)]


def read_remaining(reminder: Spot, order_id: str, reading: PageReading) -> list[Statement]:
    """Read a clock of days, hours, minutes and seconds, each in an element of its own."""
    clock = reminder.find("#countdown", '[id^="countdown"]')
    units = [(clock.find(f"#remain-{name}", f'[id^="remain-{name}"]'), seconds) for name, seconds in _UNITS]
    texts = [(spot.see(), seconds) for spot, seconds in units if spot.see()]
    if not texts:
        return []
    if not all(_NUMBER.fullmatch(text) for text, _ in texts):
        clock.problem("statements")
        return []
    left = timedelta(seconds=sum(int(text) * seconds for text, seconds in texts))
    if left > _LONGEST:
        clock.problem("statements")
        return []
    return [_make_statement(left, clock.see(), order_id, reading)] if left else []


def read_dated_reminder(sentence: str, order_id: str, reading: PageReading) -> list[Statement]:
    """Read a reminder that names the day up to which the order is protected."""
    days = [found.day for found in find_days(sentence, reading.setting.language) if found.day]
    if not days:
        return []
    return [_state(min(days), sentence, order_id)]


def _make_statement(left: timedelta, shown: str, order_id: str, reading: PageReading) -> Statement:
    ends_at = reading.setting.captured_at + left
    return _state(ends_at.astimezone(reading.setting.zone or _LATEST_ZONE).date(), shown, order_id)


def _state(on: date, shown: str, order_id: str) -> Statement:
    return Statement(order_id, StatementKind.PROTECTION_ENDS, on, None, None, shown[:300], PLACE)
