"""Conversations as they are read: the messages in order, with the gaps between them, and lists of threads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

import msgspec

from companion.model import (
    Author,
    Conversation,
    ConversationSummary,
    KeptMessage,
    OrderRecord,
    Seller,
    Source,
)
from companion.store.database import Database, Value
from companion.store.folding import fold
from companion.store.instants import to_instant
from companion.store.message_groups import Showing
from companion.store.message_keys import MessageKeys, decode_message
from companion.store.message_merge import merge_showings
from companion.store.message_order import Bell, MessageRun, find_gaps, sort_messages
from companion.store.rows import blob, text, whole
from companion.store.thread_lists import ThreadHead, ThreadLists
from companion.store.thread_names import BY_ID
from companion.store.thread_summaries import ThreadSummaries

_decode_seller = msgspec.json.Decoder(Seller).decode
_decode_ids = msgspec.json.Decoder(tuple[str, ...]).decode
_NO_KEYS = MessageKeys(0, None, 0, is_timed=True)

_READINGS = """
    SELECT s.sighting_number, s.source, s.is_pushed, s.is_complete, s.seller, s.order_ids,
        c.capture_id, c.captured_at, c.visit_id
    FROM thread_names n JOIN thread_sightings s ON s.name_number = n.name_number
    JOIN captures c ON c.journal_number = s.journal_number
    WHERE n.thread_number = ? AND s.is_next = 0
    ORDER BY c.captured_at, s.source, c.capture_id, s.position
"""
_CONTENTS = """
    SELECT c.content_number, c.content FROM thread_names n
    JOIN message_contents c ON c.name_number = n.name_number WHERE n.thread_number = ?
"""
_ROWS = """
    SELECT m.place, m.content_number, m.message_number FROM message_sightings m
    WHERE m.sighting_number = ? AND m.message_number IS NOT NULL ORDER BY m.place
"""
# Bells of the visits that showed a conversation, after which nothing was read in the visit any more.
_BELLS = """
    SELECT c.visit_id, c.captured_at, NOT EXISTS (
        SELECT 1 FROM captures later JOIN thread_sightings t ON t.journal_number = later.journal_number
        WHERE later.visit_id = c.visit_id AND later.captured_at >= c.captured_at)
    FROM message_bells b JOIN captures c ON c.journal_number = b.journal_number
    WHERE c.visit_id IN (
        SELECT v.visit_id FROM thread_names n JOIN thread_sightings s ON s.name_number = n.name_number
        JOIN captures v ON v.journal_number = s.journal_number WHERE n.thread_number = ? AND s.is_next = 0)
    ORDER BY c.captured_at
