"""Finds the list of messages on a chat page: by the known hook first, then by what repeats.

`.message-view` is the open conversation (seen 2021-2024). The elements in it are not evidenced, so the list
is the place whose boxes repeat, hold something, and look like two people talking: sides, a clock each, ids. A
list of conversations repeats too, and shows names, words and clocks; two sides it does not have.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from companion.marketplaces.aliexpress.chat_page_boxes import Box
from companion.marketplaces.aliexpress.chat_page_ids import find_message_id, find_row_id
from companion.marketplaces.aliexpress.chat_page_marks import Marks, find_marks, is_sided
from companion.marketplaces.aliexpress.chat_page_parts import Row, part_heading, split_row
from companion.marketplaces.aliexpress.chat_page_places import sort_by_place
from companion.marketplaces.aliexpress.chat_page_words import (
    BESIDE,
    BY_NAME,
    BY_PLACE,
    MESSAGE,
    OTHER_LISTS,
    is_start,
)
from companion.when import parse_said_time

_VIEW = "message-view"
_NO_LISTS = frozenset({"nav", "header", "footer", "select", "form", "textarea", "button", "a"})
_CLOCK = re.compile(r"(?<!\d)\d{1,2}[:：]\d{2}(?!\d)")
_ENOUGH = 2  # points
_MAX_JUDGED = 100  # lists of one page
_SAMPLE = 40  # rows of one list
_FEW = 5
_FEW_CLOCKS = 2  # in one message
_MAX_ROWS = 20_000
_MAX_PARTS = 20_000
_MAX_CLIMB = 60
_LONGEST_HEADING = 60
_MAX_AROUND = 4  # boxes between the rows of one day and the list


@dataclass(frozen=True, slots=True)
class MessageList:
    """The rows of a conversation, in the order of the document, and the box they stand in."""

    rows: tuple[Row, ...]
    around: Box


@dataclass(frozen=True, slots=True)
class _Candidate:
    box: Box
    rows: list[Box]
    alike: int


def find_list(top: Box, language: str | None, *, is_rtl: bool) -> MessageList | None:
    """Find the list of messages; None where nothing on the page looks like one."""
    views = [box for box in top.walk() if _VIEW in box.classes]
    for scope, is_view in (*((view, True) for view in views[:3]), (top, False)):
        candidates = _list_candidates(scope, is_view=is_view)
        judged = [(_judge(one, is_view=is_view, is_rtl=is_rtl), one.alike, one.box) for one in candidates]
        best = max(judged, key=lambda one: one[:2], default=None)
        if best is not None and best[0] >= _ENOUGH:
            equals = {box.key for points, _, box in judged if points == best[0]}
            chosen = _leave_message(best[2], equals, is_rtl=is_rtl)
            return _make_list(chosen, _list_kin(scope, chosen), language, is_rtl=is_rtl)
    return None


def _leave_message(box: Box, equals: set[int], *, is_rtl: bool) -> Box:
    """Give the list around a box that is a single message, where that looks like one just as much."""
    is_inside = False
    climbed: Box | None = box
    for _ in range(_MAX_CLIMB):
        if climbed is None:
            break
        if is_inside and climbed.key in equals:
            return climbed
        is_inside = is_inside or is_sided(climbed, is_rtl=is_rtl)
        climbed = climbed.parent
    return box


def _list_candidates(scope: Box, *, is_view: bool) -> list[_Candidate]:
    """List the boxes whose filled boxes repeat, the likeliest first."""
    found: list[_Candidate] = []
    waiting = [scope]
    while waiting:
        box = waiting.pop()
        if box is not scope and _is_elsewhere(box):
            continue
        rows = box.filled()
        alike = _count_alike(rows)
        if alike or any(_is_message(row, is_view=is_view) for row in rows[:_FEW]):
            found.append(_Candidate(box, rows, alike))
        waiting.extend(box.children)
    found.sort(key=lambda one: (_speaks_of_messages(one), one.alike), reverse=True)
    return found[:_MAX_JUDGED]


def _is_elsewhere(box: Box) -> bool:
    return box.name in _NO_LISTS or bool(OTHER_LISTS & box.words)


def _list_kin(scope: Box, best: Box) -> list[Box]:
    """List the boxes that are like a list in name, classes and what they stand in: the days of one cut up."""
    wanted = _describe(best)
    found: list[Box] = []
    waiting = [scope]
    while waiting:
        box = waiting.pop()
        if _describe(box) == wanted and (best.classes or box.parent is best.parent):
            found.append(box)
        elif box is scope or not _is_elsewhere(box):
            waiting.extend(reversed(box.children))
    return found[:_MAX_PARTS] if any(box is best for box in found) else [best]


def _describe(box: Box) -> tuple[object, ...]:
    around = box.parent
    return (box.name, box.classes, around.name if around else "", around.classes if around else ())


def _count_alike(rows: Sequence[Box]) -> int:
    """Count the boxes that have a class in common with another one beside them, or none like it."""
    names = [{(row.name, token) for token in row.classes or ("",)} for row in rows]
    counts = Counter(name for own in names for name in own)
    return sum(any(counts[name] > 1 for name in own) for own in names)


def _speaks_of_messages(one: _Candidate) -> bool:
    return (
        bool(MESSAGE & one.box.words) or any(MESSAGE & row.words for row in one.rows[:3]) or _is_log(one.box)
    )


def _is_log(box: Box) -> bool:
    return box.attribute("role") == "log"


def _is_message(row: Box, *, is_view: bool) -> bool:
    """Tell a row that is one by itself, for a conversation may have just begun."""
    has_side = bool(row.words & (BY_NAME.keys() | BY_PLACE.keys())) and _may_speak(row)
    return (is_view or bool(MESSAGE & row.words)) and (has_side or find_message_id(row) is not None)


def _may_speak(row: Box) -> bool:
    """Tell what may be a message from what stands beside one: a clock, a state, a button."""
    return bool(row.filled()) or not BESIDE & row.words


def _judge(one: _Candidate, *, is_view: bool, is_rtl: bool) -> int:
    """Give points for what two people talking look like; none where nothing tells it from another list."""
    sample = one.rows[:_SAMPLE]
    marks = [find_marks(row, None, is_rtl=is_rtl) for row in sample]
    several = [mark.is_mixed or _holds_several(row) for mark, row in zip(marks, sample, strict=True)]
    if sum(several) * 3 > len(sample):
        return 0
    sides = len({mark.direct for mark, row in zip(marks, sample, strict=True) if _may_speak(row)} - {None})
    has_ids = any(find_row_id(row) for row in sample[:_FEW])
    is_parted = _is_parted(marks)
    is_log = _is_log(one.box)
    has_clock = any(_CLOCK.search(box.own_text) for row in sample for box in _first(row))
    # Sides alone may be those of a page's layout, and clocks alone those of other conversations.
    is_told = has_ids or is_view or is_log
    if not is_told and not (has_clock and (sides or is_parted)):
        return 0
    points = 3 * is_log + 2 * _speaks_of_messages(one) + 2 * sides + has_ids + is_parted + is_view + has_clock
    # A box on one side is a message, in which bubbles or lines repeat.
    return points - 2 * is_sided(one.box, is_rtl=is_rtl)


def _is_parted(marks: Sequence[Marks]) -> bool:
    """Tell rows of which some begin with a picture and the others end with one."""
    tokens = frozenset[str]().union(*(mark.tokens for mark in marks))
    return {"picture first", "picture last"} <= tokens


def _first(row: Box) -> Iterator[Box]:
    for count, box in enumerate(row.walk()):
        if count > _SAMPLE:
            return
        yield box


def _holds_several(row: Box) -> bool:
    inner = [box for box in _first(row) if box is not row]
    clocks = sum(_CLOCK.fullmatch(box.own_text) is not None for box in inner)
    return clocks > _FEW_CLOCKS or sum(find_message_id(box, is_row=False) is not None for box in inner) > 1


def _make_list(best: Box, parts: Sequence[Box], language: str | None, *, is_rtl: bool) -> MessageList:
    """Gather the rows of a list, which may be cut into days, headings between them."""
    around = _find_around(parts) if len(parts) > 1 else _find_headed(best, language)
    rows = _flatten(around, {box.key for box in parts}) if around else sort_by_place(best.filled())
    parted = (part for box in rows[:_MAX_ROWS] for part in part_heading(box, language, is_rtl=is_rtl))
    made = [row for box in parted for row in split_row(box)]
    return MessageList(tuple(made[:_MAX_ROWS]), around or best)


def _find_around(parts: Sequence[Box]) -> Box | None:
    """Find the box that holds all parts."""
    counts: Counter[int] = Counter()
    boxes: dict[int, Box] = {}
    for part in parts:
        box = part.parent
        for _ in range(_MAX_CLIMB):
            if box is None:
                break
            counts[box.key] += 1
            boxes[box.key] = box
            box = box.parent
    return next((boxes[key] for key, count in counts.items() if count == len(parts)), None)


def _find_headed(part: Box, language: str | None) -> Box | None:
    """Find the box in which the rows stand under their day, where only one day of a list is there."""
    headed: Box | None = None
    box = part
    for _ in range(_MAX_AROUND):
        around = box.parent
        beside = [one for one in around.filled() if one is not box] if around else []
        if around is None or not all(_is_mark(one, language) for one in beside):
            break
        headed = around if beside else headed
        box = around
    return headed


def _is_mark(box: Box, language: str | None) -> bool:
    """Tell what is of a list though no message: a day, the beginning."""
    if box.letters > _LONGEST_HEADING or box.pictures:
        return False
    text = box.spot.see()
    said = parse_said_time(text, language)
    return is_start(text) or (said is not None and said.names_day)


def _flatten(around: Box, parts: set[int]) -> list[Box]:
    """List the rows of all parts, and what stands between the parts, in order."""
    holders = _list_holders(around, parts)
    rows: list[Box] = []
    waiting = [around]
    while waiting:
        box = waiting.pop()
        if box.key in parts:
            rows.extend(sort_by_place(box.filled()))
        elif box is around or box.key in holders:
            waiting.extend(reversed(sort_by_place(box.filled())))
        else:
            rows.append(box)
    return rows


def _list_holders(around: Box, parts: set[int]) -> set[int]:
    """List the boxes between the one around all parts and the parts."""
    found: set[int] = set()
    for box in around.walk():
        climbed = box.parent if box.key in parts else None
        while climbed is not None and climbed is not around and climbed.key not in found:
            found.add(climbed.key)
            climbed = climbed.parent
    return found
