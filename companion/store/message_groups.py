"""Pure: which showings are one message.

An id of the site's data tells at once. Rows of a page carry none that is known to be the same, so they are
found by side, minute and words; within one reading two equal rows are two messages, and the n-th of them is
the n-th of every other reading. What comes of it does not depend on the order in which captures arrived.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from companion.model import Author, Message, Source
from companion.store.instants import to_micros
from companion.store.message_keys import MessageKeys, is_same_card, list_media, list_words

_MINUTE = 60_000_000
_CLOCK = re.compile(r"(\d{1,2})[:.h](\d{2})")
# A page shows the platform's robot on the seller's side.
_SIDES = {Author.BOT: Author.SELLER}


@dataclass(frozen=True, slots=True)
class Showing:
    """One message as one row of one reading shows it.

    Attributes:
        reading: the number of the reading.
        not_before: of a row without a time, when the last one before it that has one was sent.
        not_after: the same for the first one after it.
        known_as: the message it was before.
    """

    message: Message
    keys: MessageKeys
    reading: int
    place: int
    source: Source
    captured_at: datetime
    capture_id: str
    not_before: int | None = None
    not_after: int | None = None
    known_as: int | None = None


@dataclass(slots=True, eq=False)
class Group:
    """The showings of one message.

    Attributes:
        readings: the numbers of the readings that show it.
        page_id: what pages call it, where that is not the site's own id.
    """

    showings: list[Showing] = field(default_factory=list)
    readings: set[int] = field(default_factory=set)
    page_id: str | None = None
    _sides: set[Author] = field(default_factory=set)
    _words: set[str] = field(default_factory=set)
    _media: set[str] = field(default_factory=set)
    _is_recalled: bool = False
    _has_id: bool = False

    def add(self, showing: Showing) -> None:
        """Take a showing in."""
        message = showing.message
        self.showings.append(showing)
        self.readings.add(showing.reading)
        self._sides.update(_list_sides(message))
        self._words.update(list_words(message))
        self._media.update(list_media(message))
        self._is_recalled = self._is_recalled or message.recalled
        self._has_id = self._has_id or message.message_id is not None

    def fits(self, showing: Showing) -> bool:
        """Tell whether a showing may be of this message, going by side and words."""
        message = showing.message
        sides = _list_sides(message)
        if sides and self._sides and not self._sides & sides:
            return False
        if message.recalled and self._is_recalled and self._has_id != (message.message_id is not None):
            return True  # in the place of the words, a page shows a notice of its own
        if self._has_id != (message.message_id is not None) and is_same_card(
            self.showings[0].message, message
        ):
            return True
        words, media = list_words(message), list_media(message)
        if message.text and media and self._media and not self._media & set(media):
            return False
        if words == ("",):
            return "" in self._words and _name_card(self.showings[0].message) == _name_card(message)
        return bool(self._words & set(words))


class _Grouping:
    """Puts showings into groups, one way of finding them after the other."""

    def __init__(self) -> None:
        self.groups: list[Group] = []
        self._by_key: dict[int, dict[Group, None]] = {}
        # Of equal rows of one reading, how many groups were looked at: the next one goes on from there.
        self._looked_at: dict[tuple[int, Message, int], int] = {}

    def add(self, group: Group, showing: Showing) -> None:
        """Add a showing to its group, new or not."""
        if not group.showings:
            self.groups.append(group)
        group.add(showing)
        for key in (*_list_faces(showing.keys), showing.keys.words):
            self._by_key.setdefault(key, {})[group] = None

    def place(self, showing: Showing) -> None:
        """Add a row to the first message it may be, or to a new one."""
        self.add(self.find(showing) or Group(), showing)

    def find(self, showing: Showing, page_id: str | None = None) -> Group | None:
        """Find the first message that a row may be and that its reading has not shown yet."""
        keys = _list_faces(showing.keys) if showing.keys.is_timed else (showing.keys.words,)
        for key in keys:
            mark = (showing.reading, showing.message, key)
            candidates = self._by_key.get(key, {})
            start = self._looked_at.get(mark, 0)
            for index, group in enumerate(itertools.islice(candidates, start, None), start):
                if _may_be(showing, group, page_id):
                    self._looked_at[mark] = index
                    return group
            self._looked_at[mark] = len(candidates)
        return None


def _may_be(showing: Showing, group: Group, page_id: str | None) -> bool:
    if showing.reading in group.readings or (page_id and group.page_id and group.page_id != page_id):
        return False
    if not group.fits(showing):
        return False
    return showing.keys.is_timed or all(_overlap(showing, one) for one in group.showings)


def group_showings(showings: Sequence[Showing]) -> list[Group]:
    """Find which showings are one message; they come, and are given back, in the order of capture."""
    grouping = _Grouping()
    by_id = _group_by_id(showings, grouping)
    _join_page_ids(showings, by_id, grouping)
    unnamed = [one for one in showings if one.message.message_id is None]
    for one in unnamed:
        if one.keys.is_timed:
            grouping.place(one)
    for one in unnamed:
        if not one.keys.is_timed:
            grouping.place(one)
    rank = {(one.reading, one.place): place for place, one in enumerate(showings)}
    for group in grouping.groups:
        group.showings.sort(key=lambda one: rank[one.reading, one.place])
    return grouping.groups


def _group_by_id(showings: Iterable[Showing], grouping: _Grouping) -> dict[str, Group]:
    """Join what the site's data gives the same id, in the order the messages were sent."""
    found: dict[str, list[Showing]] = {}
    for one in showings:
        if one.message.message_id is not None and one.source is Source.API:
            found.setdefault(one.message.message_id, []).append(one)
    groups: dict[str, Group] = {}
    for message_id, same in sorted(found.items(), key=lambda item: _sent(item[0], item[1])):
        groups[message_id] = Group()
        for one in same:
            grouping.add(groups[message_id], one)
    return groups


