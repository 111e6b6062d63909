"""The dashboard's first page: every order in the section where the buyer should look for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from companion.model import CountedProblem, Deadline, DeadlineKind, Money, OrderRecord, Urgency
from companion.protection.deadlines import make_deadlines, sort_deadlines
from companion.protection.wording import page_words
from companion.store import OrderKey, Store
from companion.web.api import find_start_of_day
from companion.web.cards import LIVE, OrderCard, Reader, make_order_card
from companion.web.wording import make_age_words, make_field_words, make_money_words

MAX_CLOSED = 100

_PRESSING = (Urgency.OVERDUE, Urgency.CRITICAL, Urgency.URGENT)
_NOW, _SOON, _UNKNOWN, _LATER, _CLOSED = "now", "soon", "unknown", "later", "closed"
_TITLES = {
    _NOW: "Now",
    _SOON: "Soon",
    _UNKNOWN: "No date known",
    _LATER: "Later",
    _CLOSED: "Closed",
}
_NOTES = {_UNKNOWN: "Open each order once on the site, so that its dates can be read."}


@dataclass(frozen=True, slots=True)
class Section:
    """Orders that ask for the same kind of attention."""

    name: str
    title: str
    note: str | None
    orders: tuple[OrderCard, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class ProblemCard:
    """Something that was met and not understood."""

    where: str
    field: str
    count: int
    seen: str
    next_action: str


@dataclass(frozen=True, slots=True)
class Overview:
    """What the first page shows of the store."""

    headline: str
    at_stake: str | None
    sections: tuple[Section, ...]
    problems: tuple[ProblemCard, ...]
    captures: int
    captured_today: int
    orders: int
    unparsed: int
    is_read_only: bool


def make_overview(store: Store, reader: Reader) -> Overview:
    """Gather the first page."""
    counts = store.counts(find_start_of_day(reader.now))
    records = store.order_records()
    sections = make_sections(records, reader)
    pressing = {order.order_id for section in sections if section.name == _NOW for order in section.orders}
    return Overview(
        headline=_make_headline(len(pressing)),
        at_stake=_make_at_stake([record for record in records if record.order.order_id in pressing], reader),
        sections=sections,
        problems=tuple(_make_problem_card(problem, reader.now) for problem in store.counted_problems()),
        captures=counts.captures,
        captured_today=counts.captured_today,
        orders=counts.orders,
        unparsed=counts.unparsed,
        is_read_only=store.is_read_only,
    )


def make_sections(records: Iterable[OrderRecord], reader: Reader) -> tuple[Section, ...]:
    """Sort orders into the sections that are not empty, most urgent order first."""
    known = {OrderKey(record.marketplace, record.order.order_id): record for record in records}
    deadlines = {key: make_deadlines(record, reader.now) for key, record in known.items()}
    grouped: dict[str, list[OrderKey]] = {name: [] for name in _TITLES}
    for key in _order_by_urgency(deadlines):
        grouped[_find_section(deadlines[key])].append(key)
    # What is over is looked up by its age, not by what was once urgent about it.
    grouped[_CLOSED].sort(key=lambda key: (known[key].order.placed_on or date.min, key), reverse=True)
    left_out = max(0, len(grouped[_CLOSED]) - MAX_CLOSED)
    del grouped[_CLOSED][MAX_CLOSED:]
    return tuple(
        Section(
            name=name,
            title=_TITLES[name],
            note=_NOTES.get(name),
            orders=tuple(make_order_card(known[key], deadlines[key], reader) for key in keys),
            left_out=left_out if name == _CLOSED else 0,
        )
        for name, keys in grouped.items()
        if keys
    )


def _make_headline(pressing: int) -> str:
    if pressing == 0:
        return "Nothing needs you today"
    return "1 order needs you now" if pressing == 1 else f"{pressing} orders need you now"


def _make_at_stake(records: Iterable[OrderRecord], reader: Reader) -> str | None:
    """Add up the amounts of these orders, each currency for itself."""
    sums: dict[str, Decimal] = {}
    for record in records:
        total = record.order.total
        if total is not None:
            sums[total.currency] = sums.get(total.currency, Decimal(0)) + total.amount
    words = [make_money_words(Money(amount, name, ""), reader.locale) for name, amount in sums.items()]
    return " + ".join(word for word in words if word) or None


def _order_by_urgency(deadlines: Mapping[OrderKey, tuple[Deadline, ...]]) -> tuple[OrderKey, ...]:
    every = sort_deadlines(deadline for found in deadlines.values() for deadline in found)
    pressing = (OrderKey(deadline.marketplace, deadline.order_id) for deadline in every)
    return tuple(dict.fromkeys((*pressing, *deadlines)))  # orders without any deadline come last


def _find_section(deadlines: Iterable[Deadline]) -> str:
    live = [deadline for deadline in deadlines if deadline.status in LIVE]
    dated = [deadline.urgency for deadline in live if deadline.kind is not DeadlineKind.NO_DATE_KNOWN]
    if any(urgency in _PRESSING for urgency in dated):
        return _NOW
    if Urgency.SOON in dated:
        return _SOON
    if len(dated) < len(live):
        return _UNKNOWN
    return _LATER if live else _CLOSED


def _make_problem_card(problem: CountedProblem, now: datetime) -> ProblemCard:
    return ProblemCard(
        where=page_words(problem.page_kind),
        field=make_field_words(problem.field),
        count=problem.count,
        seen=make_age_words(problem.last_seen_at, now),
        next_action=problem.next_action,
    )
