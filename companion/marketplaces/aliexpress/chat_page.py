"""A conversation as the buyer saw it: the rows of a chat page, which may be only some of them.

Evidenced of the page are `.message-view`, its title and `.im-app` (2021-2024), not one element of a message;
see the modules beside this one for how rows are found and read. What does not tell its author has none.
Golden chat/page-*.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC

from companion.marketplaces.aliexpress.chat_page_boxes import Box, make_boxes
from companion.marketplaces.aliexpress.chat_page_cards import Card
from companion.marketplaces.aliexpress.chat_page_content import Content, read_content
from companion.marketplaces.aliexpress.chat_page_frames import shows_conversation
from companion.marketplaces.aliexpress.chat_page_ids import choose_ids, find_row_id, find_thread_id
from companion.marketplaces.aliexpress.chat_page_list import MessageList, find_list
from companion.marketplaces.aliexpress.chat_page_marks import Marks, find_marks
from companion.marketplaces.aliexpress.chat_page_media import find_common
from companion.marketplaces.aliexpress.chat_page_parts import Row
from companion.marketplaces.aliexpress.chat_page_peer import find_seller
from companion.marketplaces.aliexpress.chat_page_recalls import find_recaller
from companion.marketplaces.aliexpress.chat_page_rows import RowKind, find_row_kind, is_recalled, read_heading
from companion.marketplaces.aliexpress.chat_page_sides import find_authors
from companion.marketplaces.aliexpress.chat_page_times import (
    SentAt,
    Shown,
    is_newest_first,
    read_exact,
    resolve_times,
)
from companion.marketplaces.aliexpress.chat_page_words import BOT
from companion.marketplaces.aliexpress.fields import find_order_id
from companion.marketplaces.aliexpress.kinds import NAME, find_page_kind
from companion.marketplaces.aliexpress.page import PageReading
from companion.marketplaces.aliexpress.page_barriers import find_barrier
from companion.marketplaces.base import Problems
from companion.model import Author, Message, MessageKind, PageKind, Parsed, Thread

_LONGEST_CARD = 120
_FRAME = "iframe[data-orderproof-frame]"
# Of the rows that the extension copied while they passed by: it does not know what they are rows of.
_ROWS = "data-orderproof-rows"


@dataclass(frozen=True, slots=True)
class _Read:
    """One row, read, as far as it can be without the others."""

    row: Row
    kind: RowKind
    marks: Marks
    content: Content
    shown: Shown


def parse_chat_page(reading: PageReading) -> Parsed:
    """Read every row of the conversation that is open on a page."""
    body = reading.root.find("body")
    top = make_boxes(body if body.is_present else reading.root)
    is_rtl = _is_rtl(reading, body.attribute("dir"))
    found = find_list(top, reading.setting.language, is_rtl=is_rtl)
    told = Problems()
    thread = _make_thread(found, top, replace(reading, problems=told), is_rtl=is_rtl) if found else None
    if reading.is_frame and not shows_conversation(reading, thread):
        return Parsed(NAME, PageKind.UNKNOWN)
    reading.problems.take(told)
    if thread is None or not thread.messages:
        _note_unread(reading)
        return Parsed(NAME, PageKind.CHAT)
    return Parsed(NAME, PageKind.CHAT, threads=(thread,))


def _is_rtl(reading: PageReading, of_body: str | None) -> bool:
    return "rtl" in {of_body, reading.root.find("html").attribute("dir")}


def _note_unread(reading: PageReading) -> None:
    """Say why a page gave no message.

    One that shows its chat in a frame leaves it to that to speak, and a list that scrolls may be any list.
    """
    if _ROWS in reading.root.find("html").attribute_names():
        return
    barrier = find_barrier(reading)
    if barrier is not None:
        reading.problems.add("ret", "page", barrier)
    elif not reading.root.find(_FRAME).is_present:
        reading.problems.add("messages", "page", "no messages found on it")


def _make_thread(found: MessageList, top: Box, reading: PageReading, *, is_rtl: bool) -> Thread:
    seller = find_seller(reading, top, found.around)
    rows = _read_rows(found, seller.name if seller else None, reading, is_rtl=is_rtl)
    zone = reading.setting.zone or UTC
    if reading.setting.zone is None and any(one.shown.said for one in rows):
        reading.problems.add("time_zone", "page", "not named; times are read as UTC")
    sent = resolve_times([one.shown for one in rows], reading.setting.captured_at, zone)
    if is_newest_first(sent):
        rows = rows[::-1]
        sent = resolve_times([one.shown for one in rows], reading.setting.captured_at, zone)
    messages = tuple(_make_messages(rows, sent))
    _note_untold(messages, rows, reading)
    is_chat = find_page_kind(reading.tab_url) is PageKind.CHAT
    order_id = find_order_id(reading.url) or (find_order_id(reading.tab_url) if is_chat else None)
    shown = (message.order_id for message in messages)
    return Thread(
        thread_id=find_thread_id(found.around, reading.url),
        seller=seller,
        order_ids=tuple(dict.fromkeys(one for one in (order_id, *shown) if one)),
        complete_from_start=_begins(rows),
        messages=messages,
    )


def _note_untold(messages: Sequence[Message], rows: Sequence[_Read], reading: PageReading) -> None:
    """Say what no message of a conversation tells, though every conversation has it."""
    sided = [message for message in messages if message.kind is not MessageKind.SYSTEM]
    if sided and not any(message.author for message in sided):
        reading.problems.add("messages.author", "page", "nothing tells the sides apart")
    shown = [one.shown for one in rows if one.shown.text or one.shown.exact]
    if shown and not any(one.said or one.exact for one in shown):
        reading.problems.add("messages.at", "page", "no time can be read")


def _read_rows(found: MessageList, peer: str | None, reading: PageReading, *, is_rtl: bool) -> list[_Read]:
    language = reading.setting.language
    common = find_common(row.frame for row in found.rows)
    read: list[_Read] = []
    marked: dict[int, Marks] = {}  # several messages may stand in one frame
    for row in found.rows:
        if row.frame.key not in marked:
            marked[row.frame.key] = find_marks(row.frame, peer, is_rtl=is_rtl)
        marks = marked[row.frame.key]
        content = read_content(row.box, peer, common, reading.url, language)
        kind = find_row_kind(row.box, marks.direct, content, language)
        read.append(_Read(row, kind, marks, content, _make_shown(row, kind, content, language)))
    return read


def _make_shown(row: Row, kind: RowKind, content: Content, language: str | None) -> Shown:
    text = content.time.spot.see() if content.time else None
    if kind is RowKind.HEADING:
        return Shown(text or content.text, read_heading(content, language), is_heading=True)
    return Shown(text or None, content.said, read_exact(row.box, content.time))


def _begins(rows: Sequence[_Read]) -> bool:
    """Tell whether the page itself says that nothing is before its first message."""
    for one in rows:
        if one.kind is RowKind.START:
            return True
        if one.kind is RowKind.MESSAGE:
            return False
    return False


def _make_messages(rows: Sequence[_Read], sent: Sequence[SentAt]) -> Iterator[Message]:
    said = [
        (one, at) for one, at in zip(rows, sent, strict=True) if one.kind in {RowKind.MESSAGE, RowKind.NOTICE}
    ]
    sided = [one for one, _ in said if one.kind is RowKind.MESSAGE]
    authors = dict(zip(map(id, sided), find_authors([one.marks for one in sided]), strict=True))
    ids = choose_ids([(find_row_id(one.row.box), _list_said(one)) for one, _ in said])
    seen: set[str] = set()
    for (one, at), message_id in zip(said, ids, strict=True):
        if message_id is not None and message_id in seen:
            continue  # a virtual list may hold a row twice while it scrolls
        seen.update({message_id} if message_id else ())
        yield _make_message(one, at, message_id, _find_author(one, authors.get(id(one))))


def _list_said(one: _Read) -> tuple[str, str | None, tuple[str, ...]]:
    return one.content.text, one.shown.text, one.content.media.urls


def _find_author(one: _Read, side: Author | None) -> Author | None:
    if one.kind is RowKind.NOTICE:
        is_recall = is_recalled(one.row.box, one.content.text)
        return find_recaller(one.content.text) if is_recall else Author.PLATFORM
    boxes = (*one.row.frame.spine(), *one.row.box.walk())
    is_bot = side is not Author.BUYER and any(BOT & box.words for box in boxes)
    return Author.BOT if is_bot else side


def _make_message(one: _Read, sent: SentAt, message_id: str | None, author: Author | None) -> Message:
    content, card = one.content, one.content.card
    kind = _find_kind(one, card)
    classes = " ".join(one.row.box.classes)[:_LONGEST_CARD] if kind is MessageKind.UNKNOWN else None
    return Message(
        message_id=message_id,
        author=author,
        at=sent.at,
        at_text=sent.text,
        kind=kind,
        text=content.text or None,
        original_text=content.original or None,
        media=content.media.urls,
        recalled=is_recalled(one.row.box, content.text),
        card=card.name if card else classes,
        order_id=card.order_id if card else None,
        product_id=card.product_id if card else None,
    )


def _find_kind(one: _Read, card: Card | None) -> MessageKind:
    if one.kind is RowKind.NOTICE:
        return MessageKind.SYSTEM
    if card is not None:
        return card.kind
    media = one.content.media
    if media.has_video:
        return MessageKind.VIDEO
    if one.content.text:
        return MessageKind.TEXT
    return MessageKind.IMAGE if media.has_picture else MessageKind.UNKNOWN
