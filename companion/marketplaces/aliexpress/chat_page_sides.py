"""Decides who wrote the rows of a chat; where nothing tells, nobody did.

That one side is named is no evidence for the other, unless the rows fall into two sets, each with something
of its own, and one of the sets is named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import combinations

from companion.marketplaces.aliexpress.chat_page_marks import Marks
from companion.model import Author

_OPPOSITE = {Author.BUYER: Author.SELLER, Author.SELLER: Author.BUYER}
_MAX_TOKENS = 40
_FEWEST = 2  # rows of a set


def find_authors(marks: Sequence[Marks]) -> tuple[Author | None, ...]:
    """Tell the author of each row of a conversation.

    >>> left, right = frozenset({".a"}), frozenset({".b"})
    >>> rows = [Marks(frozenset(), frozenset(), *one) for one in ((left, True), (right, False)) * 2]
    >>> [str(author) for author in find_authors(rows)]
    ['seller', 'buyer', 'seller', 'buyer']
    """
    direct = [one.direct for one in marks]
    if _contradict_peer(marks):
        direct = [next(iter(one.named)) if len(one.named) == 1 else None for one in marks]
    if all(direct):
        return tuple(direct)
    for first, second in _list_parts(marks):
        for part, other in ((first, second), (second, first)):
            author = _find_part(part, other, marks, direct)
            if author is not None:
                return tuple(
                    own or (author if place in part else _OPPOSITE[author])
                    for place, own in enumerate(direct)
                )
    return tuple(
        own or (Author.SELLER if one.names_peer else None) for own, one in zip(direct, marks, strict=True)
    )


def _contradict_peer(marks: Sequence[Marks]) -> bool:
    """Tell a page on which the peer's own rows stand where the buyer's are expected."""
    places = [one.placed for one in marks if one.names_peer and not one.named]
    return places.count(frozenset({Author.BUYER})) > places.count(frozenset({Author.SELLER}))


def _list_parts(marks: Sequence[Marks]) -> list[tuple[set[int], set[int]]]:
    """List the ways in which two tokens part all rows into two sets."""
    counts = Counter(token for one in marks for token in one.tokens)
    common = [
        token
        for token, count in counts.most_common(_MAX_TOKENS * 4)
        if _FEWEST <= count <= len(marks) - _FEWEST
    ][:_MAX_TOKENS]
    places: dict[str, set[int]] = {token: set() for token in common}
    for place, one in enumerate(marks):
        for token in one.tokens & places.keys():
            places[token].add(place)
    return [
        (places[one], places[two])
        for one, two in combinations(common, 2)
        if len(places[one]) + len(places[two]) == len(marks) and places[one].isdisjoint(places[two])
    ]


def _find_part(
    part: set[int], other: set[int], marks: Sequence[Marks], direct: Sequence[Author | None]
) -> Author | None:
    """Find whose a set of rows is: by marks in it that agree, or by the peer's name in every one of them."""
    told = {direct[place] for place in part} - {None}
    against = {direct[place] for place in other} - {None}
    if all(marks[place].names_peer for place in part) and not any(marks[place].names_peer for place in other):
        told.add(Author.SELLER)
    if len(told) != 1:
        return None
    author = told.pop()
    return author if author in _OPPOSITE and against <= {_OPPOSITE[author]} else None
