"""An answer whose shape nobody has described: every value in it with the names of the keys above it.

No answer of a dispute's page is public, so it is read by structure: what a key is called and what stands
beside it. A key that nobody knows is no problem; it stays in the bytes that are kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from companion.marketplaces.base import Node

OFFERED = re.compile(r"solution|proposal|offer|plan|negotiat", re.IGNORECASE)  # keys that hold proposals

_MAX_VALUES = 20_000
_MAX_DEPTH = 24
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[_\-.]+")


@dataclass(frozen=True, slots=True)
class Twig:
    """A value and the keys it stands under, outermost first."""

    names: tuple[str, ...]
    node: Node

    @property
    def name(self) -> str:
        """The key it stands under; that of the list, for an entry of one."""
        return self.names[-1] if self.names else ""

    @property
    def is_leaf(self) -> bool:
        """Whether it is a text, a number or a flag, and not nothing."""
        return self.node.is_present and not (self.node.is_object or self.node.is_list)

    def inside(self) -> Iterator[Twig]:
        """List the values right inside."""
        if self.node.is_object:
            for key, node in self.node.entries("data"):
                yield Twig((*self.names, key), node)
        elif self.node.is_list:
            for node in self.node.items("data"):
                yield Twig(self.names, node)


def walk(top: Node) -> tuple[Twig, ...]:
    """List every value of an answer, outer ones before inner ones, up to a bound."""
    found: list[Twig] = []
    level = [Twig((), top)]
    for _ in range(_MAX_DEPTH):
        found += level
        level = [inner for twig in level for inner in twig.inside()][: _MAX_VALUES - len(found)]
        if not level:
            break
    return tuple(found)


def split_name(name: str) -> str:
    """Write a key as words.

    >>> split_name("sellerResponseCountdown"), split_name("return_by")
    ('seller response countdown', 'return by')
    """
    return " ".join(_HUMP.split(name)).lower()
