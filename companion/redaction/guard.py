"""Looks through a redacted page for what was replaced in it; what is found must not leave the computer."""

from __future__ import annotations

import html
import re
from urllib.parse import unquote_plus

from companion.errors import CompanionError
from companion.marketplaces.privacy import Private
from companion.marketplaces.vocabulary import WORD
from companion.redaction.ledger import Ledger
from companion.redaction.stand_ins import is_unspaced

_WORDS = re.compile(WORD)
_TOLD_ATTRIBUTES = ("title", "alt", "aria-label", "placeholder", "content")
_SHORTEST_WORD = 4
_SHORTEST_NUMBER = 7


class RedactionFailed(CompanionError):
    """Something private is still in a redacted page; nothing of it was written."""

    code = "redaction_failed"


def check_redacted(ledger: Ledger, written: str, *, is_document: bool) -> None:
    """Look for everything that was replaced.

    Raises:
        RedactionFailed: something of it is still there. It says of which kind, never what.
    """
    plain = html.unescape(unquote_plus(written)).casefold()
    joined = _join(written).casefold() if is_document else plain
    words = {word.casefold() for word in _WORDS.findall(_say(written) if is_document else plain)}
    for original, kind in ledger.originals().items():
        if _is_there(original, plain, words) or _is_there(original, joined, words):
            raise _make_error(kind)
    for phrase in ledger.phrases():
        hidden = [word for word in _WORDS.findall(phrase) if word.casefold() in ledger.originals()]
        if hidden and phrase.casefold() in plain:
            raise _make_error(Private.OTHER)


def _is_there(original: str, text: str, words: set[str]) -> bool:
    if original.isdigit():
        pattern = rf"(?<!\d){original}(?!\d)"
        return len(original) >= _SHORTEST_NUMBER and re.search(pattern, text) is not None
    if not original.isalpha():
        return original in text
    shortest = 2 if is_unspaced(original) else _SHORTEST_WORD
    return len(original) >= shortest and original in words


def _join(written: str) -> str:
    """Give a document's text without any gap, so that what is split into pieces is found."""
    from bs4 import BeautifulSoup  # heavy

    return BeautifulSoup(written, "lxml").get_text("")


def _say(written: str) -> str:
    """Give what a document says: its texts, and the attributes that hold text."""
    from bs4 import BeautifulSoup  # heavy

    soup = BeautifulSoup(written, "lxml")
    told = [str(tag.get(name)) for name in _TOLD_ATTRIBUTES for tag in soup.select(f"[{name}]")]
    return " ".join([soup.get_text(" "), *told])


def _make_error(kind: Private) -> RedactionFailed:
    return RedactionFailed(
        f"Not everything private could be replaced: a {kind} is still in the page. Nothing was written.",
        "Report this without the page: which marketplace, and which kind of page.",
    )
