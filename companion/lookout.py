"""Where deadlines and store meet: what runs now, without looking again at what is over.

Time only ever ends deadlines. An order without a live one has none at any later instant either, until its
record or the rules change; so it is noted once as quiet and left alone. That is what keeps a look at ten
thousand orders as cheap as one at those on their way.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from companion.model import Deadline, DeadlineStatus, OrderRecord
from companion.protection.deadlines import make_deadlines
from companion.protection.fingerprint import get_fingerprint
from companion.store import Sight

LIVE = frozenset({DeadlineStatus.OPEN, DeadlineStatus.CLAIMABLE})


class SightSource(Protocol):
    """The part of the store's watch that a look needs."""

    def read(self, now: datetime, rules: str) -> Iterator[Sight]:
        """Read the orders that are not known to be quiet."""
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
        quiet: number and revision of orders that turned out to be over and are not noted as such yet.
    """

    at: datetime
    rules: str
    running: tuple[Running, ...]
    quiet: tuple[tuple[int, int], ...]


def look(watch: SightSource, now: datetime) -> Look:
    """Work out the deadlines of every order for which something may run."""
    rules = get_fingerprint()
    running: list[Running] = []
    quiet: list[tuple[int, int]] = []
    for sight in watch.read(now, rules):
        deadlines = make_deadlines(sight.record, now)
        if any(deadline.status in LIVE for deadline in deadlines):
            running.append(Running(sight.number, sight.record, deadlines))
        else:
            quiet.append((sight.number, sight.revision))
    return Look(now, rules, tuple(running), tuple(quiet))
