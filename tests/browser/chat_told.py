"""What a conversation tells, made and kept, written so that both can be compared."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from companion.model import Author, Conversation, Message, MessageKind
from companion.store.message_keys import list_media
from tests.browser.answers.chat_made import MadeMessage

_CARDS = frozenset({MessageKind.PRODUCT, MessageKind.OFFER, MessageKind.UNKNOWN})


@dataclass(frozen=True, slots=True)
class Told:
    """One message; what nobody could have seen of it is left out.

    Attributes:
        at: to the minute, as pages show it.
        words: of a card its title.
    """

    author: Author | None
    at: datetime | None
    kind: MessageKind | None
    words: str
    original: str
    pictures: tuple[str, ...]
    is_recalled: bool
    order_id: str | None
    product_id: str | None


def tell_made(messages: tuple[MadeMessage, ...], unseen: frozenset[str], *, by_data: bool) -> list[Told]:
    """Tell what was said.

    Args:
        messages: the conversation.
        unseen: ids of messages that were taken back before anybody saw them.
        by_data: whether the site's data tells it, beside what is on the screen.
    """
    return [_tell_made(one, is_seen=one.message_id not in unseen, by_data=by_data) for one in messages]


def tell_kept(conversation: Conversation, *, by_data: bool) -> list[Told]:
    """Tell what is kept of a conversation."""
    return [tell_message(one.message, by_data=by_data) for one in conversation.messages]


def _tell_made(made: MadeMessage, *, is_seen: bool, by_data: bool) -> Told:
    told = Told(
        author=made.author,
        at=made.at,
        kind=made.kind,
        words=made.text or "",
        original=made.original or "",
        pictures=(made.picture.rpartition("/")[2],) if made.picture else (),
        is_recalled=made.is_recalled,
        order_id=made.order_id,
        product_id=made.product_id,
    )
    return _leave_out(told, made.kind, is_seen=is_seen, by_data=by_data)


def tell_message(message: Message, *, by_data: bool) -> Told:
    """Tell what is read of one message."""
    text = message.text or ""
    told = Told(
        author=message.author,
        at=message.at,
        kind=message.kind,
        words=text,
        original=message.original_text or "",
        pictures=tuple(name for name in list_media(message) if not name.endswith(".mp4")),
        is_recalled=message.recalled,
        order_id=message.order_id,
        product_id=message.product_id,
    )
    is_seen = bool(text) and not text.endswith("recalled a message")
    return _leave_out(told, message.kind, is_seen=is_seen or not message.recalled, by_data=by_data)


def _leave_out(told: Told, kind: MessageKind, *, is_seen: bool, by_data: bool) -> Told:
    """Leave out what no reader can know: a notice does not say what, and the screen shows no seconds."""
    is_told = is_seen or by_data
    has_clock = by_data or told.is_recalled or kind is not MessageKind.SYSTEM
    return replace(
        told,
        at=told.at.replace(second=0, microsecond=0) if told.at and has_clock else None,
        kind=kind if is_told else None,
        words=_find_words(told.words, kind, by_data=by_data) if is_seen else "",
        original=told.original if is_seen else "",
    )


def _find_words(text: str, kind: MessageKind, *, by_data: bool) -> str:
    """The words of a person, or the title of a card, which data may have no word for."""
    if kind is MessageKind.ORDER or (by_data and kind is MessageKind.UNKNOWN):
        return ""
    return text.splitlines()[0] if text and kind in _CARDS else " ".join(text.split())
