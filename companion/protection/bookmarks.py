"""Sentences in a conversation that a buyer may need again; a bookmark each, never a verdict.

What is looked for is data: `bookmarks.toml`. Only what the seller wrote, or the platform's robot in the
seller's name, is looked through: the words that were shown, and what they are a translation of.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources

import msgspec

from companion.errors import InputError
from companion.model import Author, Message
from companion.text import split_sentences

_MOST_LOOKED_AT = 20_000  # characters of one message
_MOST_QUOTED = 400
_SELLERS = frozenset({Author.SELLER, Author.BOT})
_APOSTROPHES = str.maketrans("’‘ʼ`´", "'''''")
# A number of a postal union, or the long ones of carriers: letters and digits in one word.
_TRACKING = re.compile(r"\b(?=[A-Z0-9]*\d{6})(?:[A-Z]{2}\d{9}[A-Z]{2}|[A-Z]{1,6}\d{8,20}[A-Z]{0,3})\b")
_TRACKING_WHY = (
    "The site accepts only the number declared in the order, not one given in a message; such a number may "
    "also be a sign of a fake shipment."
)


class BookmarkKind(StrEnum):
    """What a sentence does."""

    CONFIRM_EARLY = "confirm_early"
    ASKS_TO_WAIT = "asks_to_wait"
    CLOSE_DISPUTE = "close_dispute"
    OFF_PLATFORM = "off_platform"
    PROMISES_DELIVERY = "promises_delivery"
    PROMISES_REFUND = "promises_refund"
    PROMISES_GIFT = "promises_gift"
    PROMISES_RETURN_POSTAGE = "promises_return_postage"
    PROMISES_GENUINE = "promises_genuine"
    TRACKING_IN_CHAT = "tracking_in_chat"


@dataclass(frozen=True, slots=True)
class Bookmark:
    """One sentence worth finding again.

    Attributes:
        label: what it does, after "The seller".
        quote: the sentence.
        why: what it may be good for.
        source: who says so, with its grade.
    """

    kind: BookmarkKind
    label: str
    quote: str
    why: str
    source: str


class _Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    kind: BookmarkKind
    label: str
    why: str
    source: str
    words: Mapping[str, tuple[str, ...]]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    bookmark: tuple[_Row, ...]


@dataclass(frozen=True, slots=True)
class BookmarkRule:
    """A row of the file, ready to be looked for."""

    row: _Row
    patterns: tuple[re.Pattern[str], ...]


def find_bookmarks(message: Message, declared: Iterable[str] = ()) -> tuple[Bookmark, ...]:
    """Find what of a message a buyer may need again.

    Args:
        message: of either side; the buyer's own words get no bookmark.
        declared: the tracking numbers that the orders of the conversation show.
    """
    if message.author not in _SELLERS:
        return ()
    texts = [text[:_MOST_LOOKED_AT] for text in (message.text, message.original_text) if text]
    sentences = [one for text in texts for line in text.splitlines() for one in split_sentences(line)]
    known = frozenset(number.upper() for number in declared)
    found: dict[BookmarkKind, Bookmark] = {}
    for sentence in sentences:
        for bookmark in (*_find_in(sentence), *_find_tracking(sentence, known)):
            found.setdefault(bookmark.kind, bookmark)
    return tuple(found.values())


@cache
def load_bookmarks() -> tuple[BookmarkRule, ...]:
    """Load the rules that came with this version."""
    file = resources.files("companion.protection") / "bookmarks.toml"
    return parse_bookmarks(file.read_text("utf-8"), "bookmarks.toml")


def parse_bookmarks(text: str, file_name: str) -> tuple[BookmarkRule, ...]:
    """Read the rows of a file.

    Raises:
        InputError: for a file that is no TOML, an unknown word or field, or words that are no expression.
    """
    try:
        rows = msgspec.convert(tomllib.loads(text), _File).bookmark
        return tuple(BookmarkRule(row, tuple(_compile(row))) for row in rows)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, re.error) as error:
        raise InputError(
            f"{file_name}: {error}.", "Correct the row, or remove it, and start again."
        ) from error


def _compile(row: _Row) -> Iterator[re.Pattern[str]]:
    for words in row.words.values():
        yield from (re.compile(_fold_letters(one)) for one in words)


def _find_in(sentence: str) -> Iterator[Bookmark]:
    folded = fold(sentence)
    for rule in load_bookmarks():
        if any(pattern.search(folded) for pattern in rule.patterns):
            row = rule.row
            yield Bookmark(row.kind, row.label, sentence[:_MOST_QUOTED], row.why, row.source)


def _find_tracking(sentence: str, known: frozenset[str]) -> Iterator[Bookmark]:
    numbers = {found[0] for found in _TRACKING.finditer(sentence.upper())}
    if numbers - known:
        yield Bookmark(
            BookmarkKind.TRACKING_IN_CHAT,
            "gives a tracking number that the order does not show",
            sentence[:_MOST_QUOTED],
            _TRACKING_WHY,
            "AliExpress seller rules, 8 Jul 2020 (A)",
        )


def fold(text: str) -> str:
    """Make a sentence comparable: case, accents and the form of apostrophes do not matter.

    >>> fold("Bestätigen Sie, s’il vous plaît")
    "bestatigen sie, s'il vous plait"
    """
    return _fold_letters(text).casefold().translate(_APOSTROPHES)


def _fold_letters(text: str) -> str:
    """Take the marks off letters; of an expression, which has none but in letters, nothing else changes."""
    taken_apart = unicodedata.normalize("NFKD", text.replace("ł", "l").replace("Ł", "L"))
    return "".join(one for one in taken_apart if not unicodedata.combining(one))
