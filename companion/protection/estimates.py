"""What the rules say where no page does: the earliest firm date, and an earlier one that is only possible."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from companion.model import Anchor, Certainty, DeadlineKind, Origin
from companion.protection.clocks import Clock
from companion.protection.conditions import CONDITIONS
from companion.protection.facts import Facts
from companion.protection.moments import DaySpan
from companion.protection.rules import Rule, RuleAnchor
from companion.protection.wording import count_words, span_words

_FIRM_GRADES = frozenset({Certainty.A, Certainty.B, Certainty.C})

_ANCHOR_OF: dict[RuleAnchor, Anchor] = {
    RuleAnchor.ORDER_PAID: Anchor.ORDER_PAID,
    RuleAnchor.SHIPPED: Anchor.SHIPPED,
    RuleAnchor.DELIVERED_SCAN: Anchor.DELIVERED,
    RuleAnchor.ORDER_COMPLETED: Anchor.ORDER_COMPLETED,
}

_EVENT_WORDS: dict[RuleAnchor, str] = {
    RuleAnchor.ORDER_PAID: "the order was paid",
    RuleAnchor.SHIPPED: "the order was shipped",
    RuleAnchor.DELIVERED_SCAN: "the delivery",
    RuleAnchor.ORDER_COMPLETED: "the order was completed",
    RuleAnchor.DELIVERY_TIME_OVER: "the end of the delivery time",
    RuleAnchor.LATEST_ESTIMATED: "the last estimated day of delivery",
    RuleAnchor.PAGE_COUNTDOWN: "the end of the countdown",
}


def rule_clocks(facts: Facts, rules: Iterable[Rule], stated: frozenset[DeadlineKind]) -> tuple[Clock, ...]:
    """The clocks that rules give for the kinds no page states, at most one firm and one possible per kind."""
    by_kind: dict[DeadlineKind, list[Clock]] = {}
    for rule in rules:
        if rule.marketplace != facts.record.marketplace or rule.kind in stated:
            continue
        clock = _clock_of(rule, facts)
        if clock is not None:
            by_kind.setdefault(rule.kind, []).append(clock)
    return tuple(clock for clocks in by_kind.values() for clock in _choose(clocks))


def _choose(clocks: Sequence[Clock]) -> list[Clock]:
    """A possible date stands beside a firm one only where it is earlier: it must not be overlooked."""
    firm = min((clock for clock in clocks if not clock.possible), key=_first_day, default=None)
    possible = min((clock for clock in clocks if clock.possible), key=_first_day, default=None)
    if firm is None or possible is None:
        return [clock for clock in (firm, possible) if clock is not None]
    return [firm, possible] if _first_day(possible) < _first_day(firm) else [firm]


def _first_day(clock: Clock) -> date:
    return clock.span.first if clock.span else date.max


def _clock_of(rule: Rule, facts: Facts) -> Clock | None:
    anchor = _anchor_span(rule.anchor, facts)
    if anchor is None or rule.offset_days is None:
        return None
    span = anchor.plus(rule.offset_days)
    doubts = _doubts(rule, facts, anchor)
    if span is None or doubts is None:
        return None
    return Clock(
        kind=rule.kind,
        span=span,
        zone=facts.zone,
        origin=Origin.RULE,
        certainty=rule.certainty,
        told=_told(rule, anchor, span, doubts),
        last_seen_at=facts.record.last_seen_at,
        rule_id=rule.id,
        possible=bool(doubts) or rule.certainty not in _FIRM_GRADES,
    )


def _anchor_span(anchor: RuleAnchor, facts: Facts) -> DaySpan | None:
    if anchor is RuleAnchor.LATEST_ESTIMATED:
        return facts.estimated_on
    if anchor is RuleAnchor.DELIVERY_TIME_OVER:
        return facts.delivery_time_over_on
    event = _ANCHOR_OF.get(anchor)
    return facts.anchors[event] if event is not None else None


def _doubts(rule: Rule, facts: Facts, anchor: DaySpan) -> list[str] | None:
    """What is not known about whether the rule applies; None when it does not apply."""
    doubts: list[str] = []
    for name in rule.applies_when:
        holds = CONDITIONS[name].holds(facts)
        if holds is False:
            return None
        if holds is None:
            doubts.append(CONDITIONS[name].open_question)
    in_force = _in_force(rule, facts, anchor)
    if in_force is False:
        return None
    if in_force is None:
        doubts.append("whether the rule was already in force is not known")
    return doubts


def _in_force(rule: Rule, facts: Facts, anchor: DaySpan) -> bool | None:
    """Whether the rule was valid on the day of the order, or else on the day it counts from."""
    ordered = facts.anchors[Anchor.ORDER_PLACED] or facts.anchors[Anchor.ORDER_PAID]
    day = (ordered or anchor).first
    if rule.valid_to is not None and day > rule.valid_to:
        return False
    if rule.valid_from is not None and day < rule.valid_from:
        return False if ordered else None
    return True


def _told(rule: Rule, anchor: DaySpan, span: DaySpan, doubts: Sequence[str]) -> str:
    event = f"{_EVENT_WORDS[rule.anchor]} on {span_words(anchor)}"
    period = f"{count_words(rule.offset_days, 'day')} after {event}" if rule.offset_days else event
    source = f"by rule {rule.id}, grade {rule.certainty}"
    if doubts or rule.certainty not in _FIRM_GRADES:
        words = f"possibly from {span_words(span)}: {period}, {source}"
        return "; ".join((words, *doubts))
    return f"estimated: {period}, {source}"
