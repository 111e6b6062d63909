"""Ids that rows and conversations of a chat page may carry; none is evidenced on the buyer's page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from companion.marketplaces.aliexpress.chat_page_boxes import Box
from companion.marketplaces.aliexpress.chat_shapes import THREAD_KEYS
from companion.marketplaces.aliexpress.kinds import find_parameter

_MESSAGE_IDS = ("data-message-id", "data-msg-id", "data-messageid", "data-msgid", "data-mid")
_ROW_IDS = (*_MESSAGE_IDS, "data-id")
_THREAD_IDS = (
    *("data-session-id", "data-sessionid", "data-sid", "data-conversation-id", "data-conversationid"),
    *("data-cid", "data-thread-id", "data-session"),
)
# Of an address; there `cid` may as well count clicks.
_PARAMETERS = tuple(name for key in THREAD_KEYS if key != "cid" for name in dict.fromkeys((key, key.lower())))
_MAX_BOXES = 100  # of one row
_ID = re.compile(r"[\w.:#|+=@/-]{2,200}")
_NAMED = re.compile(r"(?:msg|message)[-_:]([\w.-]{2,120})", re.IGNORECASE)


def find_message_id(box: Box, *, is_row: bool = True) -> str | None:
    """Find the id a row carries; within a row only what can be nothing else counts."""
    for name in _ROW_IDS if is_row else _MESSAGE_IDS:
        value = box.attribute(name)
        if value and _ID.fullmatch(value):
            return value
    named = _NAMED.fullmatch(box.attribute("id") or "")
    return named[1] if named else None


def find_row_id(row: Box) -> str | None:
    """Find the one id of a row: its own, that of what is alone in it, else the only one inside."""
    for box in row.spine():
        found = find_message_id(box, is_row=box is row)
        if found is not None:
            return found
    inside = {
        found for box in islice(row.walk(), _MAX_BOXES) if (found := find_message_id(box, is_row=False))
    }
    return inside.pop() if len(inside) == 1 else None


def choose_ids(rows: Sequence[tuple[str | None, object]]) -> tuple[str | None, ...]:
    """Give each row its id; one that rows of other content share is no id of a message.

    >>> choose_ids([("7", "Hello"), ("7", "Hello"), ("x", "Yes"), ("x", "No")])
    ('7', '7', None, None)
    """
    contents: dict[str | None, set[object]] = {}
    for name, content in rows:
        contents.setdefault(name, set()).add(content)
    return tuple(name if len(contents[name]) == 1 else None for name, _ in rows)


def find_thread_id(around: Box, url: str) -> str | None:
    """Find the conversation: in the address, else in the boxes around its list."""
    for name in _PARAMETERS:
        value = find_parameter(url, name)
        if value and _ID.fullmatch(value):
            return value
    box: Box | None = around
    while box is not None:
        for name in _THREAD_IDS:
            value = box.attribute(name)
            if value and _ID.fullmatch(value):
                return value
        box = box.parent
    return None
