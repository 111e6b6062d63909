"""Every date at which an order gains or loses a right, worked out from its record and the time now.

`make_deadlines` keeps every date that any page shows, each with its quote and capture; rules fill in only
where no page speaks; an order on its way for which nobody gave a date says exactly that.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from companion.model import (
    Certainty,
    Deadline,
    DeadlineKind,
    OrderRecord,
    Origin,
    Role,
    StatementKind,
)
from companion.protection.case import Case
from companion.protection.changes import find_next_change
from companion.protection.clocks import Clock
from companion.protection.estimates import rule_clocks
from companion.protection.facts import Facts, read_facts
from companion.protection.rules import load_rules
from companion.protection.schedule import load_schedule
from companion.protection.statements import statement_clocks
from companion.protection.status import LIVE, Verdict, judge
from companion.protection.urgency import RANK

_NEVER = datetime.max.replace(tzinfo=UTC)
_PROTECTING = frozenset({StatementKind.REFUND_IF_NOT_DELIVERED_BY, StatementKind.PROTECTION_ENDS})


@dataclass(frozen=True, slots=True)
class Standing:
    """How an order stands: its deadlines, most urgent first, and how long that holds.

    Attributes:
        changes_at: the instant at which time alone may change any of them; None for never.
    """

    deadlines: tuple[Deadline, ...]
    changes_at: datetime | None


def make_deadlines(record: OrderRecord, now: datetime) -> tuple[Deadline, ...]:
    """The deadlines of one order, most urgent first."""
    facts = read_facts(record)
    return _judge_all(_clocks(facts), facts, now)


def make_standing(record: OrderRecord, now: datetime) -> Standing:
    """The deadlines of one order, and until when they stay as they are if nothing new is seen."""
    facts = read_facts(record)
    clocks = _clocks(facts)
    return Standing(_judge_all(clocks, facts, now), find_next_change(clocks, load_schedule(), now))


def _judge_all(clocks: Sequence[Clock], facts: Facts, now: datetime) -> tuple[Deadline, ...]:
    schedule = load_schedule()
    judged = [(clock, judge(clock, clocks, facts, schedule, now)) for clock in clocks]
    cases = (
        Case(clock, verdict, _live_beside(clock, judged), facts, schedule, now) for clock, verdict in judged
    )
    return sort_deadlines(_deadline_of(case) for case in cases)


def sort_deadlines(deadlines: Iterable[Deadline]) -> tuple[Deadline, ...]:
    """Most urgent first: by level, what the buyer must do, the first day and the money; ended ones last."""
    return tuple(sorted(deadlines, key=_pressing_key))


def _pressing_key(deadline: Deadline) -> tuple[int, bool, bool, datetime, Decimal, str, str, str, str]:
    rank = RANK[deadline.urgency] if deadline.urgency else len(RANK)
    # An order without any date stands above everything at its level: nothing else is known to be safe.
    dated = deadline.kind is not DeadlineKind.NO_DATE_KNOWN
    at_stake = deadline.amount.amount if deadline.amount else Decimal(0)
    first = deadline.earliest_at or _NEVER
    # At one level, a right that the buyer can lose stands above a promise that the seller may have broken.
    watched = deadline.role is Role.SELLER_DUE
    return (
        rank,
        dated,
        watched,
        first,
        -at_stake,
        deadline.order_id,
        deadline.kind,
        # Before the capture's id, which is chance: the same pages recorded twice stand in the same order.
        f"{deadline.quote}|{deadline.reason}",
        deadline.capture_id or "",
    )


def _live_beside(clock: Clock, judged: Sequence[tuple[Clock, Verdict]]) -> tuple[Clock, ...]:
    return tuple(other for other, its in judged if other.kind is clock.kind and its.status in LIVE)


def _clocks(facts: Facts) -> tuple[Clock, ...]:
    said = statement_clocks(facts)
    dated = frozenset(clock.kind for clock in said if clock.span is not None)
    undated = frozenset(clock.kind for clock in said if clock.span is None)
    # A period counted from a day nobody has shown leaves room for a firm estimate beside it, not for a guess.
    estimated = (
        clock
        for clock in rule_clocks(facts, load_rules(), dated)
        if not (clock.possible and clock.kind in undated)
    )
    return (*said, *estimated, *_unknown_date(facts, said))


def _unknown_date(facts: Facts, said: Sequence[Clock]) -> tuple[Clock, ...]:
    protected = any(clock.statement_kind in _PROTECTING and clock.span is not None for clock in said)
    if protected or not facts.underway:
        return ()
    clock = Clock(
        kind=DeadlineKind.NO_DATE_KNOWN,
        span=None,
        zone=None,
        origin=Origin.NONE,
        certainty=Certainty.U,
        told="no page has shown yet until when it is protected",
        last_seen_at=facts.record.last_seen_at,
    )
    return (clock,)


def _deadline_of(case: Case) -> Deadline:
    clock, order = case.clock, case.facts.record.order
    return Deadline(
        order_id=order.order_id,
        marketplace=case.facts.record.marketplace,
        kind=clock.kind,
        role=case.row.role,
        status=case.verdict.status,
        reason=case.reason(),
        earliest_at=clock.earliest_at,
        latest_at=clock.latest_at,
        origin=clock.origin,
        certainty=clock.certainty,
        quote=clock.quote,
        rule_id=clock.rule_id,
        capture_id=clock.capture_id,
        last_seen_at=clock.last_seen_at,
        stale=case.is_stale(),
        urgency=case.urgency(),
        next_action=case.next_action(),
        amount=order.total,
        seller=order.seller.name if order.seller else None,
    )
