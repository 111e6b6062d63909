"""What the visible lines of a dispute say: values behind labels, proposals, duties and requests.

No page of a dispute is public, old or new. So nothing is taken from class names but what a seller may have
written: lines are read by their labels and by what they can only be, an amount, an instant, a number.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

from companion.marketplaces.aliexpress import dispute_labels as labels
from companion.marketplaces.aliexpress.dispute_meaning import (
    asks_for_evidence,
    find_author,
    read_answer,
    read_state,
)
from companion.marketplaces.aliexpress.dispute_words import Words
from companion.marketplaces.aliexpress.page import PageReading
from companion.marketplaces.base import Setting
from companion.marketplaces.dom import HIDDEN, Spot
from companion.model import Money, Offer
from companion.money import parse_money
from companion.text import split_sentences
from companion.when import parse_day, parse_moment, start_of_day

T = TypeVar("T")

# Of a dispute itself; they end the lines of a proposal before them.
_OF_WHOLE = (
    labels.STATE, labels.REASON, labels.OPENED, labels.CLOSED, labels.RETURN_ADDRESS, labels.TRACKING,
    labels.CARRIER, labels.ORDER,
)  # fmt: skip
_EVERY = (*_OF_WHOLE, labels.AMOUNT, labels.SOLUTION)
_TRACKING = re.compile(r"[A-Z0-9][A-Z0-9-]{5,39}", re.IGNORECASE)
# What a seller may have written, and what frames every page.
_WORDS = ("message", "comment", "remark", "memo", "bubble", "chat")
_NAMED = [f"{thing}-{word}" for thing in ("product", "item", "goods") for word in ("title", "name", "info")]
_LEFT_OUT = ", ".join(
    (
        *("nav", "footer", "aside", "select", "button", "textarea", "a[href*='/item/']", "a[href*='/i/']"),
        *(f"[class*='{word}' i]" for word in (*_WORDS, *_NAMED)),
        HIDDEN,
    )
)
_LONGEST_HEADING, _LONGEST_STATE, _LONGEST_SENTENCE = 60, 120, 400
_PROPOSAL_LINES, _ADDRESS_LINES, _MAX_LINES = 12, 4, 4000


@dataclass(frozen=True, slots=True)
class Proposal:
    """The lines below a heading such as "Seller's offer"."""

    author: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DisputeText:
    """The lines of a dispute, those of its proposals apart."""

    lines: tuple[str, ...]
    proposals: tuple[Proposal, ...]
    every: tuple[str, ...]
    setting: Setting
    currency: str | None  # the one that the page names, where it names one

    @property
    def language(self) -> str | None:
        """The language of the page."""
        return self.setting.language

    def find(self, label: Words, read: Callable[[str], T | None]) -> T | None:
        """Find the first value behind a label that can be read, on its line or on the next."""
        return _find(self.lines, label, read, self.language)

    def shows(self, label: Words) -> bool:
        """Whether something stands behind a label, readable or not."""
        return self.find(label, lambda value: value or None) is not None

    def read_instant(self, value: str) -> datetime | None:
        """Read an instant; a day alone counts from its start, so that nothing counted from it ends late."""
        zone = self.setting.zone or UTC
        day = parse_day(value, self.language)
        return parse_moment(value, self.language, zone) or (start_of_day(day, zone) if day else None)

    def read_money(self, value: str) -> Money | None:
        """Read an amount; a sign that several currencies share means the one of the page."""
        return parse_money(value, None) or (parse_money(value, self.currency) if self.currency else None)

    def read_offers(self) -> tuple[Offer, ...]:
        """Read every proposal that names an amount or a solution."""
        found = (self._read_offer(proposal) for proposal in self.proposals)
        return tuple(dict.fromkeys(offer for offer in found if offer.amount or offer.solution))

    def read_evidence_requests(self) -> tuple[str, ...]:
        """Read every sentence that asks for evidence."""
        asked = (one for one in self.sentences() if asks_for_evidence(one, self.language))
        return tuple(dict.fromkeys(asked))[:50]

    def read_return_address(self) -> str | None:
        """Read the lines behind the label of the address that goods go back to."""
        for index, line in enumerate(self.lines):
            value = labels.find_value(line, labels.RETURN_ADDRESS, self.language)
            if value is not None:
                below = [] if value else self._take_address(self.lines[index + 1 :])
                return ", ".join([value, *below] if value else below) or None
        return None

    def read_tracking_number(self, value: str) -> str | None:
        """Read the number of the parcel that goes back."""
        number = value.partition(" ")[0]
        return number if _TRACKING.fullmatch(number) and _has_digit(number) else None

    def sentences(self) -> Iterator[str]:
        """List the sentences of all lines."""
        for line in self.every:
            yield from (one for one in split_sentences(line) if len(one) <= _LONGEST_SENTENCE)

    def _take_address(self, lines: Sequence[str]) -> list[str]:
        taken: list[str] = []
        for line in lines[:_ADDRESS_LINES]:
            if any(labels.find_value(line, label, self.language) is not None for label in _EVERY):
                break
            if len(line) > _LONGEST_STATE or _find_proposer(line, self.language):
                break
            taken.append(line)
        return taken

    def _read_offer(self, proposal: Proposal) -> Offer:
        lines, language = proposal.lines, self.language
        stated = _find(lines, labels.AMOUNT, self.read_money, language)
        amount = stated or next((money for line in lines if (money := self.read_money(line))), None)
        solution = _find(lines, labels.SOLUTION, lambda value: value or None, language)
        times = (
            self.read_instant(_strip_label(line, language)) for line in lines if len(line) < _LONGEST_HEADING
        )
        words = (line for line in lines if len(line) < _LONGEST_HEADING and not _has_digit(line))
        states = (line for line in words if read_answer(line, language))
        made_at = next((at for at in times if at), None)
        return Offer(proposal.author, solution, amount, made_at, None, next(states, None))


def read_text(spot: Spot, reading: PageReading) -> DisputeText:
    """Read the visible lines of a dispute, without what they say of the receiver."""
    setting = reading.setting
    every = tuple(reading.receiver.hide(line) for line in spot.lines(_LEFT_OUT)[:_MAX_LINES])
    currency = next(iter(reading.currencies)) if len(reading.currencies) == 1 else None
    lines: list[str] = []
    proposals: list[Proposal] = []
    index = 0
    while index < len(every):
        author = _find_proposer(every[index], setting.language)
        if author is None:
            lines.append(every[index])
            index += 1
            continue
        taken = _take_proposal(every, index, setting.language)
        proposals.append(Proposal(author, taken))
        index += max(1, len(taken))
    return DisputeText(tuple(lines), tuple(proposals), every, setting, currency)


def is_state(text: str, language: str | None) -> bool:
    """Tell whether a text can be the state of a dispute."""
    return len(text) <= _LONGEST_STATE and read_state(text, language) is not None


def _take_proposal(every: Sequence[str], start: int, language: str | None) -> tuple[str, ...]:
    """Take what belongs to a proposal: what stands behind its heading's colon, and the lines below."""
    behind = every[start].partition(":")[2].strip()
    taken = [behind]
    for line in every[start + 1 : start + 1 + _PROPOSAL_LINES]:
        is_of_whole = any(labels.find_value(line, label, language) is not None for label in _OF_WHOLE)
        if is_of_whole or _find_proposer(line, language):
            break
        taken.append(line)
    return tuple(taken)


def _find_proposer(line: str, language: str | None) -> str | None:
    """Find whose proposal a line is the heading of."""
    heading = line.partition(":")[0]
    if len(heading) > _LONGEST_HEADING or heading.endswith((".", "!", "?", "。")):
        return None
    if not labels.PROPOSAL.search(heading, language) or _has_digit(heading):
        return None
    if any(labels.find_value(line, label, language) is not None for label in _EVERY):
        return None
    return None if is_state(heading, language) else find_author(heading, language)


def _find(
    lines: Sequence[str], label: Words, read: Callable[[str], T | None], language: str | None
) -> T | None:
    for index, line in enumerate(lines):
        value = labels.find_value(line, label, language)
        if value == "" and index + 1 < len(lines):
            value = lines[index + 1]
        found = read(value) if value else None
        if found is not None:
            return found
    return None


def _has_digit(text: str) -> bool:
    return any(char.isdecimal() for char in text)


def _strip_label(line: str, language: str | None) -> str:
    return labels.find_value(line, labels.OPENED, language) or line
