"""Pure: one dispute as it is known, with what a newer page shows of it."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import datetime, timedelta

from companion.model import Dispute, Offer
from companion.store.changes import Changes, render

# Chosen as any field is: the newest shown value holds.
_PLAIN = tuple(
    one.name
    for one in fields(Dispute)
    if one.name not in {"dispute_id", "order_id", "site_state", "answer_by", "offers", "evidence_requests"}
)
_SAME_CLOCK = timedelta(hours=1)  # what is left is shown by the hour, so the same end is found a little off


def merge_dispute(known: Dispute, shown: Dispute, changes: Changes) -> Dispute:
    """Take over what is shown; offers and requests for evidence add up, for pages show only the newest."""
    path = f"disputes[{shown.dispute_id}]."
    is_seen_again = changes.has_shown(path) or bool(known.offers)
    merged = changes.merge(known, shown, _PLAIN, path)
    return replace(
        merged,
        site_state=_choose_state(known, shown, changes, path),
        answer_by=_choose_answer_by(known, shown, changes, path),
        offers=_add_offers(known.offers, shown.offers, changes, f"{path}offers", is_news=is_seen_again),
        evidence_requests=tuple(dict.fromkeys((*known.evidence_requests, *shown.evidence_requests))),
    )


def _choose_state(known: Dispute, shown: Dispute, changes: Changes, path: str) -> str | None:
    """Choose the words of the state; a code beside words that mean the same says nothing new."""
    before, after = known.site_state, shown.site_state
    if before is None or after is None or not (_is_code(before) or _is_code(after)):
        # List and dispute page have different words for one state: only what one of them says anew is news.
        is_news = changes.has_shown(f"{path}site_state")
        chosen = changes.choose(f"{path}site_state", before if is_news or after is None else None, after)
    elif _is_code(after) and not _is_code(before) and shown.is_open == known.is_open:
        return before
    else:
        chosen = changes.choose(f"{path}site_state", None, after)
    return chosen if isinstance(chosen, str) else None


def _is_code(state: str) -> bool:
    return state.isdecimal()


def _choose_answer_by(known: Dispute, shown: Dispute, changes: Changes, path: str) -> datetime | None:
    """Choose until when to answer; once it is another party's turn the time of the first is gone."""
    before, after = known.answer_by, shown.answer_by
    is_passed_on = shown.answer_from is not None and shown.answer_from != known.answer_from
    if after is None and (is_passed_on or shown.is_open is False):
        return None
    is_same = before and after and abs(before - after) <= _SAME_CLOCK
    chosen = changes.choose(f"{path}answer_by", None if is_same or is_passed_on else before, after)
    return (before if after is None else after) if chosen is not None else None


def _add_offers(
    known: tuple[Offer, ...], shown: tuple[Offer, ...], changes: Changes, path: str, *, is_news: bool
) -> tuple[Offer, ...]:
    """Bring offers up to date by who made them, when, and for how much; a new one is news."""
    merged = {_name(offer): offer for offer in known}
    for offer in shown:
        name = _name(offer)
        if name not in merged:
            changes.choose(path, _say(tuple(merged.values())) if is_news else None, _say((offer,)))
            merged[name] = offer
        else:
            merged[name] = _fill(merged[name], offer)
    return tuple(merged.values())


def _name(offer: Offer) -> tuple[object, ...]:
    amount = (offer.amount.amount, offer.amount.currency) if offer.amount else None
    return (offer.author, offer.made_at, amount)


def _fill(known: Offer, shown: Offer) -> Offer:
    return replace(
        known,
        solution=shown.solution or known.solution,
        text=shown.text or known.text,
        site_state=shown.site_state or known.site_state,
    )


def _say(offers: tuple[Offer, ...]) -> str:
    """Write the newest offer the way a change shows it."""
    if not offers:
        return "no offer"
    newest = offers[-1]
    amount = render(newest.amount) if newest.amount else newest.solution or "an offer"
    return f"{newest.author or 'somebody'}: {amount}"
