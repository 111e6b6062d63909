"""Finding elements of a document by CSS selector, quickly.

soupsieve walks the whole document for every selector, which costs seconds for a page of a megabyte. Here the
document is walked once; after that an index names the few elements that can fit, and soupsieve decides only
where a selector says more than names, classes and attributes. What stands within a `<template>` is no part of
the page.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from string import ascii_lowercase, ascii_uppercase
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bs4 import Tag

_ATTRIBUTE = r"""\[[\w-]+(?:[*^$]?=(?:"[^"]+"|'[^']+'|[\w-]+)(?:\s+i)?)?\]"""
_COMPOUND = rf"(?=[\w.\#\[])(?:[a-zA-Z][\w-]*)?(?:\.[\w-]+|\#[\w-]+|{_ATTRIBUTE})*"
_PSEUDO = r":[\w-]+(?:\((?:[^()]|\([^()]*\))*\))?"
_PLAIN = re.compile(_COMPOUND)
_WITH_PSEUDO = re.compile(rf"({_COMPOUND})(?:{_PSEUDO})+")
_LAST = re.compile(rf"[\s>]({_COMPOUND})$")
_PIECE = re.compile(
    r"""(?P<tag>^[a-zA-Z][\w-]*)|\.(?P<class>[\w-]+)|\#(?P<id>[\w-]+)"""
    r"""|\[(?P<name>[\w-]+)(?:(?P<sign>[*^$]?)=(?:"(?P<double>[^"]+)"|'(?P<single>[^']+)'|(?P<bare>[\w-]+))"""
    r"""(?P<fold>\s+i)?)?\]"""
)
# HTML compares the values of some attributes (`type`, `rel`) without regard to case; soupsieve knows which.
# Of these the index knows that it does not.
_EXACT = frozenset({"class", "href", "id", "role", "src", "style", "title"})
_ASCII_LOWER = str.maketrans(ascii_uppercase, ascii_lowercase)

_SIGNS: dict[str, Callable[[str, str], bool]] = {
    "": str.__eq__,
    "*": str.__contains__,
    "^": str.startswith,
    "$": str.endswith,
}


@dataclass(frozen=True, slots=True)
class _Condition:
    """What an attribute must be; `wanted` of None asks only that it is there."""

    name: str
    sign: str = ""
    wanted: str | None = None
    folds: bool = False

    def fits(self, value: str) -> bool:
        if self.wanted is None:
            return True
        if self.folds:
            return _SIGNS[self.sign](value.translate(_ASCII_LOWER), self.wanted.translate(_ASCII_LOWER))
        return _SIGNS[self.sign](value, self.wanted)


@dataclass(frozen=True, slots=True)
class _Choice:
    """One of the selectors between commas: what its last compound asks for.

    Attributes:
        is_whole: whether that is all the selector says; else soupsieve decides among those it names.
    """

    tag: str | None
    classes: tuple[str, ...]
    conditions: tuple[_Condition, ...]
    is_whole: bool


_ANYTHING = _Choice(None, (), (), is_whole=False)


class DomIndex:
    """The elements of one document, in its order."""

    def __init__(self, top: Tag) -> None:
        self._top = top
        self._tags: list[Tag] = []
        self._ends: list[int] = []
        self._places: dict[int, int] = {}
        self._by_tag: dict[str, list[int]] = {}
        self._by_class: dict[str, list[int]] = {}
        self._by_attribute: dict[str, dict[str, list[int]]] = {}
        self._found: dict[str, list[int]] = {}

    def select(self, inside: Tag, selector: str) -> Iterator[Tag]:
        """Yield the elements within one that fit, in the order of the document."""
        if not self._tags:
            self._walk()
        place = self._places.get(id(inside))
        if place is None or inside.name == "template":
            yield from inside.select(selector)
            return
        found = self._find(selector)
        for number in range(bisect_left(found, place + 1), bisect_left(found, self._ends[place])):
            yield self._tags[found[number]]

    def _find(self, selector: str) -> list[int]:
        if selector not in self._found:
            choices = _read_selector(selector)
            every = {place for choice in choices for place in self._find_whole(choice)}
            rest = {place for choice in choices for place in self._find_rest(choice)} - every
            self._found[selector] = sorted(every | self._decide(selector, rest))
        return self._found[selector]

    def _find_whole(self, choice: _Choice) -> Iterable[int]:
        return self._find_choice(choice) if choice.is_whole else ()

    def _find_rest(self, choice: _Choice) -> Iterable[int]:
        return () if choice.is_whole else self._find_choice(choice)

    def _decide(self, selector: str, places: set[int]) -> set[int]:
        if not places:
            return set()
        import soupsieve  # heavy

        compiled = soupsieve.compile(selector)
        return {place for place in places if place and compiled.match(self._tags[place])}

    def _find_choice(self, choice: _Choice) -> Iterable[int]:
        named = [self._by_class.get(name, []) for name in choice.classes]
        if choice.tag is not None:
            named.append(self._by_tag.get(choice.tag, []))
        named += [self._find_condition(condition) for condition in choice.conditions]
        if not named:
            return range(len(self._tags))
        fewest = min(named, key=len)
        others = [set(places) for places in named if places is not fewest]
        return [place for place in fewest if all(place in places for places in others)]

    def _find_condition(self, condition: _Condition) -> list[int]:
        values = self._by_attribute.get(condition.name, {})
        return [place for value, places in values.items() if condition.fits(value) for place in places]

    def _walk(self) -> None:
        """Number all elements, without recursion, for pages may be nested beyond all reason."""
        from bs4 import Tag  # heavy

        waiting: list[Tag | int] = [self._top]
        while waiting:
            one = waiting.pop()
            if isinstance(one, int):
                self._ends[one] = len(self._tags)
                continue
            waiting.append(self._number(one))
            if one.name != "template":
                waiting.extend(child for child in reversed(one.contents) if isinstance(child, Tag))

    def _number(self, tag: Tag) -> int:
        place = len(self._tags)
        self._tags.append(tag)
        self._ends.append(0)
        self._places[id(tag)] = place
        self._by_tag.setdefault(tag.name.translate(_ASCII_LOWER), []).append(place)
        for name, value in tag.attrs.items():
            words = value if isinstance(value, list) else None
            values = self._by_attribute.setdefault(name.translate(_ASCII_LOWER), {})
            values.setdefault(" ".join(words) if words is not None else str(value), []).append(place)
            if name == "class":
                for word in dict.fromkeys(words if words is not None else str(value).split()):
                    self._by_class.setdefault(word, []).append(place)
        return place


@lru_cache(maxsize=512)
def _read_selector(selector: str) -> tuple[_Choice, ...]:
    return tuple(map(_read_choice, _split(selector)))


def _split(selector: str) -> Iterator[str]:
    """Split at the commas that stand in no bracket."""
    depth = 0
    piece = ""
    for sign in selector:
        depth += (sign in "([") - (sign in ")]")
        if sign == "," and not depth:
            yield piece.strip()
            piece = ""
        else:
            piece += sign
    yield piece.strip()


def _read_choice(text: str) -> _Choice:
    if _PLAIN.fullmatch(text):
        return _read_compound(text, is_whole=True)
    found = _WITH_PSEUDO.fullmatch(text) or _LAST.search(text)
    return _read_compound(found.group(1), is_whole=False) if found else _ANYTHING


def _read_compound(text: str, *, is_whole: bool) -> _Choice:
    pieces = list(_PIECE.finditer(text))
    tag = next((piece["tag"].translate(_ASCII_LOWER) for piece in pieces if piece["tag"]), None)
    classes = tuple(piece["class"] for piece in pieces if piece["class"])
    ids = tuple(_Condition("id", "", piece["id"]) for piece in pieces if piece["id"])
    named = tuple(_read_condition(piece) for piece in pieces if piece["name"])
    is_whole = is_whole and all(_is_exact(piece["name"]) for piece in pieces if piece["name"])
    return _Choice(tag, classes, ids + named, is_whole)


def _read_condition(piece: re.Match[str]) -> _Condition:
    name = piece["name"].translate(_ASCII_LOWER)
    if not _is_exact(name):
        return _Condition(name)
    wanted = piece["double"] or piece["single"] or piece["bare"]
    return _Condition(name, piece["sign"] or "", wanted, folds=bool(piece["fold"]))


def _is_exact(name: str) -> bool:
    return name in _EXACT or name.startswith("data-")
