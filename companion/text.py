"""Text as pages show it: cleaned of what nobody sees, cut into sentences, shortened for a problem."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

MAX_EXCERPT = 80

# NULs and other controls, lone surrogates (which no database takes), and marks that only turn text round.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\u200b\u061c\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
_SPACE = re.compile(r"\s+")
_EMPTY_LINES = re.compile(r"\n{3,}")
_TAG = re.compile(r"</?[A-Za-z!][^<>]*>")
_JOINT = re.compile(r"[·•\r\n]|<br\s?/?>", re.IGNORECASE)
_STOP = re.compile(r"[.!?。！？]+")
_UNSPACED = "。！？"
_YEAR_DIGITS = 4


def clean(text: str) -> str:
    """Give the text a reader sees: white space made one blank, unseen characters gone.

    >>> clean(" Vega\\u00a0 Store\\x00\\n")
    'Vega Store'
    """
    return _SPACE.sub(" ", _UNSEEN.sub("", text)).strip()


def clean_lines(text: str) -> str:
    """Give a text of several lines as a reader sees it: every line cleaned, no more than one empty one.

    >>> clean_lines(" Hello,\\r\\n\\n\\n\\u202ewhere  is it? ")
    'Hello,\\n\\nwhere is it?'
    """
    lines = "\n".join(clean(line) for line in text.splitlines())
    return _EMPTY_LINES.sub("\n\n", lines).strip()


def strip_tags(text: str) -> str:
    """Give the text of a snippet of HTML, as a reader sees it.

    >>> strip_tags('<font color="#009966">Free returns &amp; more</font>')
    'Free returns & more'
    """
    return clean(html.unescape(_TAG.sub("", text)))


def make_excerpt(text: str) -> str:
    """Shorten a text for a problem.

    >>> make_excerpt("a" * 90) == "a" * 79 + "…"
    True
    """
    cleaned = clean(text[: MAX_EXCERPT * 4])
    return cleaned if len(cleaned) <= MAX_EXCERPT else cleaned[: MAX_EXCERPT - 1] + "…"


def split_sentences(text: str) -> tuple[str, ...]:
    """Cut a text into its smallest sentences, also where the site forgot the blank between two.

    >>> split_sentences("Order complete.If damaged, write by Sep. 3, 2026. It is free (up to 5 times).")
    ('Order complete.', 'If damaged, write by Sep. 3, 2026.', 'It is free (up to 5 times).')
    >>> split_sentences("Coupon R$5.00 by 3. Aug 2026 · Refund before 4. Sep 2026")
    ('Coupon R$5.00 by 3. Aug 2026', 'Refund before 4. Sep 2026')
    """
    pieces = (strip_tags(piece) for piece in _JOINT.split(text))
    return tuple(sentence for piece in pieces for sentence in _cut(piece) if sentence)


def _cut(text: str) -> Iterator[str]:
    start = 0
    for stop in _STOP.finditer(text):
        if _ends_sentence(text, stop.start(), stop.end()):
            yield text[start : stop.end()].strip()
            start = stop.end()
    yield text[start:].strip()


def _ends_sentence(text: str, at: int, end: int) -> bool:
    if text[at] in _UNSPACED:
        return True
    following = text[end:].lstrip()
    if not following:
        return False  # the rest of the text is the sentence
    starts_new = following[0].isupper() or (following[0].isalpha() and not following[0].islower())
    return starts_new and _is_whole_word(text, at)


def _is_whole_word(text: str, at: int) -> bool:
    """Tell a sentence's last word from a day number ("3. Aug") and an abbreviation ("z. B.")."""
    start = at
    while start > 0 and text[start - 1].isalnum() and at - start < _YEAR_DIGITS:
        start -= 1
    word = text[start:at]
    if word.isdecimal():
        return len(word) == _YEAR_DIGITS
    return len(word) > 1 or (at > 0 and text[at - 1] in ")]\"'”»")
