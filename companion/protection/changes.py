"""When time alone will change what is said of an order, so that until then nothing is worked out anew.

Every comparison with the present that `status`, `urgency` and `case` make is listed here as the instant at
which it turns; a test holds the two together. An instant too many costs a little work, one too few would
leave a warning out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from companion.protection.case import NEAR, STALE_AFTER, STALE_SOONER
from companion.protection.clocks import Clock
from companion.protection.schedule import Row, Schedule

# "More than" turns right after its instant, "at least" at it.
_RIGHT_AFTER = timedelta.resolution


def find_next_change(clocks: Iterable[Clock], schedule: Schedule, now: datetime) -> datetime | None:
    """Find the first instant after now at which any of these clocks may be judged differently."""
    turns = (turn for clock in clocks for turn in _list_turns(clock, schedule[clock.kind]))
    return min((turn for turn in turns if turn > now), default=None)


def _list_turns(clock: Clock, row: Row) -> Iterator[datetime]:
    yield clock.last_seen_at + STALE_SOONER + _RIGHT_AFTER
    yield clock.last_seen_at + STALE_AFTER + _RIGHT_AFTER
    earliest, latest = clock.earliest_at, clock.latest_at
    if earliest is None or latest is None:
        return
    yield earliest
    yield earliest - NEAR + _RIGHT_AFTER
    yield latest
    yield latest + timedelta(days=row.grace_days)
    levels = row.levels
    for hours in (levels.notice, levels.warning, levels.urgent, levels.critical):
        if isinstance(hours, int):
            yield earliest - timedelta(hours=hours)
