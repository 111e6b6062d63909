"""What pages say, as clocks: one per statement, so that no date shown by any page is lost."""

from __future__ import annotations

from datetime import datetime

from companion.model import (
    Anchor,
    Certainty,
    DeadlineKind,
    Origin,
    SeenStatement,
    Statement,
    StatementKind,
)
from companion.protection.clocks import Clock
from companion.protection.facts import Facts
from companion.protection.moments import DaySpan, find_zone, one_day
from companion.protection.wording import count_words, page_words, span_words

KIND_OF_STATEMENT: dict[StatementKind, DeadlineKind] = {
    StatementKind.REFUND_IF_NOT_DELIVERED_BY: DeadlineKind.NOT_DELIVERED_REFUND,
    StatementKind.PROTECTION_ENDS: DeadlineKind.PROTECTION_END,
    StatementKind.AUTO_CONFIRM_ON: DeadlineKind.AUTO_CONFIRM,
    StatementKind.DISPUTE_WITHIN: DeadlineKind.DISPUTE_CLOSE,
    StatementKind.RETURN_WITHIN: DeadlineKind.FREE_RETURN_END,
    StatementKind.OFFER_RESPONSE_BY: DeadlineKind.BUYER_RESPONSE,
    StatementKind.EVIDENCE_BY: DeadlineKind.EVIDENCE_DUE,
    StatementKind.RETURN_SHIP_BY: DeadlineKind.RETURN_SHIP,
    StatementKind.LATE_COUPON_FROM: DeadlineKind.DELIVERY_PROMISE,
    StatementKind.ESTIMATED_DELIVERY: DeadlineKind.DELIVERY_PROMISE,
    StatementKind.PAY_BY: DeadlineKind.PAY_BY,
    StatementKind.SHIP_BY: DeadlineKind.SHIP_DEADLINE,
}

EVENT_WORDS: dict[Anchor, str] = {
    Anchor.ORDER_PLACED: "the order was placed",
    Anchor.ORDER_PAID: "the order was paid",
    Anchor.SHIPPED: "the order was shipped",
    Anchor.DELIVERED: "the delivery",
    Anchor.ORDER_COMPLETED: "the order was completed",
    Anchor.DISPUTE_OPENED: "the dispute was opened",
}


def statement_clocks(facts: Facts) -> tuple[Clock, ...]:
    """One clock for each date that a page says; one it says in several places is told once.

    The statements themselves are all kept; of those that repeat each other the fullest quote speaks.
    """
    said: dict[tuple[object, ...], Clock] = {}
    for clock in sorted((_clock_of(seen, facts) for seen in facts.statements), key=_fullness):
        said[clock.statement_kind, clock.page_kind, clock.span or clock.quote, clock.counted_from] = clock
    return tuple(said.values())


def _fullness(clock: Clock) -> tuple[datetime, int]:
    return clock.last_seen_at, len(clock.quote or "")


def _clock_of(seen: SeenStatement, facts: Facts) -> Clock:
    statement = seen.statement
    return Clock(
        kind=KIND_OF_STATEMENT[statement.kind],
        span=_span_of(statement, facts),
        zone=find_zone(seen.time_zone),
        origin=Origin.PAGE,
        certainty=Certainty.STATED,
        told=f"{page_words(seen.page_kind)} says so{_period_words(statement, facts)}",
        last_seen_at=seen.captured_at,
        counted_from=statement.after if statement.on is None else None,
        statement_kind=statement.kind,
        page_kind=seen.page_kind,
        place=statement.place,
        quote=statement.quote,
        capture_id=seen.capture_id,
    )


def _span_of(statement: Statement, facts: Facts) -> DaySpan | None:
    if statement.on is not None:
        return one_day(statement.on)
    anchor = facts.anchors[statement.after] if statement.after is not None else None
    if anchor is None or statement.within_days is None:
        return None
    return anchor.plus(statement.within_days)


def _period_words(statement: Statement, facts: Facts) -> str:
    """`: 90 days after the order was placed on 15 Jul 2026`."""
    if statement.on is not None or statement.after is None or statement.within_days is None:
        return ""
    words = f": {count_words(statement.within_days, 'day')} after {EVENT_WORDS[statement.after]}"
    anchor = facts.anchors[statement.after]
    return f"{words} on {span_words(anchor)}" if anchor else words
