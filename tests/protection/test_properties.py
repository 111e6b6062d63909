"""Promises over any order: dates never later than shown, and no clock ever lost by looking again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import available_timezones

from hypothesis import given, settings
from hypothesis import strategies as st

from companion.model import (
    Anchor,
    Certainty,
    Deadline,
    DeadlineKind,
    DeadlineStatus,
    Milestone,
    Order,
    OrderLine,
    OrderRecord,
    OrderState,
    Origin,
    PageKind,
    SeenStatement,
    StatementKind,
    Urgency,
)
from companion.protection.deadlines import make_deadlines
from companion.protection.moments import first_day, last_day
from companion.protection.statements import KIND_OF_STATEMENT
from tests.protection.made import ORDER_ID, PLACED_ON, SEEN_AT, at, parcel, record, seen

DAYS = st.dates(date(2026, 7, 15), date(2026, 12, 31))
NOWS = st.integers(0, 365 * 24).map(lambda hours: at("2026-07-01") + timedelta(hours=hours))
ZONES = st.none() | st.sampled_from(["GMT-03:00", "nonsense", *sorted(available_timezones())[::9]])
MILESTONES = st.sampled_from([Milestone.IN_TRANSIT, Milestone.CUSTOMS, Milestone.DELIVERED, Milestone.OTHER])
SCANS = st.tuples(st.none() | DAYS.map(lambda day: f"{day}T12:00"), MILESTONES)
PARCELS = st.lists(st.lists(SCANS, max_size=3), max_size=3).map(
    lambda parcels: tuple(parcel(*scans, number=f"LX{n}") for n, scans in enumerate(parcels))
)
LIVE = {DeadlineStatus.OPEN, DeadlineStatus.CLAIMABLE}


@st.composite
def statements(draw: st.DrawFn) -> SeenStatement:
    """A sentence of any kind on any page: a day, a period, or neither."""
    within = draw(st.none() | st.tuples(st.integers(0, 400), st.sampled_from(Anchor)))
    return seen(
        draw(st.sampled_from(StatementKind)),
        None if within else draw(st.none() | DAYS.map(str)),
        within=within,
        page=draw(st.sampled_from([PageKind.ORDER_LIST, PageKind.ORDER_DETAIL, PageKind.TRACKING])),
        place=draw(st.sampled_from("abc")),
        captured_at=SEEN_AT - timedelta(hours=draw(st.integers(0, 500))),
        zone=draw(ZONES),
    )


def spot(said: SeenStatement) -> tuple[str, ...]:
    """Kind and place: the newest statement of one spot replaces the older ones."""
    return (said.statement.kind, said.page_kind, said.statement.place)


STATEMENTS = st.lists(statements(), max_size=6, unique_by=spot).map(tuple)


@st.composite
def orders(draw: st.DrawFn) -> Order:
    """An order in any state, with any of its days known."""
    return Order(
        ORDER_ID,
        state=draw(st.none() | st.sampled_from(OrderState)),
        placed_on=PLACED_ON,
        paid_on=draw(st.none() | DAYS),
        shipped_on=draw(st.none() | DAYS),
        completed_on=draw(st.none() | DAYS),
        lines=draw(st.sampled_from([(), (OrderLine("1", badges=("free_returns",)),)])),
    )


@st.composite
def records(draw: st.DrawFn) -> OrderRecord:
    """Any order with anything said of it."""
    return record(draw(orders()), *draw(STATEMENTS), shipments=draw(PARCELS))


def looked_at_again(before: OrderRecord, order: Order, said: tuple[SeenStatement, ...]) -> OrderRecord:
    """The record after another capture: newer fields and statements replace, and what it lacks stays."""
    spots = {spot(each) for each in said}
    kept = tuple(each for each in before.statements if spot(each) not in spots)
    replaced = tuple(each for each in before.statements if spot(each) in spots)
    fields = {
        name: getattr(order, name) or getattr(before.order, name)
        for name in ("state", "paid_on", "shipped_on", "completed_on")
    }
    newer = replace(before.order, **fields)
    return replace(before, order=newer, statements=(*kept, *said), earlier_statements=replaced)


@settings(deadline=None)
@given(made=records(), now=NOWS)
def test_no_deadline_is_later_than_its_page_says(made: OrderRecord, now: datetime) -> None:
    """For a printed day, both ends of the deadline lead back to that very day."""
    said = [each.statement for each in made.statements]
    printed = {(KIND_OF_STATEMENT[each.kind], each.on) for each in said if each.on}
    spans = [each for each in make_deadlines(made, now) if each.origin is Origin.PAGE]
    shown = {(each.kind, first_day(each.earliest_at)) for each in spans if each.earliest_at}
    assert set() == printed - shown
    for each in spans:
        if each.earliest_at and each.latest_at:
            assert first_day(each.earliest_at) <= last_day(each.latest_at)
            assert timedelta(days=1) <= each.latest_at - each.earliest_at <= timedelta(days=4)


@settings(deadline=None)
@given(made=records(), now=NOWS)
def test_a_deadline_always_hangs_together(made: OrderRecord, now: datetime) -> None:
    """Urgency only while it matters, "stated" only with a quote, and always a reason and a next action."""
    found = make_deadlines(made, now)
    shown = [each.kind for each in found if each.origin is Origin.PAGE]
    assert {KIND_OF_STATEMENT[each.statement.kind] for each in made.statements} == set(shown)
    assert len(made.statements) >= len(shown)
    for each in found:
        assert (each.status in LIVE) == (each.urgency is not None)
        assert (each.certainty is Certainty.STATED) == (each.quote is not None)
        assert (each.origin is Origin.RULE) == (each.rule_id is not None)
        assert (each.earliest_at is None) == (each.latest_at is None)
        assert each.reason.endswith(".")
        assert each.next_action.endswith(".")
        assert not each.stale or each.status in LIVE


@settings(deadline=None, max_examples=200)
@given(before=records(), order=orders(), said=STATEMENTS, now=NOWS)
def test_another_capture_never_removes_a_clock_silently(
    before: OrderRecord, order: Order, said: tuple[SeenStatement, ...], now: datetime
) -> None:
    """Every kind on the list stays on it; one that stops mattering says why. Mere possibilities may go."""
    after = make_deadlines(looked_at_again(before, order, said), now)
    kinds = {each.kind for each in after}
    for each in make_deadlines(before, now):
        if each.kind is DeadlineKind.NO_DATE_KNOWN or each.reason.startswith("Possibly"):
            continue
        assert each.kind in kinds
    assert all("" != each.reason for each in after if each.status not in LIVE)


@settings(deadline=None)
@given(made=records(), now=NOWS)
def test_a_refund_that_is_due_is_never_called_missed(made: OrderRecord, now: datetime) -> None:
    """Past its date it is claimable, or something that happened ended it; it is never overdue."""

    def is_due(each: Deadline) -> bool:
        return each.kind is DeadlineKind.NOT_DELIVERED_REFUND and bool(each.earliest_at)

    for each in filter(is_due, make_deadlines(made, now)):
        assert Urgency.OVERDUE is not each.urgency
        assert "miss" not in (each.reason + each.next_action).lower()
        if each.earliest_at and now >= each.earliest_at:
            assert DeadlineStatus.OPEN is not each.status


@settings(deadline=None, max_examples=200)
@given(made=records(), now=NOWS, later=NOWS)
def test_what_is_over_stays_over(made: OrderRecord, now: datetime, later: datetime) -> None:
    """Time alone never brings back a deadline: an order without a live one has none at any later instant."""
    first, second = sorted((now, later))
    is_quiet = all(each.status not in LIVE for each in make_deadlines(made, first))
    alive = [each.kind for each in make_deadlines(made, second) if each.status in LIVE]
    assert not is_quiet or [] == alive