def _sent(message_id: str, showings: list[Showing]) -> tuple[float, str]:
    times = [one.message.at.timestamp() for one in showings if one.message.at]
    return min(times, default=float("inf")), message_id.rjust(40)


def _join_page_ids(showings: Iterable[Showing], by_id: dict[str, Group], grouping: _Grouping) -> None:
    """Join rows by the id a page gives them, which may be another one than the site's data has."""
    found: dict[str, list[Showing]] = {}
    for one in showings:
        if one.message.message_id is not None and one.source is Source.PAGE:
            found.setdefault(one.message.message_id, []).append(one)
    for message_id, same in found.items():
        group = by_id.get(message_id) or _find_for_page_id(message_id, same[0], grouping)
        for one in same:
            grouping.add(group, one)


def _find_for_page_id(page_id: str, showing: Showing, grouping: _Grouping) -> Group:
    group = grouping.find(showing, page_id) or Group()
    group.page_id = page_id
    return group


def _list_sides(message: Message) -> frozenset[Author]:
    return frozenset({_SIDES.get(message.author, message.author)} if message.author else ())


def _name_card(message: Message) -> tuple[str | None, ...]:
    return (message.kind, message.order_id, message.product_id)


def _list_faces(keys: MessageKeys) -> tuple[int, ...]:
    return (keys.face,) if keys.other_face is None else (keys.face, keys.other_face)


def _overlap(row: Showing, other: Showing) -> bool:
    first, last = _find_bounds(row)
    other_first, other_last = _find_bounds(other)
    if first > other_last + _MINUTE or other_first > last + _MINUTE:
        return False
    clocks = [_CLOCK.search(one.message.at_text) for one in (row, other) if one.message.at_text]
    told = {match.groups() for match in clocks if match}
    return len(told) <= 1


def _find_bounds(showing: Showing) -> tuple[int, int]:
    if showing.message.at is not None:
        at = to_micros(showing.message.at)
        return at, at
    first = -(2**62) if showing.not_before is None else showing.not_before
    return first, 2**62 if showing.not_after is None else showing.not_after
