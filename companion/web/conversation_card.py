"""A conversation, ready for the templates: bubbles of two sides, days between them, and what is missing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from urllib.parse import quote

from babel.dates import format_time

from companion.model import (
    Author,
    ConversationPart,
    ConversationSummary,
    KeptMessage,
    Message,
    MessageKind,
    OrderRecord,
)
from companion.protection.bookmarks import find_bookmarks
from companion.protection.wording import gap_words
from companion.store import Store
from companion.text import clean, clean_lines
from companion.web.cards import Reader, make_order_path
from companion.web.pictures import find_picture_address
from companion.web.wording import make_day_words, make_moment_words, make_name_words

_SAME_SELLER = "It is with the same seller; no page ties it to this order."
_ON_ORDER_PAGE = 60  # messages; the conversation's own page has all
_MOST_TEXT = 3000  # characters shown at once; the rest is folded
_SIDES: Mapping[Author | None, str] = {
    Author.BUYER: "mine",
    Author.SELLER: "theirs",
    Author.BOT: "theirs",
}
_SPEAKERS = {
    Author.BUYER: "You",
    Author.SELLER: "Seller",
    Author.PLATFORM: "AliExpress",
    Author.BOT: "Robot in the seller’s name",
    None: "Side not shown",
}
_CARD_WORDS = {
    MessageKind.ORDER: "Order",
    MessageKind.PRODUCT: "Product",
    MessageKind.OFFER: "Offer",
    MessageKind.UNKNOWN: "A card of a kind that is not read yet",
}
_VIDEO = re.compile(r"\.(mp4|webm|mov|m3u8)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class MediaCard:
    """One picture or video; `path` is None where its bytes are not kept."""

    what: str
    path: str | None


@dataclass(frozen=True, slots=True)
class BookmarkCard:
    """One sentence worth finding again: a bookmark, no verdict."""

    label: str
    quote: str
    why: str
    source: str


@dataclass(frozen=True, slots=True)
class MessageCard:
    """One bubble, and what stands before and after it."""

    side: str  # mine, theirs, middle
    speaker: str | None  # only where it changes
    is_bot: bool
    day: str | None  # a heading before it
    time: str
    text: str
    rest: str
    original: str
    media: tuple[MediaCard, ...]
    card: str | None
    card_detail: str | None
    card_path: str | None
    bookmarks: tuple[BookmarkCard, ...]
    recalled: str | None
    recall_path: str | None
    capture_path: str
    seen: str
    gap: str | None  # a marked line behind it


@dataclass(frozen=True, slots=True)
class ConversationCard:
    """A conversation, or its newest part."""

    seller: str
    path: str
    count: int
    orders: tuple[tuple[str, str], ...]  # number and path
    remarks: tuple[str, ...]
    messages: tuple[MessageCard, ...]
    earlier: int  # messages before the first one shown
    earlier_path: str | None
    later_path: str | None


def make_conversation_path(name: str) -> str:
    """Tell the dashboard path of a conversation."""
    return f"/chats/{quote(name, safe='')}"


def make_conversation_card(part: ConversationPart, store: Store, reader: Reader) -> ConversationCard:
    """Put a part of a conversation into words."""
    talk, start, end = part.summary, part.start, part.start + len(part.messages)
    path = make_conversation_path(talk.name)
    return ConversationCard(
        seller=name_seller(talk),
        path=path,
        count=talk.message_count,
        orders=tuple((clean(one), make_order_path(one)) for one in talk.order_ids),
        remarks=tuple(_list_remarks(talk, reader)),
        messages=tuple(_make_messages(part, store, reader)),
        earlier=start,
        earlier_path=f"{path}?before={start}" if start else None,
        later_path=path if end < talk.message_count else None,
    )


def make_talks(store: Store, record: OrderRecord, reader: Reader) -> tuple[ConversationCard, ...]:
    """Put the conversations about an order into words, the newest part of each."""
    cards = (
        (part.summary, make_conversation_card(part, store, reader))
        for part in store.threads.parts_of_order(record, _ON_ORDER_PAGE)
    )
    return tuple(
        card
        if record.order.order_id in talk.order_ids
        else replace(card, remarks=(_SAME_SELLER, *card.remarks))
        for talk, card in cards
    )


def name_seller(talk: ConversationSummary) -> str:
    """Name the other side."""
    return make_name_words(talk.seller.name if talk.seller else None) or "A seller whose name was not shown"


def _list_remarks(talk: ConversationSummary, reader: Reader) -> Iterator[str]:
    if not talk.message_count:
        yield "None of its messages was on screen. Open the conversation on the site once to keep them."
    elif not talk.complete_from_start:
        yield "Its beginning was not on screen. Scroll up to the first message once to keep it."
    else:
        yield "Its first message was seen to be the first."
    if talk.one_sided:
        yield "Only one side of it was seen to write."
    if talk.missing_since_at:
        when = make_moment_words(talk.missing_since_at, reader.zone, reader.locale)
        yield f"Something was announced on {when} and was not on screen since. Open the conversation once."


def _make_messages(part: ConversationPart, store: Store, reader: Reader) -> Iterator[MessageCard]:
    talk = part.summary
    gaps = {gap.behind: gap_words(gap, reader.zone) for gap in talk.gaps}
    declared = find_declared_numbers(talk, store)
    day: date | None = None
    speaker: str | None = None
    for place, kept in enumerate(part.messages, part.start):
        at = kept.message.at.astimezone(reader.zone) if kept.message.at else None
        is_new_day = at is not None and at.date() != day
        day = at.date() if at else day
        name = _SPEAKERS[kept.message.author]
        yield _make_message(
            kept,
            store,
            reader,
            declared,
            day=make_day_words(day, reader.today, reader.locale) if is_new_day and day else None,
            speaker=name if name != speaker or is_new_day else None,
            gap=gaps.get(place) if place + 1 < talk.message_count else None,
        )
        speaker = None if place in gaps else name


def _make_message(
    kept: KeptMessage,
    store: Store,
    reader: Reader,
    declared: frozenset[str],
    *,
    day: str | None,
    speaker: str | None,
    gap: str | None,
) -> MessageCard:
    message = kept.message
    text = clean_lines(message.text or "")
    named = message.order_id or message.product_id
    return MessageCard(
        side="middle" if message.kind is MessageKind.SYSTEM else _SIDES.get(message.author, "middle"),
        speaker=speaker,
        is_bot=message.author is Author.BOT,
        day=day,
        time=_make_time(message.at, message.at_text, reader),
        text=text[:_MOST_TEXT],
        rest=text[_MOST_TEXT:],
        original=clean_lines(message.original_text or "")[:_MOST_TEXT],
        media=tuple(_make_media(url, store) for url in message.media),
        card=_CARD_WORDS.get(message.kind),
        card_detail=clean(named or message.card or "")[:120] or None,
        card_path=make_order_path(message.order_id) if message.order_id else None,
        bookmarks=_make_bookmarks(message, declared),
        recalled=_make_seen(kept.recalled_seen_at, reader) if kept.recalled_seen_at else None,
        recall_path=f"/captures/{kept.recall_capture_id}" if kept.recall_capture_id else None,
        capture_path=f"/captures/{kept.capture_id}",
        seen=_make_seen(kept.first_seen_at, reader),
        gap=gap,
    )


def find_declared_numbers(talk: ConversationSummary, store: Store) -> frozenset[str]:
    """Find the tracking numbers that the orders of a conversation show."""
    records = (store.find_order(order_id) for order_id in talk.order_ids)
    parcels = (parcel for record in records if record for parcel in record.shipments)
    return frozenset(parcel.tracking_number for parcel in parcels if parcel.tracking_number)


def _make_bookmarks(message: Message, declared: frozenset[str]) -> tuple[BookmarkCard, ...]:
    return tuple(
        BookmarkCard(one.label, clean(one.quote), one.why, one.source)
        for one in find_bookmarks(message, declared)
    )


def _make_time(at: datetime | None, at_text: str | None, reader: Reader) -> str:
    if at is None:
        return clean(at_text or "")[:40] or "time not shown"
    return format_time(at.astimezone(reader.zone), "short", locale=reader.locale)


def _make_seen(at: datetime, reader: Reader) -> str:
    return make_moment_words(at, reader.zone, reader.locale)


def _make_media(url: str, store: Store) -> MediaCard:
    is_video = _VIDEO.search(url) is not None
    names = store.find_resources(find_picture_address(url) or url.partition("?")[0], 1)
    path = f"/pictures/{names[0]}" if names and not is_video else None
    if is_video:
        return MediaCard("Video, kept with its capture" if names else "Video, not kept", None)
    return MediaCard("Picture" if names else "Picture, not kept", path)
