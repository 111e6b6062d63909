"""Text from pages made fit for a notification: a seller chooses his name, and may choose it to deceive."""

from __future__ import annotations

import html
import unicodedata

# Control and format characters (bidi overrides, zero-width), surrogates, private and unassigned ones,
# and the two line separators: none of them belongs in one line of plain text.
_UNWANTED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_MARKS = frozenset({"Mn", "Me"})
_MARKS_IN_A_ROW = 2  # more of them stacked on one letter paint over the lines around


def plain_line(text: str, longest: int) -> str:
    """One line without hidden characters, at most `longest` characters long."""
    kept: list[str] = []
    marks = 0
    # Reading a bounded piece keeps a megabyte of name from costing a megabyte of work.
    for character in text[: longest * 16]:
        category = unicodedata.category(character)
        marks = marks + 1 if category in _MARKS else 0
        if category in _UNWANTED:
            kept.append(" " if character in "\t\n\r\v\f\u2028\u2029" else "")
        elif marks <= _MARKS_IN_A_ROW:
            kept.append(character)
    line = " ".join("".join(kept).split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def escape_markup(text: str) -> str:
    """Text for a notification service that reads markup in the body."""
    return html.escape(text, quote=False)
