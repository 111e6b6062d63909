"""Where deadlines and store meet: what runs now, worked out only where it may have changed.

Time only ever ends deadlines. An order without a live one has none at any later instant either, until its
record or the rules change; so the store notes it as quiet and it is left alone. And what was worked out for
the others holds until their record changes or an instant comes that is known beforehand. That is what makes
a look at ten thousand orders cheap enough for every minute and every open dashboard.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from companion.model import Deadline, DeadlineStatus, OrderRecord
from companion.protection.deadlines import make_standing
from companion.protection.fingerprint import get_fingerprint
from companion.store import Sight

LIVE = frozenset({DeadlineStatus.OPEN, DeadlineStatus.CLAIMABLE})

_NEVER = datetime.max.replace(tzinfo=UTC)
_MOST_REMEMBERED = 2000  # orders; one takes about ten kilobytes


class SightSource(Protocol):
    """The part of the store's watch that a look needs."""

    def list_sights(self, now: datetime, rules: str) -> tuple[Sight, ...]:
        """List the orders that are not known to be quiet."""
        ...

    def get_record(self, number: int) -> OrderRecord:
        """Read the record of a listed order."""
        ...


@dataclass(frozen=True, slots=True)
class Running:
    """An order for which something runs, with all its deadlines, most urgent first."""

    number: int
    record: OrderRecord
    deadlines: tuple[Deadline, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """What a look at the orders found.

    Attributes:
        quiet: orders that turned out to be over and are not noted as such yet.
    """

    at: datetime
    rules: str
    running: tuple[Running, ...]
    quiet: tuple[Sight, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    """What was worked out for one revision of an order, and for which instants it holds."""

    revision: int
    running: Running
    holds_from: datetime
    holds_until: datetime

    def holds(self, revision: int, now: datetime) -> bool:
        return self.revision == revision and self.holds_from <= now < self.holds_until


class Lookout:
    """Looks at the orders of one store, and remembers what it saw.

    May be used by several threads at once: each look takes the memory as it is and leaves its own.
    """

    def __init__(self) -> None:
        self._known: dict[int, _Known] = {}

    def look(self, watch: SightSource, now: datetime) -> Look:
        """Give the deadlines of every order for which something runs."""
        rules, before = get_fingerprint(), self._known
        after: dict[int, _Known] = {}
        quiet: list[Sight] = []
        for sight in watch.list_sights(now, rules):
            known = before.get(sight.number)
            if known is None or not known.holds(sight.revision, now):
                known = _work_out(watch, sight, now)
            if known is None:
                quiet.append(sight)
            else:
                after[sight.number] = known
        self._known = after if len(after) <= _MOST_REMEMBERED else {}
        return Look(now, rules, tuple(known.running for known in after.values()), tuple(quiet))


def _work_out(watch: SightSource, sight: Sight, now: datetime) -> _Known | None:
    """Work out the deadlines of an order; None when nothing runs for it."""
    record = watch.get_record(sight.number)
    standing = make_standing(record, now)
    if not any(deadline.status in LIVE for deadline in standing.deadlines):
        return None
    running = Running(sight.number, record, standing.deadlines)
    return _Known(sight.revision, running, now, standing.changes_at or _NEVER)
