"""Whether a clock still matters: first what happened to the order, then what time it is.

A clock never disappears: what ends it is named in the reason. Wrongly ending one costs the buyer money,
wrongly keeping one costs a glance, so every doubt keeps it running.

Past its day, by kind:
- not_delivered_refund becomes claimable and stays so; it is over only when every closing date that a page
  states is over, too. A closing date by rule alone never ends it.
- closing clocks are overdue ("may be over") for the grace of the schedule: the site counts in a zone nobody
  has confirmed and an extension may have been granted unseen, so nobody can say at once that the right is
  gone. After the grace they are over, and no longer in the way. A free return is simply over: only a favour
  ends with it, and a dispute stays possible.
- a promise of the seller stays open: from its day on it is the seller who is late.
- what happens by itself (auto_confirm) is over, what opens a right (dispute_opens) is done.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from companion.model import Anchor, DeadlineKind, DeadlineStatus, Dispute, OrderState, Origin, Role
from companion.protection.clocks import Clock
from companion.protection.facts import Facts
from companion.protection.moments import DaySpan
from companion.protection.schedule import Row, Schedule
from companion.protection.wording import day_words, span_words

LIVE = frozenset({DeadlineStatus.OPEN, DeadlineStatus.CLAIMABLE})
_OF_DISPUTES = frozenset({DeadlineKind.BUYER_RESPONSE, DeadlineKind.EVIDENCE_DUE, DeadlineKind.RETURN_SHIP})
CLOSING_KINDS = frozenset({DeadlineKind.PROTECTION_END, DeadlineKind.DISPUTE_CLOSE})


@dataclass(frozen=True, slots=True)
class Verdict:
    """A status, and the clause that says why."""

    status: DeadlineStatus
    why: str


def judge(clock: Clock, clocks: Sequence[Clock], facts: Facts, schedule: Schedule, now: datetime) -> Verdict:
    """The status of one clock among all clocks of its order."""
    if facts.settled:
        return Verdict(DeadlineStatus.MOOT, f"the order was {facts.state}")
    ended = _ENDED_BY[clock.kind](facts, clocks) or _by_turn(clock, facts)
    if ended is not None:
        return ended
    return _by_time(clock, clocks, schedule, now)


def _by_time(clock: Clock, clocks: Sequence[Clock], schedule: Schedule, now: datetime) -> Verdict:
    row = schedule[clock.kind]
    earliest, latest = clock.earliest_at, clock.latest_at
    if earliest is None or latest is None or clock.span is None or now < earliest:
        return Verdict(DeadlineStatus.OPEN, "")
    if clock.kind is DeadlineKind.NOT_DELIVERED_REFUND:
        return _claimable(clock.span, clocks, schedule, now)
    if row.role is Role.OPENS:
        return Verdict(DeadlineStatus.DONE, f"it can be opened since {span_words(clock.span)}")
    if now < latest or row.role is Role.SELLER_DUE:
        return Verdict(DeadlineStatus.OPEN, "")
    if is_over(clock, row, now):
        return Verdict(DeadlineStatus.OVER, f"the day passed on {span_words(clock.span)}")
    return Verdict(DeadlineStatus.OPEN, f"{span_words(clock.span)} has passed, so it may be over")


def is_over(clock: Clock, row: Row, now: datetime) -> bool:
    """Whether a clock has passed, and its grace too."""
    latest = clock.latest_at
    return latest is not None and now >= latest + timedelta(days=row.grace_days)


def _claimable(span: DaySpan, clocks: Sequence[Clock], schedule: Schedule, now: datetime) -> Verdict:
    day = span_words(span)
    closing = [other for other in clocks if other.kind in CLOSING_KINDS and other.span is not None]
    stated = [other for other in closing if other.origin is Origin.PAGE]
    if stated and all(is_over(other, schedule[other.kind], now) for other in stated):
        return Verdict(DeadlineStatus.OVER, "the time to ask for it has ended, by the date the page gave")
    still = [other.span for other in (stated or closing) if other.span and not is_passed(other, now)]
    if not still:
        return Verdict(DeadlineStatus.CLAIMABLE, f"no delivery by {day}")
    last = span_words(min(still, key=lambda other: other.first))
    doubt = "" if stated else " by estimate"
    return Verdict(
        DeadlineStatus.CLAIMABLE, f"no delivery by {day}, and{doubt} only until {last} to ask for it"
    )


def is_passed(clock: Clock, now: datetime) -> bool:
    """Whether the day is over everywhere that counts."""
    return clock.latest_at is not None and now >= clock.latest_at


def _on(span: DaySpan | None) -> str:
    return f" on {span_words(span)}" if span else ""


def _completed_words(facts: Facts) -> str:
    return f"the order was completed{_on(facts.anchors[Anchor.ORDER_COMPLETED])}"


def _delivered_words(facts: Facts) -> str:
    day = facts.delivered_day
    return f"it was delivered on {day_words(day)}" if day else "it was delivered"


def _dispute(facts: Facts) -> Verdict | None:
    """An open dispute takes the place of the clocks before it, unless it names only some products."""
    if facts.dispute_open and facts.disputed_lines is None:
        return Verdict(DeadlineStatus.DONE, "a dispute is open")
    return None


def _not_delivered(facts: Facts, _clocks: Sequence[Clock]) -> Verdict | None:
    if facts.delivered:
        return Verdict(DeadlineStatus.MOOT, _delivered_words(facts))
    if facts.completed:
        why = f"{_completed_words(facts)}, and a claim now goes through a dispute"
        return Verdict(DeadlineStatus.MOOT, why)
    return _dispute(facts)


def _protection(facts: Facts, clocks: Sequence[Clock]) -> Verdict | None:
    """Completion ends the protection only where the clock that follows is known."""
    next_ones = (other for other in clocks if other.kind is DeadlineKind.DISPUTE_CLOSE and not other.possible)
    if facts.completed and any(other.span is not None for other in next_ones):
        return Verdict(
            DeadlineStatus.MOOT, f"{_completed_words(facts)}, and the time to dispute runs instead"
        )
    return _dispute(facts)


def _closing(facts: Facts, _clocks: Sequence[Clock]) -> Verdict | None:
    return _dispute(facts)


def _confirming(facts: Facts, _clocks: Sequence[Clock]) -> Verdict | None:
    return Verdict(DeadlineStatus.DONE, _completed_words(facts)) if facts.completed else None


def _promise(facts: Facts, _clocks: Sequence[Clock]) -> Verdict | None:
    if facts.delivered:
        return Verdict(DeadlineStatus.DONE, _delivered_words(facts))
    return Verdict(DeadlineStatus.DONE, _completed_words(facts)) if facts.completed else None


def _shipping(facts: Facts, _clocks: Sequence[Clock]) -> Verdict | None:
    if facts.shipped is not True:
        return None
    return Verdict(DeadlineStatus.DONE, f"it was shipped{_on(facts.anchors[Anchor.SHIPPED])}")


def _paying(facts: Facts, _clocks: Sequence[Clock]) -> Verdict | None:
    if facts.state in {None, OrderState.UNPAID, OrderState.UNKNOWN}:
        return None
    return Verdict(DeadlineStatus.DONE, f"it was paid{_on(facts.anchors[Anchor.ORDER_PAID])}")


def _in_dispute(facts: Facts, _clocks: Sequence[Clock]) -> Verdict | None:
    if facts.record.disputes and not facts.dispute_open:
        return Verdict(DeadlineStatus.MOOT, "the dispute was closed")
    return None


def _by_turn(clock: Clock, facts: Facts) -> Verdict | None:
    """End a clock of one dispute by what its page shows since: closed, answered, or posted."""
    if clock.kind not in _OF_DISPUTES:
        return None
    dispute = _find_dispute(clock, facts)
    if dispute is None:
        return None
    if dispute.is_closed:
        return Verdict(DeadlineStatus.MOOT, "the dispute was closed")
    if clock.kind is DeadlineKind.RETURN_SHIP and dispute.return_tracking_number:
        return Verdict(DeadlineStatus.DONE, "the return is on its way, with its tracking number entered")
    if dispute.answer_from in {"seller", "platform"}:
        who = "the seller" if dispute.answer_from == "seller" else "the platform"
        return Verdict(DeadlineStatus.DONE, f"{who} has to act now")
    return None


def _find_dispute(clock: Clock, facts: Facts) -> Dispute | None:
    """Find the dispute whose page the clock stood on: its id is the place, else it is the only one."""
    disputes = facts.record.disputes
    named = next((one for one in disputes if clock.place == f"dispute[{one.dispute_id}]"), None)
    return named or (disputes[0] if len(disputes) == 1 else None)


def _never(_facts: Facts, _clocks: Sequence[Clock]) -> Verdict | None:
    return None


_ENDED_BY: dict[DeadlineKind, Callable[[Facts, Sequence[Clock]], Verdict | None]] = {
    DeadlineKind.NOT_DELIVERED_REFUND: _not_delivered,
    DeadlineKind.PROTECTION_END: _protection,
    DeadlineKind.DISPUTE_CLOSE: _closing,
    DeadlineKind.DISPUTE_OPENS: _not_delivered,
    DeadlineKind.AUTO_CONFIRM: _confirming,
    DeadlineKind.DELIVERY_PROMISE: _promise,
    DeadlineKind.SHIP_DEADLINE: _shipping,
    DeadlineKind.PAY_BY: _paying,
    DeadlineKind.FREE_RETURN_END: _never,
    DeadlineKind.BUYER_RESPONSE: _in_dispute,
    DeadlineKind.EVIDENCE_DUE: _in_dispute,
    DeadlineKind.RETURN_SHIP: _in_dispute,
    DeadlineKind.NO_DATE_KNOWN: _never,
}
