"""The words that a shop's parsers know, gathered from their own tables.

What a parser does not know cannot matter to what it reads: such a word may be replaced by another without
changing the record. So whoever makes a page fit to be shown to strangers keeps these words and no others.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from types import ModuleType

# Letters with the marks that belong to them.
_MARKS = (
    "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0900-\u0903\u093a-\u094f\u0e31-\u0e3a\u0e47-\u0e4e"
)
WORD = rf"[^\W\d_](?:[^\W\d_]|[{_MARKS}])*"
_WORDS = re.compile(WORD)
_ESCAPES = re.compile(r"\\[A-Za-z]|\(\?(?:P?<[=!]?|[aiLmsux-]*[:=!>])|\{\d+,?\d*\}")
_NO_PARSER = ".private"  # what is private is no table of what is known
_PARTICLES = (*"בלהמוכ", "ال", "و")  # "in", "to", "the", "and", written as one with the word
_LAST_SPACED = "\u2e7f"  # from here on scripts put no gaps between words
_SHORTEST_STEM = 4
_SHORTEST_ABBREVIATION = 3
_FEW_LETTERS = 2  # words so short say nothing of anybody
_DEEPEST = 6


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words a shop's parsers know, in lower case.

    Attributes:
        words: whole words.
        stems: beginnings of words, from patterns.
        short: first letters by which days and months are known.
    """

    words: frozenset[str] = frozenset()
    stems: tuple[str, ...] = ()
    short: frozenset[str] = frozenset()

    def knows(self, word: str) -> bool:
        """Tell whether a parser may know a word.

        >>> Vocabulary(short=frozenset({"jul"})).knows("Jul"), Vocabulary(stems=("devol",)).knows("Devolução")
        (True, True)
        """
        folded = word.casefold()
        forms = {folded, *(folded.removeprefix(particle) for particle in _PARTICLES)}
        return any(one in self.words or one in self.short or one.startswith(self.stems) for one in forms)

    def split(self, run: str) -> tuple[tuple[str, bool], ...]:
        """Cut a text without gaps between its words into pieces, each with whether it is known."""
        pieces: list[tuple[str, bool]] = []
        at = 0
        while at < len(run):
            known = self._find_known(run, at)
            if known:
                pieces.append((known, True))
            elif pieces and not pieces[-1][1]:
                pieces[-1] = (pieces[-1][0] + run[at], False)
            else:
                pieces.append((run[at], False))
            at += len(known) or 1
        return tuple(pieces)

    def _find_known(self, run: str, at: int) -> str:
        longest = (run[at : at + length] for length in range(min(12, len(run) - at), 0, -1))
        return next((piece for piece in longest if piece in self.words), "")


def gather_vocabulary(*packages: str, calendar: str) -> Vocabulary:
    """Gather the words that stand in the tables of some packages: in names, texts and patterns.

    Words of prose are no tables: documentation and comments do not count. `calendar` is the package of days
    and months, which pages abbreviate.
    """
    words: set[str] = set()
    stems: set[str] = set()
    for text, is_pattern in _tables([*packages, calendar]):
        found = _find_words(text)
        words |= found | _list_signs(found, is_pattern)
        stems |= {word for word in found if is_pattern and len(word) >= _SHORTEST_STEM - (not word.isascii())}
    days = {word for text, _ in _tables([calendar]) for word in _find_words(text)}
    short = {day[:length] for day in days for length in range(_SHORTEST_ABBREVIATION, len(day))}
    return Vocabulary(frozenset(words), tuple(sorted(stems)), frozenset(short))


def _find_words(text: str) -> set[str]:
    return {word.casefold() for word in _WORDS.findall(text)}


def _list_signs(found: set[str], is_pattern: bool) -> set[str]:
    """List single signs that patterns set side by side, such as those for year, month and day."""
    return {sign for word in found for sign in word if is_pattern and sign > _LAST_SPACED}


def is_few(word: str) -> bool:
    """Tell a word too short to name anybody."""
    return len(word) <= _FEW_LETTERS


def _tables(packages: Iterable[str]) -> Iterator[tuple[str, bool]]:
    for module in _load(packages):
        for name, value in vars(module).items():
            if not name.startswith("__"):
                yield from _texts(value, 0)


def _load(packages: Iterable[str]) -> Iterator[ModuleType]:
    for package in packages:
        module = importlib.import_module(package)
        yield module
        for found in pkgutil.walk_packages(getattr(module, "__path__", ()), f"{package}."):
            if found.name.endswith(_NO_PARSER):
                continue
            yield sys.modules.get(found.name) or importlib.import_module(found.name)


def _texts(value: object, depth: int) -> Iterator[tuple[str, bool]]:
    """Yield the texts in a constant, however it is nested, each with whether it is a pattern."""
    if depth > _DEEPEST:
        return
    if isinstance(value, re.Pattern):
        pattern = value.pattern if isinstance(value.pattern, str) else ""
        yield _ESCAPES.sub(" ", pattern), True
    elif isinstance(value, str):
        yield str(value), False
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _texts(key, depth + 1)
            yield from _texts(inner, depth + 1)
    elif isinstance(value, tuple | list | set | frozenset):
        for inner in value:
            yield from _texts(inner, depth + 1)
    elif not isinstance(value, type | Enum) and type(value).__module__.startswith("companion."):
        for name in _list_attributes(value):
            yield from _texts(getattr(value, name, None), depth + 1)


def _list_attributes(value: object) -> Iterator[str]:
    """List the attributes of an object of ours, however its class keeps them."""
    yield from getattr(value, "__dict__", ())
    for kind in type(value).__mro__:
        slots = kind.__dict__.get("__slots__", ())
        yield from (slots,) if isinstance(slots, str) else slots
