"""What the buyers looked at over two years: one visit for each document in a tab."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from random import Random

from tests.corpus.fates import YEARS
from tests.corpus.lives import Buyer, Life, Return, Stage

PAGE_SIZE = 10
_LOOKS = 2  # a person looks so often at one order, before the last look
_WATCHED = 0.4  # of the orders


class Kind(StrEnum):
    """What is looked at."""

    LIST = "list"
    DETAIL = "detail"
    TRACKING = "tracking"
    RETURNS = "returns"


class Trouble(StrEnum):
    """Why the site shows nothing, or not at once."""

    LOGGED_OUT = "logged_out"
    CAPTCHA = "captcha"
    EMPTY = "empty"
    TOKEN_EXPIRED = "token_expired"


@dataclass(frozen=True, slots=True)
class Visit:
    """One document in one tab.

    Attributes:
        number: from 0, in the order in which they were made.
        day: counted from the day of the corpus.
        pages: how many pages of the list are shown, by "View orders".
        is_late: the browser could not hand it over until later visits had been.
    """

    number: int
    day: int
    minute: int
    buyer: Buyer
    kind: Kind
    order_id: str | None = None
    pages: int = 1
    trouble: Trouble | None = None
    is_late: bool = False

    def captured_at(self, today: date, second: int = 0) -> datetime:
        """The instant of the visit, some seconds into it."""
        start = datetime.combine(today + timedelta(days=self.day), time(), UTC)
        return start + timedelta(minutes=self.minute, seconds=second)


@dataclass(slots=True)
class _Walk:
    """One buyer's visits as they are drawn."""

    random: Random
    buyer: Buyer
    lives: tuple[Life, ...]
    minute: int = 0
    seen: dict[str, tuple[Stage, int]] = field(default_factory=dict)
    looks: dict[str, int] = field(default_factory=dict)
    returns: dict[Return, int] = field(default_factory=dict)

    def draw(self) -> Iterator[Visit]:
        watched = {life.order_id for life in self.lives if self.random.random() < _WATCHED}
        for day in self._draw_days():
            known = [life for life in self.lives if life.placed <= day]
            if known:
                yield from self._visit(day, known, watched)

    def _draw_days(self) -> list[int]:
        days = {0}
        day = -YEARS + 60
        while day < -3:
            days.add(day)
            day += self.random.randint(90, 190)
        return sorted(days)

    def _visit(self, day: int, known: list[Life], watched: set[str]) -> Iterator[Visit]:
        self.minute = 6 * 60 + self.random.randint(0, 600)
        is_late = day < 0 and self.random.random() < 0.15
        last = -(-len(known) // PAGE_SIZE)
        trouble = self._draw_trouble(Kind.LIST)
        if trouble:
            yield self._make(day, Kind.LIST, trouble=trouble)
        yield self._make(day, Kind.LIST, pages=last if day == 0 else 1, is_late=is_late)
        for life in known:
            if life.order_id in watched and self._is_news(life, day):
                yield from self._look_at(life, day, is_late=is_late)
        if self._has_return_news(known, day):
            yield self._make(day, Kind.RETURNS, is_late=is_late)

    def _is_news(self, life: Life, day: int) -> bool:
        """Tell whether a person looks: something has changed, and they are not tired of it yet."""
        signature = life.signature_on(day)
        if self.seen.get(life.order_id) == signature:
            return False
        if day < 0 and self.looks.get(life.order_id, 0) >= _LOOKS:
            return False
        self.seen[life.order_id] = signature
        self.looks[life.order_id] = self.looks.get(life.order_id, 0) + 1
        return True

    def _has_return_news(self, known: list[Life], day: int) -> bool:
        codes = {
            life.claim: life.claim.code_on(day) for life in known if life.claim and life.claim.opened <= day
        }
        is_news = codes != self.returns
        self.returns = codes
        return is_news

    def _look_at(self, life: Life, day: int, *, is_late: bool) -> Iterator[Visit]:
        trouble = self._draw_trouble(Kind.DETAIL)
        if trouble:
            yield self._make(day, Kind.DETAIL, life.order_id, trouble=trouble, is_late=is_late)
        yield self._make(day, Kind.DETAIL, life.order_id, is_late=is_late)
        if life.begun(Stage.ON_WAY, day) is not None:
            yield self._make(day, Kind.TRACKING, life.order_id, is_late=is_late)

    def _draw_trouble(self, kind: Kind) -> Trouble | None:
        found = self.random.choices(
            (None, Trouble.LOGGED_OUT, Trouble.CAPTCHA, Trouble.TOKEN_EXPIRED, Trouble.EMPTY),
            (90, 3, 3, 2, 2 if kind is Kind.DETAIL else 0),
        )
        return found[0]

    def _make(
        self,
        day: int,
        kind: Kind,
        order_id: str | None = None,
        *,
        pages: int = 1,
        trouble: Trouble | None = None,
        is_late: bool = False,
    ) -> Visit:
        self.minute += 2
        return Visit(0, day, self.minute, self.buyer, kind, order_id, pages, trouble, is_late)


def draw_visits(random: Random, lives: Mapping[Buyer, tuple[Life, ...]]) -> tuple[Visit, ...]:
    """Draw the visits of all buyers, in the order in which they were made."""
    drawn = [
        visit for buyer, own in lives.items() for visit in _Walk(Random(random.random()), buyer, own).draw()
    ]
    drawn.sort(key=lambda visit: (visit.day, visit.minute, visit.buyer.number))
    return tuple(replace(visit, number=number) for number, visit in enumerate(drawn))
