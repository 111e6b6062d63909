"""What a sentence of a promise means: by its words where they are known, else by its place and shape."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from companion.marketplaces.aliexpress.promise_words import ANCHORS, DATED, DAYS, DISPUTE, RETURN
from companion.model import Anchor, StatementKind
from companion.money import has_amount
from companion.when import find_days


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a sentence states: a kind, and a day or a number of days after an event."""

    kind: StatementKind
    on: date | None = None
    within_days: int | None = None
    after: Anchor | None = None


def read_by_words(sentence: str, language: str | None) -> Meaning | None:
    """Read a sentence by its words; None where it states nothing that is known.

    >>> read_by_words("Refund if no delivery before Sep 3, 2026", "en_US").on
    datetime.date(2026, 9, 3)
    >>> found = read_by_words("Open a dispute within 90 days after order was placed.", "en_US")
    >>> str(found.kind), found.within_days, str(found.after)
    ('dispute_within', 90, 'order_placed')
    """
    on = find_first_day(sentence, language)
    if on is not None:
        kind = next((kind for pattern, kind in DATED if pattern.search(sentence)), None)
        return Meaning(kind, on=on) if kind else None
    return _read_period(sentence)


def read_by_shape(sentence: str, language: str | None) -> Meaning | None:
    """Read a dated sentence of a fast-delivery promise: with an amount it is the coupon, else the refund.

    >>> str(read_by_shape("Reembolso se não for entregue até 3 set, 2026", "pt_BR").kind)
    'refund_if_not_delivered_by'
    """
    on = find_first_day(sentence, language)
    if on is None:
        return None
    is_coupon = has_amount(_without_days(sentence, language))
    kind = StatementKind.LATE_COUPON_FROM if is_coupon else StatementKind.REFUND_IF_NOT_DELIVERED_BY
    return Meaning(kind, on=on)


def find_first_day(sentence: str, language: str | None) -> date | None:
    """Find the earliest day a sentence names; None where it names none or one that cannot be read."""
    days = [found.day for found in find_days(sentence, language)]
    known = [day for day in days if day]
    return min(known) if known and len(known) == len(days) else None


def states_something(sentence: str, language: str | None) -> bool:
    """Tell whether a sentence names a day or counts days, so that not understanding it matters."""
    return bool(find_days(sentence, language) or DAYS.search(sentence))


def _read_period(sentence: str) -> Meaning | None:
    counts = {int(count) for count in DAYS.findall(sentence)}
    anchors = {anchor for pattern, anchor in ANCHORS if pattern.search(sentence)}
    kind = _find_period_kind(sentence)
    if kind is None or len(counts) != 1 or len(anchors) != 1:
        return None
    return Meaning(kind, within_days=counts.pop(), after=anchors.pop())


def _find_period_kind(sentence: str) -> StatementKind | None:
    if DISPUTE.search(sentence):
        return StatementKind.DISPUTE_WITHIN
    return StatementKind.RETURN_WITHIN if RETURN.search(sentence) else None


def _without_days(sentence: str, language: str | None) -> str:
    """Take the dates out, so that no digit of theirs reads as part of an amount."""
    kept, end = [], 0
    for found in find_days(sentence, language):
        kept.append(sentence[end : found.start])
        end = found.end
    return " | ".join([*kept, sentence[end:]])
