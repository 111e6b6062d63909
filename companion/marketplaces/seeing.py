"""The text of a document as a reader sees it: lines and blocks, without what is never shown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from companion.marketplaces.base import MAX_PROSE
from companion.text import clean_lines

if TYPE_CHECKING:
    from bs4 import Tag

_UNSEEN = frozenset({"script", "style", "template", "noscript", "head", "title"})
_LINE = frozenset({
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "em", "font", "i", "ins", "del", "kbd", "label",
    "mark", "q", "s", "small", "span", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
})  # fmt: skip
BREAK = "\x1e"  # between two blocks; white space to whoever cleans the text
JOINT = "\x1f"  # between two elements of one line
_NEW_LINE = "\x1d"  # a `<br>`
_MARKS = frozenset({BREAK, JOINT, _NEW_LINE})
_GAP = re.compile(f"[{BREAK}{_NEW_LINE} ]+")


def see(top: Tag, skipped: frozenset[int] = frozenset()) -> Iterator[str]:
    """Yield the seen pieces of text without recursion, for pages may be nested beyond all reason."""
    from bs4 import Tag  # heavy

    waiting: list[object] = [top]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str) and not isinstance(one, Tag):
            yield one if one in _MARKS or is_text(one) else ""
        elif isinstance(one, Tag) and one.name.lower() not in _UNSEEN and id(one) not in skipped:
            if one.name == "br":
                waiting.extend((BREAK, _NEW_LINE, BREAK))
            elif one.name.lower() in _LINE:
                waiting.extend((JOINT, *reversed(list(one.children)), JOINT))
            else:
                waiting.extend((BREAK, *reversed(list(one.children)), BREAK))


def join_prose(pieces: Iterable[str], *, is_spaced: bool) -> str:
    """Join seen pieces to what a person wrote, line by line; `is_spaced` puts blanks between elements."""
    joined = "".join(one if one in _MARKS else _keep_breaks(one) for one in pieces)[:MAX_PROSE]
    seen = space(joined.split(JOINT)) if is_spaced else joined.replace(JOINT, "")
    return clean_lines(_GAP.sub(_make_gap, seen))


def _keep_breaks(text: str) -> str:
    """Give one run of text; its own line breaks were typed, those around it only lay out the source."""
    return f"{' ' * text[:1].isspace()}{text.strip()}{' ' * text[-1:].isspace()}"


def _make_gap(run: re.Match[str]) -> str:
    breaks = run[0].count(_NEW_LINE)
    return "\n" * max(breaks, 1) if breaks or BREAK in run[0] else " "


def space(pieces: list[str]) -> str:
    """Join the pieces of a line: single characters make a word, anything else is one."""
    spaced: list[str] = []
    for piece in filter(None, pieces):
        if spaced and max(len(spaced[-1].strip()), len(piece.strip())) > 1:
            spaced.append(" ")
        spaced.append(piece)
    return "".join(spaced)


def is_text(one: object) -> bool:
    """Tell a text that is shown from a comment and the like."""
    from bs4 import Comment, NavigableString  # heavy
    from bs4.element import PreformattedString

    return isinstance(one, NavigableString) and not isinstance(one, (Comment, PreformattedString))
