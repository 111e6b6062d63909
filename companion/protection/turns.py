"""A dispute in plain words: how it stands, whose turn it is, and what each party proposed."""

from __future__ import annotations

from companion.model import Dispute, Offer

_PARTIES = {"buyer": "you", "seller": "the seller", "platform": "the platform"}
_WAITING = {
    "buyer": "Your turn",
    "seller": "The seller’s turn",
    "platform": "The platform decides",
}


def party_words(party: str | None) -> str:
    """A party as the buyer calls it."""
    return _PARTIES.get(party or "", "somebody")


def kind_words(dispute: Dispute) -> str:
    """What was opened: a return, a dispute."""
    words = (dispute.kind or "dispute").replace("_", " ").replace("-", " ")
    return words[:1].upper() + words[1:]


def turn_words(dispute: Dispute) -> str:
    """Whether it has ended, else whose turn it is."""
    if dispute.is_closed:
        return "Closed"
    if dispute.answer_from in _WAITING:
        return _WAITING[dispute.answer_from]
    return "Open" if dispute.is_open else "State not known"


def state_words(dispute: Dispute) -> str | None:
    """The site's words for its state; a bare code only where nothing else is known of it."""
    state = dispute.site_state
    if state is None or not state.isdecimal():
        return state
    return f"code {state}" if dispute.is_open is None and dispute.closed_at is None else None


def offer_words(offer: Offer, amount: str | None) -> str:
    """Who proposed what: `The seller offers € 5.00, refund only`."""
    who = party_words(offer.author)
    verb = "ask for" if offer.author == "buyer" else "offers"
    is_nothing = offer.amount is not None and offer.amount.amount == 0
    what = "no money back" if is_nothing else amount or "a solution"
    solution = "" if offer.solution is None or offer.solution.isdecimal() else f" · {offer.solution}"
    text = f"{who} {verb} {what}{solution}"
    return text[:1].upper() + text[1:]
