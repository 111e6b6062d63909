"""The returns and disputes of an order, each as a small timeline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from companion.model import Dispute, Offer, OrderRecord, SeenStatement
from companion.protection.turns import kind_words, offer_words, state_words, turn_words
from companion.store import FieldSource
from companion.web.cards import Reader
from companion.web.wording import (
    STATEMENT_WORDS,
    make_age_words,
    make_distance_words,
    make_moment_words,
    make_money_words,
    make_says_words,
)

_PRESSING = timedelta(hours=48)
_UNTIL = {
    "buyer": "Answer by",
    "seller": "The seller has until",
    "platform": "The platform has until",
    "": "Until",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened in a dispute."""

    text: str
    detail: str | None
    when: str | None
    is_warning: bool = False


@dataclass(frozen=True, slots=True)
class DisputeCard:
    """One dispute in words."""

    title: str
    product: str | None
    tone: str  # a class of the style sheet
    turn: str
    state: str | None
    until: tuple[tuple[str, str], ...]  # what is due, and when
    facts: tuple[tuple[str, str], ...]
    steps: tuple[Step, ...]  # newest first
    evidence_requests: tuple[str, ...]
    return_address: str | None
    return_parcel: str | None
    seen: str | None
    capture_path: str | None


def make_dispute_cards(
    record: OrderRecord, sources: Mapping[str, FieldSource], reader: Reader
) -> tuple[DisputeCard, ...]:
    """Put an order's disputes into words, open ones first."""
    ordered = sorted(record.disputes, key=lambda one: one.is_closed)
    return tuple(_make_card(dispute, record, sources, reader) for dispute in ordered)


def _make_card(
    dispute: Dispute, record: OrderRecord, sources: Mapping[str, FieldSource], reader: Reader
) -> DisputeCard:
    titles = {line.line_id: line.title for line in record.order.lines}
    path = f"disputes[{dispute.dispute_id}]."
    seen = [source for name, source in sources.items() if name.startswith(path)]
    newest = max(seen, key=lambda source: source.captured_at, default=None)
    carrier, number = dispute.return_carrier, dispute.return_tracking_number
    return DisputeCard(
        title=kind_words(dispute),
        product=titles.get(dispute.line_id or ""),
        tone=_find_tone(dispute, reader),
        turn=turn_words(dispute),
        state=state_words(dispute),
        until=() if dispute.is_closed else _make_until(dispute, record, reader),
        facts=_make_facts(dispute, reader),
        steps=_make_steps(dispute, reader),
        evidence_requests=dispute.evidence_requests,
        return_address=dispute.return_address,
        return_parcel=" · ".join(text for text in (carrier, number) if text) or None,
        seen=make_age_words(newest.captured_at, reader.now) if newest else None,
        capture_path=f"/captures/{newest.capture_id}" if newest else None,
    )


def _find_tone(dispute: Dispute, reader: Reader) -> str:
    if dispute.is_closed:
        return "ended"
    if dispute.answer_from != "buyer":
        return "later"
    is_near = dispute.answer_by is not None and dispute.answer_by - reader.now < _PRESSING
    return "urgent" if is_near else "soon"


def _make_until(dispute: Dispute, record: OrderRecord, reader: Reader) -> tuple[tuple[str, str], ...]:
    """Say what is due and when: the instant first, then every day that the page names."""
    due = []
    if dispute.answer_by is not None:
        moment = make_moment_words(dispute.answer_by, reader.zone, reader.locale)
        day = dispute.answer_by.astimezone(reader.zone).date()
        due.append((_UNTIL[dispute.answer_from or ""], f"{moment}, {make_distance_words(day, reader.today)}"))
    elif dispute.answer_from == "buyer":
        due += [_make_due(seen, reader) for seen in record.statements if _is_of(seen, dispute)]
    return tuple(due)


def _is_of(seen: SeenStatement, dispute: Dispute) -> bool:
    return seen.statement.place == f"dispute[{dispute.dispute_id}]"


def _make_due(seen: SeenStatement, reader: Reader) -> tuple[str, str]:
    said = seen.statement
    return STATEMENT_WORDS[said.kind], make_says_words(said, reader.today, reader.locale)


def _make_facts(dispute: Dispute, reader: Reader) -> tuple[tuple[str, str], ...]:
    solution = dispute.solution if dispute.solution and not dispute.solution.isdecimal() else None
    found = (
        ("Amount", make_money_words(dispute.amount, reader.locale)),
        ("Reason", dispute.reason),
        ("Solution", solution),
    )
    return tuple((label, text) for label, text in found if text)


def _make_steps(dispute: Dispute, reader: Reader) -> tuple[Step, ...]:
    steps: list[Step] = []
    if dispute.opened_at is not None:
        opened = make_moment_words(dispute.opened_at, reader.zone, reader.locale)
        steps.append(Step("Opened", None, opened))
    dated = sorted((one for one in dispute.offers if one.made_at), key=lambda one: str(one.made_at))
    undated = [one for one in dispute.offers if not one.made_at]
    steps += [_make_offer_step(offer, reader) for offer in (*dated, *undated)]
    if dispute.is_closed:
        closed = dispute.closed_at
        steps.append(
            Step("Closed", None, make_moment_words(closed, reader.zone, reader.locale) if closed else None)
        )
    return tuple(reversed(steps))


def _make_offer_step(offer: Offer, reader: Reader) -> Step:
    is_nothing = offer.amount is not None and offer.amount.amount == 0 and offer.author != "buyer"
    detail = " · ".join(text for text in (offer.text, offer.site_state) if text)
    return Step(
        text=offer_words(offer, make_money_words(offer.amount, reader.locale)),
        detail=detail or None,
        when=make_moment_words(offer.made_at, reader.zone, reader.locale) if offer.made_at else None,
        is_warning=is_nothing,
    )
