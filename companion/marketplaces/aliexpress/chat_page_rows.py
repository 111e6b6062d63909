"""What a row of a chat is: a message, a heading with a time, a notice, a mark at the list's beginning."""

from __future__ import annotations

from enum import Enum

from companion.marketplaces.aliexpress.chat_page_boxes import Box
from companion.marketplaces.aliexpress.chat_page_content import Content
from companion.marketplaces.aliexpress.chat_page_ids import find_message_id
from companion.marketplaces.aliexpress.chat_page_marks import is_centred, is_system
from companion.marketplaces.aliexpress.chat_page_words import (
    BUTTON,
    DIVIDER,
    MORE,
    RECALLED,
    SKELETON,
    is_loading,
    is_recall,
    is_start,
    says_start,
)
from companion.model import Author
from companion.when import SaidTime, parse_said_time

_MAX_BOXES = 200


class RowKind(Enum):
    """What a row is."""

    MESSAGE = "somebody wrote it"
    NOTICE = "the platform tells it"
    HEADING = "the time of what follows"
    START = "nothing is before"
    NOTHING = "part of the list, and no part of the conversation"


def find_row_kind(row: Box, side: Author | None, content: Content, language: str | None) -> RowKind:
    """Tell what a row is. What has a side is a message, whatever it says."""
    words = frozenset[str]().union(*(box.words for box in row.spine()))
    if side is not None:
        return RowKind.NOTHING if SKELETON & words and not content.text else RowKind.MESSAGE
    if find_message_id(row, is_row=False) is None:
        if says_start(words) or is_start(content.text):
            return RowKind.START
        if is_heading(content, language):
            return RowKind.HEADING
        if (MORE | DIVIDER) & words or _says_nothing(content):
            return RowKind.NOTHING
    if is_system(row) or is_centred(row) or is_recalled(row, content.text):
        return RowKind.NOTICE
    return RowKind.MESSAGE


def _says_nothing(content: Content) -> bool:
    if content.media.has_picture or content.card:
        return False
    return not content.text or (content.time is None and is_loading(content.text))


def is_heading(content: Content, language: str | None) -> bool:
    """Tell a row that shows a time and nothing else, be it one that cannot be read ("a moment ago")."""
    shown = content.time.spot.see() if content.time is not None else ""
    if content.media.has_picture or content.card:
        return False
    return content.text in {"", shown} if shown else parse_said_time(content.text, language) is not None


def read_heading(content: Content, language: str | None) -> SaidTime | None:
    """Read the time of such a row."""
    return content.said if content.time is not None else parse_said_time(content.text, language)


def is_recalled(row: Box, text: str) -> bool:
    """Tell a message that was taken back: by a class, by an attribute, or by what stands in its place."""
    if is_recall(text):
        return True
    for count, box in enumerate(row.walk()):
        if count > _MAX_BOXES:
            break
        if RECALLED & box.words and not BUTTON & box.words and box.name != "button":
            return True
        if (box.attribute("data-recalled") or "").lower() in {"true", "1"}:
            return True
    return False
