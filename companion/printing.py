"""What commands show: lines, tables and JSON. What sellers wrote is hostile and is cleaned here, for all."""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TextIO

from companion.errors import CompanionError


class Colour(StrEnum):
    """The few colours of the terminal, by their ANSI number."""

    NONE = ""
    BOLD = "1"
    DIM = "2"
    RED = "31"
    ALARM = "1;31"
    YELLOW = "33"
    CYAN = "36"


@dataclass(frozen=True, slots=True)
class Cell:
    """One field of a table; a colour is only a help, the text says everything."""

    text: str
    colour: Colour = Colour.NONE


# Joiners shape letters of Persian and Indic scripts and emoji; they move nothing and hide nothing.
_HARMLESS_FORMATS = "\u200c\u200d"
_BLANK = {"Zl", "Zp"}
_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn"}
_MIN_LAST_COLUMN = 30
_GAP = "  "
_BELOW = " " * 4


def clean(text: str) -> str:
    """Take out what could steer a terminal or hide text: control, escape, bidi and unassigned characters.

    >>> clean("Nice\\x1b[2J shop\\u202e!")
    'Nice[2J shop!'
    """
    return "".join(_clean_character(character) for character in text)


def _clean_character(character: str) -> str:
    if character.isascii() and character.isprintable():
        return character
    category = unicodedata.category(character)
    if character in "\t\n\r\v\f\x85" or category in _BLANK:
        return " "
    if category in _HIDDEN and character not in _HARMLESS_FORMATS:
        return ""
    return character


def escape_json(text: str) -> str:
    r"""Write characters that could steer a terminal as `\uXXXX`; as JSON the text means the same.

    Such characters stand only inside JSON strings, save the line breaks of the layout.
    """
    return "".join(
        character if character == "\n" or _clean_character(character) == character else _escape(character)
        for character in text
    )


def _escape(character: str) -> str:
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[index : index + 2].hex()}" for index in range(0, len(units), 2))


def measure(text: str) -> int:
    """Tell how many columns a text takes; East Asian wide characters take two, marks none."""
    return sum(_measure_character(character) for character in text)


def _measure_character(character: str) -> int:
    if character.isascii():
        return 1
    if character in _HARMLESS_FORMATS or unicodedata.category(character) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def shorten(text: str, width: int) -> str:
    """Cut a text to a number of columns; an ellipsis shows that something is missing."""
    if measure(text) <= width:
        return text
    kept, used = [], 0
    for character in text:
        used += _measure_character(character)
        if used > width - 1:
            break
        kept.append(character)
    return "".join(kept).rstrip() + "…"


class Terminal:
    """Where a command speaks: results on one stream, everything about them on the other."""

    def __init__(self, out: TextIO, notes: TextIO, environ: Mapping[str, str]) -> None:
        self._out = out
        self._notes = notes
        self._is_coloured = out.isatty() and _allows_colour(environ)
        self._width = shutil.get_terminal_size().columns if out.isatty() else None
        self._has_progress = False

    @property
    def is_interactive(self) -> bool:
        """Whether a person can be asked."""
        return sys.stdin is not None and sys.stdin.isatty() and self._notes.isatty()

    def line(self, text: str = "", colour: Colour = Colour.NONE) -> None:
        """Print one line of the result."""
        print(self._paint(clean(text), colour), file=self._out)

    def note(self, text: str) -> None:
        """Say something about the result, apart from it."""
        self._end_progress()
        print(clean(text), file=self._notes)

    def error(self, error: CompanionError) -> None:
        """Say what went wrong in a sentence, and what to do about it in another."""
        self.note(f"orderproof: {error.message}")
        if error.hint:
            self.note(f"Hint: {error.hint}")

    def json(self, value: object) -> None:
        """Print a record or a list of records as JSON, in the shapes of PROTOCOL.md."""
        import msgspec  # heavy, and most output is no JSON

        text = msgspec.json.format(msgspec.json.encode(value), indent=2).decode("utf-8")
        print(escape_json(text), file=self._out)

    def table(
        self, titles: Sequence[str], rows: Sequence[Sequence[Cell | str]], *, wrap: bool = False
    ) -> None:
        """Print rows under their titles.

        On a terminal the last column is cut to fit, or broken into lines with `wrap`; where the other columns
        leave it too little room it goes below them. A program that reads the output gets every text whole.
        """
        cells = [[_make_cell(cell) for cell in row] for row in rows]
        widths = [
            max([measure(title), *(measure(row[column].text) for row in cells)])
            for column, title in enumerate(titles)
        ]
        indent = sum(widths[:-1]) + len(_GAP) * (len(widths) - 1)
        is_below = self._width is not None and self._width - indent < min(_MIN_LAST_COLUMN, widths[-1])
        if is_below:
            widths, indent = widths[:-1], len(_BELOW)
        self._row([Cell(title, Colour.DIM) for title in titles[: len(widths)]], widths)
        for row in cells:
            first, *rest = self._fold(row[-1].text, indent, wrap)
            self._row(row[:-1] if is_below else [*row[:-1], Cell(first, row[-1].colour)], widths)
            for text in [first, *rest] if is_below else rest:
                print(" " * indent + text, file=self._out)

    def _fold(self, text: str, indent: int, wrap: bool) -> list[str]:
        if self._width is None:
            return [text]
        room = self._width - indent
        return (textwrap.wrap(text, room) or [""]) if wrap else [shorten(text, room)]

    def progress(self, text: str) -> None:
        """Show how far long work has come; says nothing where nobody watches."""
        if self._notes.isatty():
            print(f"\r\x1b[K{clean(text)}", end="", file=self._notes, flush=True)
            self._has_progress = True

    def show_step(self, what: str, done: int, total: int) -> None:
        """Show how many pieces of a step are done, of how many."""
        self.progress(f"{what} {done:,} of {total:,}" if total > 1 else f"{what} …")

    def finish_progress(self) -> None:
        """Take the progress line away."""
        self._end_progress()

    def flush(self) -> None:
        """Let whoever reads our output through a pipe see it now."""
        self._out.flush()

    def ask(self, question: str) -> bool:
        """Ask a yes-or-no question; no answer is a no."""
        print(f"{clean(question)} [y/N] ", end="", file=self._notes, flush=True)
        return sys.stdin.readline().strip().casefold() in {"y", "yes"}

    def _row(self, row: Sequence[Cell], widths: Sequence[int]) -> None:
        shown = [
            self._paint(cell.text, cell.colour) + " " * (width - measure(cell.text))
            for cell, width in zip(row, widths, strict=True)
        ]
        print(_GAP.join(shown).rstrip(), file=self._out)

    def _paint(self, text: str, colour: Colour) -> str:
        return f"\x1b[{colour}m{text}\x1b[0m" if colour and self._is_coloured else text

    def _end_progress(self) -> None:
        if self._has_progress:
            print("\r\x1b[K", end="", file=self._notes, flush=True)
            self._has_progress = False


def _make_cell(cell: Cell | str) -> Cell:
    return Cell(clean(cell)) if isinstance(cell, str) else Cell(clean(cell.text), cell.colour)


def _allows_colour(environ: Mapping[str, str]) -> bool:
    if environ.get("NO_COLOR") or environ.get("TERM") == "dumb":
        return False
    # Only the newer Windows terminals understand colours without being asked to.
    return os.name != "nt" or "WT_SESSION" in environ
