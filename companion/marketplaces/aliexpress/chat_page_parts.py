"""Takes the boxes of a list apart into rows of one message each: headings in them, several said in a go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from companion.marketplaces.aliexpress.chat_page_boxes import Box
from companion.marketplaces.aliexpress.chat_page_ids import find_message_id
from companion.marketplaces.aliexpress.chat_page_marks import is_sided
from companion.marketplaces.aliexpress.chat_page_words import BESIDE, MESSAGE, ORIGINAL, TRANSLATION
from companion.when import parse_said_time

# Words of what a message is made of.
_PIECES = BESIDE | TRANSLATION | ORIGINAL | {
    "text", "txt", "line", "paragraph", "content", "image", "images", "img", "picture", "pic", "part",
    "emoji",
}  # fmt: skip
_LONGEST_HEADING = 60
_MAX_PARTS = 200  # messages said in a go


@dataclass(frozen=True, slots=True)
class Row:
    """One row: `box` is what it says, `frame` what stands around it and tells whose it is."""

    box: Box
    frame: Box


def part_heading(box: Box, language: str | None, *, is_rtl: bool) -> list[Box]:
    """Part the heading of a day from the message that stands in one box with it."""
    spine = box.spine()
    inner = spine[-1].filled()
    if len(inner) != 2 or any(is_sided(one, is_rtl=is_rtl) for one in spine) or find_message_id(box):
        return [box]
    heading, message = inner
    if heading.letters > _LONGEST_HEADING or heading.pictures:
        return [box]
    said = parse_said_time(heading.spot.see(), language)
    return [heading, message] if said is not None and said.names_day else [box]


def split_row(row: Box) -> list[Row]:
    """Split a row that holds several messages of one author: by their ids, else by their bubbles."""
    inner = [box for box in row.walk() if box is not row]
    parts = _outermost([box for box in inner if find_message_id(box, is_row=False)])
    if len(parts) < 2:
        bubbles = _outermost([box for box in inner if "bubble" in box.words and box.is_filled])
        parts = bubbles if _are_messages(bubbles) else []
    if len(parts) < 2:
        groups = (box.filled() for box in inner)
        parts = next((group for group in groups if _are_messages(group)), [])
    return [Row(part, row) for part in parts] if 1 < len(parts) <= _MAX_PARTS else [Row(row, row)]


def _are_messages(parts: Sequence[Box]) -> bool:
    """Tell boxes of one and the same class that calls each of them a message, and not a piece of one."""
    if len(parts) < 2 or len({(box.name, box.classes) for box in parts}) > 1:
        return False
    return bool(MESSAGE & parts[0].words) and not _PIECES & parts[0].words


def _outermost(boxes: Sequence[Box]) -> list[Box]:
    found: list[Box] = []
    inside: set[int] = set()
    for box in boxes:
        if box.key not in inside:
            found.append(box)
            inside.update(one.key for one in box.walk())
    return found
