"""One judged clock among its order's: how urgent it is, why, and what to do next, in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from companion.model import Anchor, DeadlineKind, Origin, Urgency
from companion.protection.clocks import Clock
from companion.protection.facts import Facts
from companion.protection.schedule import Row, Schedule
from companion.protection.status import LIVE, Verdict, is_passed
from companion.protection.urgency import action_for, urgency_of
from companion.protection.wording import day_words, page_words, sentence, span_words

STALE_AFTER = timedelta(days=7)
STALE_SOONER = timedelta(days=3)
NEAR = timedelta(days=10)


@dataclass(frozen=True, slots=True)
class Case:
    """A clock with its verdict.

    Attributes:
        live: the open and claimable clocks of the same kind, this one among them.
    """

    clock: Clock
    verdict: Verdict
    live: tuple[Clock, ...]
    facts: Facts
    schedule: Schedule
    now: datetime

    @property
    def row(self) -> Row:
        """How this kind escalates."""
        return self.schedule[self.clock.kind]

    def urgency(self) -> Urgency | None:
        """How soon to act; of several pages' dates for one kind only one raises the alarm."""
        if self.verdict.status not in LIVE:
            return None
        if self._has_to_be_read():
            return Urgency.SOON
        warns = _warning_clock(self.live, self.row.closing, self.now)
        if self.clock.origin is Origin.PAGE and warns is not None and self.clock is not warns:
            return Urgency.LATER
        return self._own_urgency()

    def _own_urgency(self) -> Urgency | None:
        """How soon to act if no other page gave a date for the same."""
        return urgency_of(self.clock, self.row, self.verdict.status, self.now)

    def is_stale(self) -> bool:
        """Whether an open order was not looked at for too long; sooner where the day is near."""
        if self.verdict.status not in LIVE or self.facts.finished:
            return False
        first = self.clock.earliest_at
        near = first is not None and first - self.now < NEAR
        return self.now - self.clock.last_seen_at > (STALE_SOONER if near else STALE_AFTER)

    def reason(self) -> str:
        """Who says so, what else pages say, and what ended it."""
        if self.verdict.status not in LIVE:
            return sentence(self.verdict.why)
        others = (_disagreement(self.clock, other) for other in self.live if other is not self.clock)
        return sentence(self.clock.told, self.verdict.why, self._parcels(), self._unread(), *others)

    def next_action(self) -> str:
        """One sentence; a second one where the page was not read for too long."""
        if self._has_to_be_read():
            return sentence(self.schedule[DeadlineKind.NO_DATE_KNOWN].actions.open)
        action = sentence(action_for(self.row, self.verdict.status, self._own_urgency()))
        if not self.is_stale():
            return action
        seen = day_words(self.clock.last_seen_at.astimezone(self.facts.zone or UTC).date())
        return f"{action} Its page was last read on {seen}: open it again."

    def _has_to_be_read(self) -> bool:
        """Whether the clock runs and only its page can say until when."""
        return self.verdict.status in LIVE and self.clock.span is None and self._event_is_past()

    def _event_is_past(self) -> bool:
        """Whether the event that a period counts from has happened, on whatever day."""
        facts = self.facts
        if self.clock.counted_from is Anchor.DELIVERED:
            return facts.delivered or facts.completed
        if self.clock.counted_from is Anchor.ORDER_COMPLETED:
            return facts.completed
        if self.clock.counted_from is Anchor.DISPUTE_OPENED:
            return facts.dispute_open
        return True

    def _unread(self) -> str:
        if self.clock.span is not None or self.clock.kind is DeadlineKind.NO_DATE_KNOWN:
            return ""
        return "that day has not been read yet" if self._event_is_past() else "that has not happened yet"

    def _parcels(self) -> str:
        facts = self.facts
        if self.clock.kind is not DeadlineKind.NOT_DELIVERED_REFUND or not facts.parcels_delivered:
            return ""
        return f"{facts.parcels_delivered} of {facts.parcels} parcels delivered"


def _warning_clock(live: Sequence[Clock], closing: bool, now: datetime) -> Clock | None:
    """Which of several dates that pages give for one kind raises the alarm: the earliest.

    Once the earliest closing date has passed, the next one takes over; the last one stays overdue.
    """
    dated = sorted(
        (clock for clock in live if clock.origin is Origin.PAGE and clock.span is not None),
        key=_first_instant,
    )
    ahead = [clock for clock in dated if not (closing and is_passed(clock, now))]
    return next(iter(ahead or dated[-1:]), None)


def _first_instant(clock: Clock) -> datetime:
    return clock.earliest_at or datetime.max.replace(tzinfo=UTC)


def _disagreement(clock: Clock, other: Clock) -> str:
    """What another place says of the same thing, and which of the two was read later."""
    if clock.page_kind is None or other.page_kind is None or clock.span is None or other.span is None:
        return ""
    if clock.statement_kind is not other.statement_kind or clock.span == other.span:
        return ""
    says = f"says {span_words(other.span)}"
    if other.last_seen_at > clock.last_seen_at:
        return f"{page_words(other.page_kind)}, read later, {says}"
    if other.last_seen_at < clock.last_seen_at:
        return f"{page_words(other.page_kind)}, read earlier, {says}"
    return f"{page_words(other.page_kind)} {says}"
