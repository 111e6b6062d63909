"""Conversations made up for these tests, and the captures that show them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from companion.model import (
    Author,
    Capture,
    Conversation,
    Message,
    MessageKind,
    PageKind,
    Parsed,
    PartRole,
    Seller,
    Source,
    Thread,
)
from companion.store import Store
from tests.store.samples import ORDER_ID, SHOP, at, make_capture, make_part

THREAD_ID = "1#103#5500017#1#7700023#2"
SHOPKEEPER = Seller("Mörrow Home Store", "77", None)
CHAT_URL = f"https://www.aliexpress.com/p/message/index.html?orderId={ORDER_ID}"


def say(
    text: str | None,
    when: float | datetime | None = None,
    author: Author | None = Author.SELLER,
    message_id: str | None = None,
    **more: object,
) -> Message:
    """Make a message sent `when` minutes after noon."""
    moment = at(when) if isinstance(when, int | float) else when
    fields: dict[str, object] = {
        "at_text": None,
        "kind": MessageKind.TEXT,
        "original_text": None,
        "media": (),
        "recalled": False,
        **more,
    }
    return Message(message_id=message_id, author=author, at=moment, text=text, **fields)  # type: ignore[arg-type]


def as_row(message: Message) -> Message:
    """Make of a message what a page shows of it: no id, and its time by the minute."""
    seconds = (
        timedelta(seconds=message.at.second, microseconds=message.at.microsecond) if message.at else None
    )
    shown = message.at - seconds if message.at and seconds is not None else None
    author = Author.SELLER if message.author is Author.BOT else message.author
    return replace(message, message_id=None, at=shown, author=author)


def make_talk(
    *messages: Message,
    thread_id: str | None = THREAD_ID,
    orders: tuple[str, ...] = (ORDER_ID,),
    seller: Seller | None = None,
    source: Source = Source.API,
    complete: bool = False,
) -> Parsed:
    """Make what one answer or page says of one conversation."""
    thread = Thread(thread_id, seller, orders, complete, tuple(messages))
    return Parsed(SHOP, PageKind.CHAT, threads=(thread,), source=source)


def make_page(*messages: Message, thread_id: str | None = None, **more: object) -> Parsed:
    """Make what a chat page shows: rows without ids, under its order."""
    rows = (as_row(message) for message in messages)
    return make_talk(*rows, thread_id=thread_id, source=Source.PAGE, **more)  # type: ignore[arg-type]


def make_chat_capture(number: int, role: PartRole = PartRole.API, *, visit: int = 900) -> Capture:
    """Make a capture of the chat page's visit."""
    return make_capture(number, make_part(b"chat %d" % number, role), visit=visit, url=CHAT_URL)


def hear(
    store: Store, number: int, *parsed: Parsed, role: PartRole = PartRole.API, visit: int | None = None
) -> Capture:
    """Keep a capture with what was read in it; each is a visit of its own unless told."""
    capture = make_chat_capture(number, role, visit=1000 + number if visit is None else visit)
    store.add_capture(capture)
    store.apply_parsed(capture, parsed)
    return capture


def the_talk(store: Store) -> Conversation:
    """Read the only conversation there is."""
    [talk] = store.threads.all()
    return talk


def texts(talk: Conversation) -> list[str | None]:
    """List what was said."""
    return [kept.message.text for kept in talk.messages]
