"""The clocks and requests of a dispute's answer: sentences that name a time, and numbers with words beside.

Inferred: no real answer with a countdown is public. A number counts as a clock by its key ("countdown",
"timeout", "deadline" …): as an instant where it can be one, else as milliseconds that are left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from companion.marketplaces.aliexpress.dispute_meaning import (
    BUYER,
    asks_for_evidence,
    find_actor,
    find_duty,
    find_party,
)
from companion.marketplaces.aliexpress.dispute_tree import OFFERED, Twig, split_name
from companion.marketplaces.aliexpress.duties import Duty, add_stretch, find_duties
from companion.marketplaces.aliexpress.fields import Reading
from companion.marketplaces.aliexpress.receiver import Receiver
from companion.marketplaces.aliexpress.sentences import find_first_day
from companion.model import Offer, StatementKind
from companion.text import split_sentences
from companion.when import parse_epoch

_CLOCK = re.compile(
    r"count_?down|time_?out|time_?left|left_?time|remain|dead_?line|expir|due_?(?:time|date)|end_?time",
    re.IGNORECASE,
)
_SECONDS = re.compile(r"second", re.IGNORECASE)
# What a party wrote, and what is no sentence for the buyer.
_SAID = re.compile(r"desc$|content|memo|remark|comment|address|name$|url$|link$|trace|phone", re.IGNORECASE)
_ASKED = re.compile(
    r"(?:evidence|proof)\w*(?:request|requir|need|tip|demand)|requir\w*(?:evidence|proof)", re.IGNORECASE
)
_MINE = re.compile(r"upload|submitted|buyer|mine", re.IGNORECASE)
_LONGEST = timedelta(days=400)
_SHORTEST_MS = 600_000  # less may be seconds by another name
_MAX_SENTENCE = 400
_DIFFERENCE = timedelta(days=1)


def read_duties(
    twigs: Sequence[Twig], private: Receiver, offers: Sequence[Offer], reading: Reading
) -> tuple[Duty, ...]:
    """Read everything that has to be done in time, once each."""
    told = list(find_duties(_sentences(twigs, private), reading.setting))
    beside: dict[str, list[Twig]] = {}
    for twig in twigs:
        if twig.is_leaf and twig.node.is_text and not _CLOCK.search(twig.name):
            beside.setdefault(_find_owner(twig), []).append(twig)
    counted = [
        duty
        for twig in twigs
        if (duty := _read_clock(twig, beside.get(_find_owner(twig), ()), private, reading))
    ]
    # A number and the sentence beside it are one clock; the number is the exact one.
    known = {(duty.kind, duty.actor) for duty in counted}
    rest = [duty for duty in told if (duty.kind, duty.actor) not in known]
    return tuple(_count_from_offer(duty, offers) for duty in (*counted, *rest))


def read_evidence_requests(twigs: Sequence[Twig], private: Receiver, language: str | None) -> tuple[str, ...]:
    """Read what evidence is asked for: by its key, else by its words."""
    found: list[str] = []
    for twig in twigs:
        if not twig.is_leaf or any(_MINE.search(name) for name in twig.names):
            continue
        is_asked = any(_ASKED.search(name) for name in twig.names)
        for sentence in _split(twig, private):
            if (is_asked and not sentence.isdecimal()) or asks_for_evidence(sentence, language):
                found.append(sentence)
    return tuple(dict.fromkeys(found))[:50]


def _sentences(twigs: Sequence[Twig], private: Receiver) -> Iterator[str]:
    for twig in twigs:
        is_quiet = _SAID.search(twig.name) or any(OFFERED.search(name) for name in twig.names)
        if twig.is_leaf and not is_quiet:
            yield from _split(twig, private)


def _split(twig: Twig, private: Receiver) -> Iterator[str]:
    text = twig.node.markup("statements") if twig.node.is_text else None
    for sentence in split_sentences(text or ""):
        if len(sentence) <= _MAX_SENTENCE:
            yield private.hide(sentence)


def _find_owner(twig: Twig) -> str:
    """Find the place of the object that a value stands in."""
    return twig.node.where.rpartition(".")[0]


def _read_clock(twig: Twig, near: Sequence[Twig], private: Receiver, reading: Reading) -> Duty | None:
    """Read a number that is a clock; what it is for is said by the words beside it, else by its keys."""
    if not twig.is_leaf or not _CLOCK.search(twig.name) or (value := _find_number(twig)) is None:
        return None
    loud = twig.node.told_to(reading.problems)
    at = _read_instant(twig, value, reading)
    if at is None:
        loud.problem("answer_by")
        return None
    words = " ".join(split_name(name) for name in twig.names[-2:])
    beside = _find_beside(near, private)
    language = reading.setting.language
    quote = next((one for one in beside if find_duty(one, language)), None) or next(iter(beside), None)
    actor = (find_actor(quote, language) if quote else None) or find_party(words)
    kind = (find_duty(quote, language) if quote else None) or _find_named_duty(words)
    if kind is None and actor is None:
        loud.problem("answer_by", f"a clock that nothing explains: {twig.name}")
        return None
    shown = quote or f"{twig.name}: {value}"
    said = find_first_day(shown, language)
    if said and abs(datetime.combine(said, at.timetz()) - at) > _DIFFERENCE:
        loud.problem("answer_by", "differs from the text beside it by more than a day")
        return Duty(actor, kind or StatementKind.OFFER_RESPONSE_BY, shown, on=said)
    return Duty(actor, kind or StatementKind.OFFER_RESPONSE_BY, shown, at=at)


def _find_number(twig: Twig) -> int | None:
    text = twig.node.text("answer_by") if not twig.node.is_flag else None
    return int(text) if text and text.isascii() and text.isdecimal() and 0 < len(text) < 16 else None


def _read_instant(twig: Twig, value: int, reading: Reading) -> datetime | None:
    captured_at = reading.setting.captured_at
    instant = parse_epoch(value)
    if instant is not None:
        return instant if abs(instant - captured_at) < _LONGEST else None
    if _SECONDS.search(twig.name):
        length = timedelta(seconds=value)
    elif value >= _SHORTEST_MS:
        length = timedelta(milliseconds=value)
    else:
        return None
    return add_stretch(captured_at, length).astimezone(UTC) if length < _LONGEST else None


def _find_beside(near: Sequence[Twig], private: Receiver) -> list[str]:
    """Find the sentences in the same object as a number."""
    found = (sentence for one in near for sentence in _split(one, private))
    return [sentence for sentence in found if " " in sentence or not sentence.isascii()]


def _find_named_duty(words: str) -> StatementKind | None:
    if re.search(r"\b(?:return|send back|ship)", words):
        return StatementKind.RETURN_SHIP_BY
    return find_duty(words, "en")


def _count_from_offer(duty: Duty, offers: Sequence[Offer]) -> Duty:
    """Count a bare period to answer from the newest proposal that was not the buyer's own."""
    made = [offer.made_at for offer in offers if offer.made_at and offer.author != BUYER]
    if duty.kind is not StatementKind.OFFER_RESPONSE_BY or duty.within_days is None or not made:
        return duty
    if duty.actor not in {BUYER, None}:
        return duty
    return Duty(duty.actor, duty.kind, duty.quote, at=max(made) + timedelta(days=duty.within_days))
