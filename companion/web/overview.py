"""The dashboard's first page: every order in the section where the buyer should look for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from companion.completeness import make_completeness
from companion.drift import find_drifts
from companion.ingest import RereadProgress, find_progress
from companion.lookout import LIVE, Lookout, Running
from companion.model import (
    Completeness,
    CountedProblem,
    Deadline,
    DeadlineKind,
    Drift,
    Money,
    OrderRecord,
    Urgency,
)
from companion.protection.deadlines import sort_deadlines
from companion.protection.wording import page_words, undecoded_words
from companion.store import OrderKey, Store, StoreCounts
from companion.web.api import find_start_of_day
from companion.web.cards import OrderCard, Reader, make_order_card
from companion.web.wording import make_age_words, make_field_words, make_money_words

MAX_CLOSED = 20  # on the first page

_PRESSING = (Urgency.OVERDUE, Urgency.CRITICAL, Urgency.URGENT)
_NOW, _SOON, _UNKNOWN, _LATER = "now", "soon", "unknown", "later"
_TITLES = {
    _NOW: "Now",
    _SOON: "Soon",
    _UNKNOWN: "No date known",
    _LATER: "Later",
}
_FRAME = "frame"
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
    completeness: Completeness
    drifts: tuple[Drift, ...]
    captures: int
    captured_today: int
    orders: int
    unparsed: int
    is_read_only: bool
    rereading: RereadProgress | None
    has_conversations: bool
    undecoded: tuple[str, ...]


def make_overview(store: Store, lookout: Lookout, reader: Reader) -> Overview:
    """Gather the first page."""
    counts = store.counts(find_start_of_day(reader.now))
    running = lookout.look(store.watch, reader.now).running
    grouped = group_running(running)
    return Overview(
        headline=_make_headline(len(grouped[_NOW])),
        at_stake=_make_at_stake((order.record for order in grouped[_NOW]), reader),
        sections=(*_make_sections(grouped, reader), *_make_closed_section(store, running, counts, reader)),
        problems=tuple(_make_problem_cards(store, reader.now)),
        completeness=make_completeness(store),
        drifts=find_drifts(store),
        captures=counts.captures,
        captured_today=counts.captured_today,
        orders=counts.orders,
        unparsed=counts.unparsed,
        is_read_only=store.is_read_only,
        rereading=find_progress(store),
        has_conversations=store.condition.count_conversations() > 0,
        undecoded=tuple(
            undecoded_words(one.count, one.marketplace) for one in store.condition.undecoded_frames()
        ),
    )


def group_running(running: Iterable[Running]) -> Mapping[str, list[Running]]:
    """Sort orders into the sections where the buyer looks for them, most urgent order first."""
    grouped: dict[str, list[Running]] = {name: [] for name in _TITLES}
    for order in _order_by_urgency(running):
        grouped[_find_section(order.deadlines)].append(order)
    return grouped


def _make_sections(grouped: Mapping[str, list[Running]], reader: Reader) -> tuple[Section, ...]:
    return tuple(
        Section(
            name=name,
            title=_TITLES[name],
            note=_NOTES.get(name),
            orders=tuple(make_order_card(order.record, order.deadlines, reader) for order in orders),
            left_out=0,
        )
        for name, orders in grouped.items()
        if orders
    )


def _make_closed_section(
    store: Store, running: Sequence[Running], counts: StoreCounts, reader: Reader
) -> tuple[Section, ...]:
    """Gather the newest of the orders for which nothing runs; the others are on pages of their own."""
    records = store.watch.read_others((order.number for order in running), limit=MAX_CLOSED)
    if not records:
        return ()
    cards = tuple(make_order_card(record, (), reader) for record in records)
    return (Section("closed", "Closed", None, cards, counts.orders - len(running) - len(cards)),)


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


def _order_by_urgency(running: Iterable[Running]) -> tuple[Running, ...]:
    known = {OrderKey(order.record.marketplace, order.record.order.order_id): order for order in running}
    every = sort_deadlines(deadline for order in known.values() for deadline in order.deadlines)
    pressing = dict.fromkeys(OrderKey(deadline.marketplace, deadline.order_id) for deadline in every)
    return tuple(known[key] for key in pressing)


def _find_section(deadlines: Iterable[Deadline]) -> str:
    live = [deadline for deadline in deadlines if deadline.status in LIVE]
    dated = [deadline.urgency for deadline in live if deadline.kind is not DeadlineKind.NO_DATE_KNOWN]
    if any(urgency in _PRESSING for urgency in dated):
        return _NOW
    if Urgency.SOON in dated:
        return _SOON
    if len(dated) < len(live):
        return _UNKNOWN
    return _LATER


def _make_problem_cards(store: Store, now: datetime) -> Iterator[ProblemCard]:
    for problem in store.counted_problems():
        if problem.field != _FRAME:  # said at the foot of the page, with their marketplace
            yield _make_problem_card(problem, now)


def _make_problem_card(problem: CountedProblem, now: datetime) -> ProblemCard:
    return ProblemCard(
        where=page_words(problem.page_kind),
        field=make_field_words(problem.field),
        count=problem.count,
        seen=make_age_words(problem.last_seen_at, now),
        next_action=problem.next_action,
    )