"""


@dataclass(frozen=True, slots=True)
class _Reading:
    number: int
    source: Source
    is_pushed: bool
    is_complete: bool
    seller: Seller | None
    order_ids: tuple[str, ...]
    capture_id: str
    captured_at: datetime
    visit_id: str


class Conversations:
    """Reads the conversations of one store."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lists = ThreadLists(database)
        self._summaries = ThreadSummaries(database)

    def all(self) -> Iterator[Conversation]:
        """Read all conversations, the one last seen first."""
        for number in self._lists.numbers():
            yield from self._find(number)  # one at a time: all together may be a million messages

    def of_order(self, record: OrderRecord) -> tuple[Conversation, ...]:
        """Read the conversations about an order, and after them others with its seller."""
        order_id, seller = record.order.order_id, record.order.seller
        linked = replace(seller, name=fold(seller.name).strip() if seller.name else None) if seller else None
        found = [one for number in self._lists.numbers(order_id, linked) for one in self._find(number)]
        ours = [one for one in found if one.marketplace == record.marketplace]
        return tuple(sorted(ours, key=lambda one: order_id not in one.order_ids))

    def heads(self, limit: int) -> tuple[ThreadHead, ...]:
        """List some conversations without what was said in them, the one last seen first."""
        return self._lists.heads(limit)

    def summaries(
        self, *, order_id: str | None = None, seller: str | None = None
    ) -> Iterator[ConversationSummary]:
        """Sum conversations up, the one last seen first: all, or those about an order, or with a seller.

        One of which no summary is kept is read.

        Args:
            order_id: the order they are linked to.
            seller: a part of the seller's name.
        """
        wanted, waiting, kept = fold(seller or ""), self._lists.find_waiting(), self._summaries.all()
        for number in self._lists.numbers(order_id):
            one = kept.get(number) or self._sum_up(number)
            if one is None:
                continue
            whose = one.seller or self._lists.find_seller_of_orders(number)
            at = waiting.get(number)
            missing_since_at = at if at is not None and one.last_seen_at < at else None
            if seller is None or wanted in fold((whose.name if whose else None) or ""):
                yield replace(one, seller=whose, missing_since_at=missing_since_at)

    def find(self, name: str, marketplace: str = "aliexpress") -> Conversation | None:
        """Read one conversation by its name, or by another one that it has."""
        number = self._database.get_number(
            "SELECT thread_number FROM thread_names WHERE marketplace = ? AND name = ?", (marketplace, name)
        )
        return next(self._find(number), None)

    def count(self) -> int:
        """Count the conversations."""
        return self._database.get_number(
            "SELECT count(DISTINCT thread_number) FROM thread_names WHERE thread_number IS NOT NULL"
        )

    def count_messages(self) -> int:
        """Count the messages of all conversations."""
        return self._database.get_number("SELECT count(*) FROM messages")

    def _find(self, number: int) -> Iterator[Conversation]:
        """Read a conversation, if there is one, with what is told outside of it: by orders and by bells."""
        one = self._read(number)
        if one is not None:
            seller = one.seller or self._lists.find_seller_of_orders(number)
            yield replace(one, seller=seller, missing_since_at=self._find_missing(number, one.last_seen_at))

    def _sum_up(self, number: int) -> ConversationSummary | None:
        """Sum up what readings of a conversation say; what lies outside of it changes without it."""
        one = self._read(number)
        return one.summary if one else None

    def _read(self, number: int) -> Conversation | None:
        named = self._database.find_row(
            "SELECT marketplace, name FROM thread_names WHERE name_number = ?", (number,)
        )
        readings = [_make_reading(row) for row in self._database.rows(_READINGS, (number,))]
        if named is None or not readings:
            return None
        rows = {one.number: self._database.rows(_ROWS, (one.number,)) for one in readings}
        kept = self._merge(number, readings, rows)
        runs = [_make_run(one, rows[one.number]) for one in readings]
        order = sort_messages(kept, runs)
        name = text(named[1])
        messages = tuple(kept[one] for one in order)
        return Conversation(
            marketplace=text(named[0]),
            name=name,
            thread_id=name.removeprefix(BY_ID) if name.startswith(BY_ID) else None,
            seller=_merge_sellers(readings),
            order_ids=tuple(dict.fromkeys(order_id for one in readings for order_id in one.order_ids)),
            complete_from_start=_is_complete(readings, runs, order),
            messages=messages,
            gaps=find_gaps(order, kept, runs, self._read_bells(number)),
            one_sided=_is_one_sided(messages),
            missing_since_at=None,
            last_seen_at=readings[-1].captured_at,
        )

    def _read_bells(self, number: int) -> list[Bell]:
        rows = self._database.rows(_BELLS, (number,))
        return [Bell(text(visit), to_instant(whole(at))) for visit, at, _ in rows]

    def _find_missing(self, number: int, last_seen_at: datetime) -> datetime | None:
        """Find the last time something was announced after which nobody read this conversation."""
        rows = self._database.rows(_BELLS, (number,))
        waiting = [to_instant(whole(at)) for _, at, is_unanswered in rows if is_unanswered]
        last = max(waiting, default=None)
        return last if last is not None and last_seen_at < last else None

    def _merge(
        self, number: int, readings: Iterable[_Reading], rows: dict[int, list[tuple[Value, ...]]]
    ) -> dict[int, KeptMessage]:
        contents = {
            whole(row[0]): decode_message(blob(row[1])) for row in self._database.rows(_CONTENTS, (number,))
        }
        showings: dict[int, list[Showing]] = {}
        for one in readings:
            for place, content, message in rows[one.number]:
                showings.setdefault(whole(message), []).append(
                    Showing(
                        message=contents[whole(content)],
                        keys=_NO_KEYS,
                        reading=one.number,
                        place=whole(place),
                        source=one.source,
                        captured_at=one.captured_at,
                        capture_id=one.capture_id,
                    )
                )
        return {message: merge_showings(found) for message, found in showings.items()}


def _make_reading(row: tuple[Value, ...]) -> _Reading:
    number, source, is_pushed, is_complete, seller, order_ids, capture_id, captured_at, visit_id = row
    return _Reading(
        number=whole(number),
        source=Source(text(source)),
        is_pushed=bool(is_pushed),
        is_complete=bool(is_complete),
        seller=None if seller is None else _decode_seller(blob(seller)),
        order_ids=_decode_ids(blob(order_ids)),
        capture_id=text(capture_id),
        captured_at=to_instant(whole(captured_at)),
        visit_id=text(visit_id),
    )


def _make_run(reading: _Reading, rows: Iterable[tuple[Value, ...]]) -> MessageRun:
    numbers = tuple(dict.fromkeys(whole(row[2]) for row in rows))
    return MessageRun(numbers, reading.visit_id, reading.captured_at, reading.is_pushed)


def _merge_sellers(readings: list[_Reading]) -> Seller | None:
    """Take each field of the seller from the newest reading that tells it."""
    sellers = [one.seller for one in reversed(readings) if one.seller]
    if not sellers:
        return None
    return Seller(
        name=next((one.name for one in sellers if one.name), None),
        store_id=next((one.store_id for one in sellers if one.store_id), None),
        url=next((one.url for one in sellers if one.url), None),
    )


def _is_complete(readings: list[_Reading], runs: list[MessageRun], order: tuple[int, ...]) -> bool:
    """Tell whether a reading saw the first message to be the first; an older one since would refute it."""
    said = (run for one, run in zip(readings, runs, strict=True) if one.is_complete)
    return bool(order) and any(order[0] in run.messages for run in said)


def _is_one_sided(messages: tuple[KeptMessage, ...]) -> bool:
    """Tell whether of buyer and seller only one is seen to have written; None told apart is no evidence."""
    authors = {one.message.author for one in messages} - {Author.PLATFORM}
    return len(authors) == 1 and None not in authors
