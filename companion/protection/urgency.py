"""How soon the buyer has to act, by the schedule; counted towards the earliest instant a day may begin."""

from __future__ import annotations

from datetime import datetime, timedelta

from companion.model import DeadlineStatus, Urgency
from companion.protection.clocks import Clock
from companion.protection.schedule import Hours, Row

RANK = {urgency: rank for rank, urgency in enumerate(Urgency)}  # the enum's order is most urgent first


def urgency_of(clock: Clock, row: Row, status: DeadlineStatus, now: datetime) -> Urgency | None:
    """The level of a clock now; None for one that no longer matters.

    A clock that only possibly runs is never above `soon`: it is listed, but raises no alarm by itself.
    """
    if status is DeadlineStatus.CLAIMABLE:
        return Urgency.URGENT
    if status is not DeadlineStatus.OPEN:
        return None
    level = _level(clock, row, now)
    if clock.possible and RANK[level] < RANK[Urgency.SOON]:
        return Urgency.SOON
    return level


def _level(clock: Clock, row: Row, now: datetime) -> Urgency:
    earliest, latest = clock.earliest_at, clock.latest_at
    if earliest is None or latest is None:
        return Urgency.LATER
    if row.closing and now >= latest:
        return Urgency.OVERDUE
    for level, urgency in (
        (row.levels.critical, Urgency.CRITICAL),
        (row.levels.urgent, Urgency.URGENT),
        (row.levels.warning, Urgency.SOON),
        (row.levels.notice, Urgency.SOON),
    ):
        if _reached(level, earliest, now):
            return urgency
    return Urgency.LATER


def _reached(level: Hours, earliest: datetime, now: datetime) -> bool:
    if level is None:
        return False
    return level == "always" or now >= earliest - timedelta(hours=level)


def action_for(row: Row, status: DeadlineStatus, urgency: Urgency | None) -> str:
    """The next thing to do."""
    words = row.actions
    at_level = {
        Urgency.OVERDUE: words.overdue,
        Urgency.CRITICAL: words.critical or words.urgent,
        Urgency.URGENT: words.urgent,
        Urgency.SOON: words.soon,
        Urgency.LATER: None,
    }
    if status is DeadlineStatus.CLAIMABLE:
        return words.claimable or words.open
    if status is DeadlineStatus.OPEN:
        return (at_level[urgency] if urgency else None) or words.open
    ended = {
        DeadlineStatus.MOOT: words.moot,
        DeadlineStatus.OVER: words.over,
        DeadlineStatus.DONE: words.done,
    }
    return ended[status] or "Nothing to do"
