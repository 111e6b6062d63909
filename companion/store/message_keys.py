"""Pure: by what a message is found again when it is shown once more, by another reading or capture."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

import msgspec

from companion.model import Message, MessageKind
from companion.store.instants import to_micros

_MINUTE = 60_000_000  # microseconds; pages show times no finer than that
_UNTIMED = ""
_RECALLED = "\0recalled"
_CARD = "\0card"
_CARDS = frozenset({MessageKind.ORDER, MessageKind.PRODUCT, MessageKind.OFFER, MessageKind.UNKNOWN})
# Picture hosts add a wanted size to the name: photo.jpg_220x220.jpg is photo.jpg in another size.
_PICTURE = re.compile(r"(?:[^/]+/)*([\w-]+\.[a-z0-9]{2,5})", re.IGNORECASE)

decode_message = msgspec.json.Decoder(Message).decode


@dataclass(frozen=True, slots=True)
class MessageKeys:
    """What two showings of one message have in common.

    Attributes:
        face: of its minute and its words; those of a translation, or of a second picture, make another, and
            so does that it is a card, whatever that shows, or was taken back.
        words: of what it says alone.
        is_timed: whether anybody told when it was sent; what is not timed is found by its words.
    """

    face: int
    other_face: int | None
    words: int
    is_timed: bool


def make_keys(message: Message) -> MessageKeys:
    """Make the keys of a message."""
    moment = str(to_micros(message.at) // _MINUTE) if message.at else _UNTIMED
    said = list_words(message)
    is_card = message.kind in _CARDS
    others = (*said[1:2], *((_CARD,) if is_card else ()), *((_RECALLED,) if message.recalled else ()))
    return MessageKeys(
        face=_hash(moment, said[0]),
        other_face=_hash(moment, others[-1]) if others else None,
        words=_hash(said[0]),
        is_timed=message.at is not None,
    )


def list_words(message: Message) -> tuple[str, ...]:
    """List what a message is known by: its words as written, then as translated; without any, its media.

    >>> from companion.model import MessageKind
    >>> list_words(Message(None, None, None, None, MessageKind.TEXT, "Dear \\n you", "亲", (), False))
    ('亲', 'Dear you')
    """
    written = tuple(" ".join(text.split()) for text in (message.original_text, message.text) if text)
    if written:
        return tuple(dict.fromkeys(written))
    return tuple(f"\0{name}" for name in list_media(message)) or ("",)


def is_same_card(one: Message, other: Message) -> bool:
    """Tell whether two cards of one minute may be one: data has fields, a page more words around them."""
    if one.kind not in _CARDS or other.kind not in _CARDS:
        return False
    if len({one.kind, other.kind} - {MessageKind.UNKNOWN}) > 1:
        return False
    named = [(one.order_id, other.order_id), (one.product_id, other.product_id)]
    both = [left == right for left, right in named if left and right]
    if both:
        return all(both)
    said, also = (" ".join((message.text or "").split()) for message in (one, other))
    return said in also or also in said


def list_media(message: Message) -> tuple[str, ...]:
    """Name the pictures and videos of a message, whatever size or host they were shown from.

    >>> from companion.model import MessageKind
    >>> media = ("https://ae01.alicdn.com/kf/cup.jpg_220x220.jpg", "https://ae02.alicdn.com/kf/cup.jpg?x=1")
    >>> list_media(Message(None, None, None, None, MessageKind.IMAGE, None, None, media, False))
    ('cup.jpg',)
    """
    return tuple(dict.fromkeys(_name(url) for url in message.media))


def _name(url: str) -> str:
    try:
        path = urlsplit(url).path
    except ValueError:
        return url
    match = _PICTURE.match(path.lstrip("/"))
    return match[1] if match else path


def _hash(*words: str) -> int:
    """Make a whole number that a column holds."""
    data = "\0\0".join(words).encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "big", signed=True)
