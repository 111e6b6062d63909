"""Conversations as after years: some long, most short, each read in pages of history and a pushed frame."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate, islice

from companion.model import (
    Author,
    Capture,
    Message,
    MessageKind,
    PageKind,
    Parsed,
    Part,
    PartRole,
    Seller,
    Thread,
    Trigger,
)
from companion.store import Store
from companion.wire import make_sha256

NOW = datetime.now(UTC).replace(microsecond=0)
LONG = 5_000  # messages
PAGE = 20  # messages of one answer of the history
_PER_TRANSACTION = 100  # captures
_BODIES = 50  # bytes are no matter here, rows are: the captures share these few
_SYLLABLES = ("ka", "lo", "mi", "ren", "to", "su", "vel", "an", "dri", "pe", "os", "hu", "gra", "ni", "wo")
# A few words are said often and many seldom, as people do.
_WORDS = tuple(f"{one}{two}{three}" for one in _SYLLABLES for two in _SYLLABLES for three in _SYLLABLES)
_WEIGHTS = tuple(accumulate(1 / place for place in range(1, len(_WORDS) + 1)))
COMMON, USUAL, SELDOM = _WORDS[0], _WORDS[30], _WORDS[-1]  # in two of three messages; in one of thirty

Reading = tuple[Capture, Parsed]


@dataclass(frozen=True, slots=True)
class TalkSize:
    """How much was said.

    Attributes:
        conversations: how many there are; `long` of them have 5,000 messages.
        messages: how many there are in all; the others share what the long ones leave.
    """

    conversations: int
    long: int
    messages: int

    def count(self, number: int) -> int:
        """Tell how many messages a conversation has."""
        if number < self.long:
            return LONG
        return (self.messages - self.long * LONG) // (self.conversations - self.long)


def seed_talks(store: Store, size: TalkSize) -> int:
    """Fill a store with conversations and count the captures they were read from."""
    captures = 0
    readings = (one for number in range(size.conversations) for one in _make_readings(number, size))
    while some := tuple(islice(readings, _PER_TRANSACTION)):
        with store.transaction():
            for capture, parsed in some:
                store.add_capture(capture)
                store.apply_parsed(capture, (parsed,))
        captures += len(some)
    return captures


def make_reading(number: int, first: int, count: int, *, visit: int, is_pushed: bool = False) -> Reading:
    """Make what one answer or frame says of a conversation.

    Args:
        number: of the conversation.
        first: the place of its first message.
        count: how many messages it has.
        visit: in which visit it came.
        is_pushed: sent by the messenger by itself.
    """
    messages = tuple(make_message(number, place) for place in range(first, first + count))
    seller = Seller(f"Invented Store {number}", str(7_000_000 + number), None)
    order_ids = (f"83{number:014d}",)
    told = Thread(make_thread_id(number), seller, order_ids, first == 0, messages)
    # A page of the history comes the later the older it is, and pushed messages come as they are written.
    scrolled = timedelta(seconds=first / PAGE) if is_pushed else -timedelta(seconds=first / PAGE)
    at = NOW - timedelta(days=30) + timedelta(minutes=number) + scrolled
    key = (number, first, count, visit)
    return _make_capture(key, at, is_pushed=is_pushed), Parsed("aliexpress", PageKind.CHAT, threads=(told,))


def make_thread_id(number: int) -> str:
    """Make the site's id of a conversation."""
    return f"1#103#{5_000_000 + number}#1#7700023#2"


def make_message(number: int, place: int) -> Message:
    """Make one message of a conversation, some minutes after the one before it."""
    said = random.Random(number * 100_003 + place)  # noqa: S311  # the same words in every run
    words = said.choices(_WORDS, cum_weights=_WEIGHTS, k=said.randint(3, 18))
    start = datetime(2022, 1, 1, tzinfo=UTC) + timedelta(hours=number)
    return Message(
        message_id=f"{1_000_000_000_000_000 + number * 10_000_000 + place}",
        author=Author.SELLER if said.random() < 0.5 else Author.BUYER,
        at=start + timedelta(minutes=place * 7, seconds=said.randint(0, 59)),
        at_text=None,
        kind=MessageKind.TEXT,
        text=" ".join(words),
        original_text=None,
        media=(),
        recalled=False,
    )


def _make_readings(number: int, size: TalkSize) -> Iterator[Reading]:
    """Read a conversation as one scrolls up through it, newest page first; its last message was pushed."""
    count = size.count(number)
    for last in range(count - 1, 0, -PAGE):
        first = max(0, last - PAGE)
        yield make_reading(number, first, last - first, visit=0)
    yield make_reading(number, count - 1, 1, visit=0, is_pushed=True)


def _make_capture(key: tuple[int, ...], at: datetime, *, is_pushed: bool) -> Capture:
    number, *_ = key
    body = f'{{"api": "invented", "number": {sum(key) % _BODIES}}}'.encode()
    role = PartRole.FRAME if is_pushed else PartRole.API
    return Capture(
        capture_id=_make_id("capture", *key),
        visit_id=_make_id("visit", number, key[3]),
        captured_at=at,
        time_zone="Europe/Berlin",
        url=f"https://www.aliexpress.com/p/message/index.html?orderId=83{number:014d}",
        title="Messages",
        language="en",
        trigger=Trigger.LOAD,
        account=None,
        browser="Firefox 153",
        extension_version="0.1.0",
        parts=(Part(role, make_sha256(body), "application/json", body, size=len(body)),),
    )


def _make_id(kind: str, *numbers: int) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_OID, ".".join((kind, *map(str, numbers)))))
