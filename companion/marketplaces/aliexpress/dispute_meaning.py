"""What a sentence on the page of a dispute means: who must act, what they must do, and how it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass

from companion.marketplaces.aliexpress import dispute_words as words
from companion.model import StatementKind

BUYER, SELLER, PLATFORM = "buyer", "seller", "platform"

# Roles and keys as programs write them.
_PARTIES = (
    (BUYER, re.compile(r"buyer|customer|\bmy\b|\byour\b", re.IGNORECASE)),
    (SELLER, re.compile(r"seller|merchant|shop|store", re.IGNORECASE)),
    (PLATFORM, re.compile(r"plat|aliexpress|system|admin|judge|arbit|mediat", re.IGNORECASE)),
)


@dataclass(frozen=True, slots=True)
class StateMeaning:
    """What the words of a state mean; None where they leave it open."""

    is_open: bool | None
    answer_from: str | None


def read_state(text: str, language: str | None) -> StateMeaning | None:
    """Read the words of a state; None where they are not known.

    >>> read_state("Waiting for the seller's response", "en")
    StateMeaning(is_open=True, answer_from='seller')
    >>> read_state("Спор закрыт", "ru"), read_state("Blue, XL", None)
    (StateMeaning(is_open=False, answer_from=None), None)
    """
    if words.WAITING.search(text, language):
        return StateMeaning(True, find_actor(text, language))
    if words.OVER.search(text, language):
        return StateMeaning(False, None)
    return StateMeaning(True, None) if words.UNDER_WAY.search(text, language) else None


def read_answer(text: str, language: str | None) -> bool:
    """Tell whether a text says what became of a proposal: accepted, rejected, waiting, over."""
    known = (words.ANSWER, words.WAITING, words.OVER)
    return any(one.search(text, language) for one in known)


def find_actor(sentence: str, language: str | None) -> str | None:
    """Find who must act: whom a sentence waits for or asks, else whom it names first.

    >>> find_actor("Please respond to the seller's offer", "en")
    'buyer'
    >>> find_actor("The seller has 5 days to answer you", "en")
    'seller'
    """
    waiting = words.WAITING.search(sentence, language)
    if waiting:
        return _find_first(sentence[waiting.end() :], language) or _find_first(sentence, language)
    return BUYER if words.PLEASE.search(sentence, language) else _find_first(sentence, language)


def find_duty(sentence: str, language: str | None) -> StatementKind | None:
    """Find what has to be done in time.

    >>> str(find_duty("Ship the item back within 10 days", "en")), find_duty("Placed on Sep 3, 2026", None)
    ('return_ship_by', None)
    """
    duties = (
        (words.EVIDENCE, StatementKind.EVIDENCE_BY),
        (words.SEND_BACK, StatementKind.RETURN_SHIP_BY),
        (words.ANSWER, StatementKind.OFFER_RESPONSE_BY),
    )
    return next((kind for known, kind in duties if known.search(sentence, language)), None)


def asks_for_evidence(sentence: str, language: str | None) -> bool:
    """Tell whether a sentence asks the buyer for evidence."""
    asked = words.PLEASE.search(sentence, language) or words.ASKING.search(sentence, language)
    is_evidence = words.EVIDENCE.search(sentence, language)
    return bool(is_evidence and asked and find_actor(sentence, language) != SELLER)


def counts_down(sentence: str, language: str | None) -> bool:
    """Tell whether a sentence speaks of the time that is left, rather than of a period."""
    return bool(words.LEFT.search(sentence, language))


def find_party(role: str) -> str | None:
    """Find the party that a role or a key names.

    >>> find_party("SELLER"), find_party("buyerSolution"), find_party("7")
    ('seller', 'buyer', None)
    """
    return next((party for party, pattern in _PARTIES if pattern.search(role)), None)


def find_author(heading: str, language: str | None) -> str | None:
    """Find whose proposal a heading names: `Seller's offer`, `Your request`."""
    return _find_first(heading, language)


def _find_first(text: str, language: str | None) -> str | None:
    parties = ((SELLER, words.SELLER), (BUYER, words.BUYER), (PLATFORM, words.PLATFORM))
    found = [(match.start(), party) for party, known in parties if (match := known.search(text, language))]
    return min(found)[1] if found else None
