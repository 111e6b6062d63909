"""What a row of a chat says of its author: by the words of its classes, by its place, by the peer's name.

No row of the buyer's page is evidenced. Words are those by which builders of chats call the two sides; what
is written in the row's classes counts, the outermost first, and never what a card in it looks like.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from companion.marketplaces.aliexpress.chat_page_boxes import Box
from companion.marketplaces.aliexpress.chat_page_words import (
    ALIGNMENT,
    BUTTON,
    BY_NAME,
    BY_PLACE,
    NAME,
    STATE,
    SYSTEM,
    TIME,
)
from companion.model import Author

_SKIPPED = TIME | NAME | STATE | BUTTON
_MAX_LEVEL = 8
_MAX_WIDTH = 60  # boxes of one level that are looked at

_FLAGS = ("data-is-self", "data-self", "data-mine", "data-own", "data-from-me", "data-is-mine")
_SIDES = (
    *("data-side", "data-direction", "data-position", "data-align", "data-role", "data-sender", "align"),
    *("data-sender-type", "data-from", "data-from-type", "data-author", "data-sender-role"),
)
_TELLING = frozenset((*_FLAGS, *_SIDES))
_VALUES = {
    **{word: author for word, author in BY_NAME.items() if word not in {"shop", "own"}},
    **{"in": Author.SELLER, "inbound": Author.SELLER, "out": Author.BUYER, "outbound": Author.BUYER},
    # Numbers of the messenger for buyer and shop, seen 2026-09 on the seller's side in its answers.
    **{"11": Author.BUYER, "12": Author.SELLER, "13": Author.SELLER},
}
_WORD = re.compile(r"[^\W_]+")
_LOGICAL = (
    (re.compile(r"flex-direction:row-reverse|(?:align-self|justify-content|text-align):(?:flex-)?end"),
     Author.BUYER),
    (re.compile(r"(?:align-self|justify-content|text-align):(?:flex-)?start"), Author.SELLER),
)  # fmt: skip
_PHYSICAL = (
    (re.compile(r"(?:text-align|justify-content|float):right|margin-left:auto"), Author.BUYER),
    (re.compile(r"(?:text-align|justify-content|float):left|margin-right:auto"), Author.SELLER),
)
_CENTRED = re.compile(r"(?:text-align|justify-content|align-self):center|margin:(?:\d\w*)?\s?auto")
_CENTRE_WORDS = frozenset({"center", "centre", "centered", "middle"})
_ALIGNED = re.compile(
    r"(?:flex-direction|align-self|justify-content|text-align|float|margin-left|margin-right):[\w-]+"
)
# Classes that tell what a row carries rather than whose it is.
_CONTENT = frozenset({
    "text", "txt", "image", "img", "pic", "picture", "video", "card", "order", "product", "file", "audio",
    "emoji", "coupon", "first", "last", "translated", "translation", "recalled", "recall", "new", "unread",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Marks:
    """What one row says of its author.

    Attributes:
        named: the sides its classes and attributes name.
        placed: the sides on which it stands.
        tokens: what may tell it from rows of the other side, though nobody knows which is which.
        names_peer: the peer's name is in it, beside what it says.
    """

    named: frozenset[Author]
    placed: frozenset[Author]
    tokens: frozenset[str]
    names_peer: bool

    @property
    def direct(self) -> Author | None:
        """The one side that is told."""
        told = self.named or self.placed
        return next(iter(told)) if len(told) == 1 else None

    @property
    def is_mixed(self) -> bool:
        """Whether both sides are told, so that it is more than one message."""
        return len(self.named) > 1 or (not self.named and len(self.placed) > 1)


def find_marks(row: Box, peer: str | None, *, is_rtl: bool) -> Marks:
    """Find everything that tells whose a row is."""
    spine = row.spine()
    levels = list(_list_levels(row))
    named: frozenset[Author] = frozenset()
    placed: frozenset[Author] = frozenset()
    for level in levels:
        named = named or frozenset(author for box in level for author in _find_named(box))
        placed = placed or frozenset(author for box in level for author in _find_placed(box, is_rtl=is_rtl))
    return Marks(named, placed, frozenset(_list_tokens(spine)), peer is not None and names(row, peer))


def is_sided(box: Box, *, is_rtl: bool) -> bool:
    """Tell whether a box by itself, whatever is in it, is of one side."""
    return any(True for _ in (*_find_named(box), *_find_placed(box, is_rtl=is_rtl)))


def is_centred(row: Box) -> bool:
    """Tell a row that stands in the middle."""
    return any(box.words & _CENTRE_WORDS or _CENTRED.search(box.style) for box in row.spine()[:3])


def is_system(row: Box) -> bool:
    """Tell a row whose classes call it a notice."""
    boxes = row.spine()[:3]
    return any(SYSTEM & box.words for box in boxes) or any(
        "system" in (box.attribute(name) or "").lower()
        for box in boxes
        for name in ("data-type", "data-role")
    )


def names(row: Box, peer: str) -> bool:
    """Tell whether a row shows the peer's name beside its content, as text or as a picture's."""
    for box in row.walk():
        if box.name == "img" and peer in {box.attribute("alt"), box.attribute("title")}:
            return True
        if box.own_text == peer and box.letters == len(peer) < row.letters - _count_beside(row):
            return True
    return False


def _count_beside(row: Box) -> int:
    """Count the signs of clock, state and buttons, beside which a name may be all that was said."""
    count = 0
    waiting = [row]
    while waiting:
        box = waiting.pop()
        if box is not row and (box.name == "time" or (TIME | STATE | BUTTON) & box.words):
            count += box.letters
        else:
            waiting.extend(box.children)
    return count


def _list_levels(row: Box) -> Iterator[list[Box]]:
    """Yield what stands in a row, from the outside in, without what only stands beside its content."""
    level = [row]
    for _ in range(_MAX_LEVEL):
        yield level
        inner = (child for box in level for child in box.children if not _SKIPPED & child.words)
        level = list(islice(inner, _MAX_WIDTH))


def _find_named(box: Box) -> Iterator[Author]:
    for token in box.tokens:
        if not ALIGNMENT & token and not {"start", "end"} & token:
            yield from (BY_NAME[word] for word in token & BY_NAME.keys())
    if box.attributes.isdisjoint(_TELLING):
        return
    for name in _FLAGS:
        flag = (box.attribute(name) or "").lower()
        if flag in {"true", "1"}:
            yield Author.BUYER
        elif flag in {"false", "0"}:
            yield Author.SELLER
    for name in _SIDES:
        value = box.attribute(name)
        if value:
            yield from (_VALUES[word] for word in _WORD.findall(value.lower()) if word in _VALUES)


def _find_placed(box: Box, *, is_rtl: bool) -> Iterator[Author]:
    for token in box.tokens:
        yield from (BY_PLACE[word] for word in token & BY_PLACE.keys())
        if {"self", "justify"} & token and {"start", "end"} & token:
            yield Author.BUYER if "end" in token else Author.SELLER
    for name in _SIDES:
        value = (box.attribute(name) or "").lower()
        if value in BY_PLACE and not (is_rtl and name == "align"):
            yield BY_PLACE[value]
    if not box.letters:
        return  # where a picture stands within its row says nothing of the row
    style = box.style.replace("justify-content:", "x:") if "row-reverse" in box.style else box.style
    for pattern, author in _LOGICAL if is_rtl else (*_LOGICAL, *_PHYSICAL):
        if pattern.search(style):
            yield author


def _list_tokens(spine: Iterable[Box]) -> Iterator[str]:
    """List what a row shares with the others of its side: classes, alignment, where the picture stands."""
    last = None
    for box in spine:
        last = box
        yield from _list_own_tokens(box)
    inner = last.filled() if last else []
    for child in inner[:_MAX_WIDTH]:
        yield from _list_own_tokens(child)
    if len(inner) > 1:
        if inner[0].pictures and not inner[0].letters:
            yield "picture first"
        if inner[-1].pictures and not inner[-1].letters:
            yield "picture last"


def _list_own_tokens(box: Box) -> Iterator[str]:
    for name, words in zip(box.classes, box.tokens, strict=True):
        if not _CONTENT & words:
            yield f".{name}"
    yield from _ALIGNED.findall(box.style)
