"""Conversations as they are read: the messages in order, with the gaps between them, and lists of threads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

import msgspec

from companion.model import (
    Author,
    Conversation,
    KeptMessage,
    OrderRecord,
    Seller,
    Source,
)
from companion.store.database import Database, Value
from companion.store.folding import fold
from companion.store.instants import to_instant, to_instant_or_none
from companion.store.message_groups import Showing
from companion.store.message_keys import MessageKeys, decode_message
from companion.store.message_merge import merge_showings
from companion.store.message_order import Bell, MessageRun, find_gaps, sort_messages
from companion.store.rows import blob, text, text_or_none, whole, whole_or_none
from companion.store.thread_names import BY_ID

_decode_seller = msgspec.json.Decoder(Seller).decode
_decode_ids = msgspec.json.Decoder(tuple[str, ...]).decode
_NO_KEYS = MessageKeys(0, None, 0, is_timed=True)

_THREADS = """
    SELECT n.thread_number, max(c.captured_at) FROM thread_names n
    JOIN thread_sightings s ON s.name_number = n.name_number
    JOIN captures c ON c.journal_number = s.journal_number
    WHERE n.thread_number IS NOT NULL AND s.is_next = 0 AND (?1 IS NULL OR n.thread_number IN (
        SELECT a.thread_number FROM thread_links l JOIN thread_names a ON a.name_number = l.name_number
        WHERE l.kind = 'order' AND l.value = ?1 OR l.kind = 'seller' AND l.value = ?2
            OR l.kind = 'store' AND l.value = ?3))
    GROUP BY n.thread_number ORDER BY max(c.captured_at) DESC, n.thread_number DESC
"""
_READINGS = """
    SELECT s.sighting_number, s.source, s.is_pushed, s.is_complete, s.seller, s.order_ids,
        c.capture_id, c.captured_at, c.visit_id
    FROM thread_names n JOIN thread_sightings s ON s.name_number = n.name_number
    JOIN captures c ON c.journal_number = s.journal_number
    WHERE n.thread_number = ? AND s.is_next = 0
    ORDER BY c.captured_at, s.source, c.capture_id, s.position
"""
_HEAD = """
    SELECT n.marketplace, n.name,
        (SELECT json_extract(CAST(s.seller AS TEXT), '$.name') FROM thread_sightings s
            JOIN thread_names a ON a.name_number = s.name_number
            WHERE a.thread_number = ?1 AND s.seller IS NOT NULL AND s.is_next = 0
            ORDER BY s.journal_number DESC LIMIT 1),
        (SELECT json_group_array(value) FROM (
            SELECT DISTINCT l.value FROM thread_links l JOIN thread_names a ON a.name_number = l.name_number
            WHERE a.thread_number = ?1 AND l.kind = 'order' ORDER BY l.value DESC)),
        (SELECT count(*) FROM messages WHERE thread_number = ?1),
        (SELECT max(at) FROM messages WHERE thread_number = ?1)
    FROM thread_names n WHERE n.name_number = ?1
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
_SELLER_OF_ORDERS = """
    SELECT i.seller FROM thread_names n JOIN thread_links l ON l.name_number = n.name_number
    JOIN orders o ON o.marketplace = n.marketplace AND o.order_id = l.value
    JOIN search_items i ON i.order_number = o.order_number AND i.kind = 'order'
    WHERE n.thread_number = ? AND l.kind = 'order' AND i.seller IS NOT NULL ORDER BY o.order_id DESC LIMIT 1
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


@dataclass(frozen=True, slots=True)
class ThreadHead:
    """What a list shows of a conversation, without reading it."""

    name: str
    marketplace: str
    seller: str | None
    order_ids: tuple[str, ...]
    messages: int
    last_at: datetime | None
    last_seen_at: datetime


class Conversations:
    """Reads the conversations of one store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(
        self, *, order_id: str | None = None, seller: str | None = None, marketplace: str | None = None
    ) -> Iterator[Conversation]:
        """Read conversations, the one last seen first: all, or those about an order, or with a seller.

        Args:
            order_id: the order they are linked to.
            seller: a part of the seller's name.
            marketplace: the only one to look at.
        """
        wanted = fold(seller or "")
        for number, _ in self._database.rows(_THREADS, (order_id, None, None)):
            one = self._read(whole(number))  # one at a time: all together may be a million messages
            if one is None or marketplace not in {None, one.marketplace}:
                continue
            name = one.seller.name if one.seller else None
            if seller is None or wanted in fold(name or ""):
                yield one

    def of_order(self, record: OrderRecord) -> tuple[Conversation, ...]:
        """Read the conversations about an order, and after them others with its seller."""
        order_id, seller = record.order.order_id, record.order.seller
        name = fold(seller.name).strip() if seller and seller.name else None
        rows = self._database.rows(_THREADS, (order_id, name, seller.store_id if seller else None))
        found = [one for row in rows if (one := self._read(whole(row[0]))) is not None]
        ours = [one for one in found if one.marketplace == record.marketplace]
        return tuple(sorted(ours, key=lambda one: order_id not in one.order_ids))

    def heads(self, limit: int) -> tuple[ThreadHead, ...]:
        """List some conversations without what was said in them, the one last seen first."""
        rows = self._database.rows(f"{_THREADS} LIMIT {int(limit)}", (None, None, None))
        return tuple(self._make_head(whole(number), whole(seen_at)) for number, seen_at in rows)

    def find(self, name: str, marketplace: str = "aliexpress") -> Conversation | None:
        """Read one conversation by its name, or by another one that it has."""
        number = self._database.get_number(
            "SELECT thread_number FROM thread_names WHERE marketplace = ? AND name = ?", (marketplace, name)
        )
        return self._read(number) if number else None

    def count(self) -> int:
        """Count the conversations."""
        return self._database.get_number(
            "SELECT count(DISTINCT thread_number) FROM thread_names WHERE thread_number IS NOT NULL"
        )

    def count_messages(self) -> int:
        """Count the messages of all conversations."""
        return self._database.get_number("SELECT count(*) FROM messages")

    def _read(self, number: int) -> Conversation | None:
        named = self._database.find_row(
            "SELECT marketplace, name FROM thread_names WHERE name_number = ?", (number,)
        )
        readings = [_make_reading(row) for row in self._database.rows(_READINGS, (number,))]
        if named is None or not readings:
            return None
        rows = {one.number: self._database.rows(_ROWS, (one.number,)) for one in readings}
        kept = self._merge(number, readings, rows)
        runs = [
            MessageRun(
                tuple(dict.fromkeys(whole(row[2]) for row in rows[one.number])),
                one.visit_id,
                one.captured_at,
                one.is_pushed,
            )
            for one in readings
        ]
        order = sort_messages(kept, runs)
        bells = self._database.rows(_BELLS, (number,))
        name = text(named[1])
        messages = tuple(kept[one] for one in order)
        return Conversation(
            marketplace=text(named[0]),
            name=name,
            thread_id=name.removeprefix(BY_ID) if name.startswith(BY_ID) else None,
            seller=_merge_sellers(readings) or self._find_seller_of_orders(number),
            order_ids=tuple(dict.fromkeys(order_id for one in readings for order_id in one.order_ids)),
            complete_from_start=_is_complete(readings, runs, order),
            messages=messages,
            gaps=find_gaps(
                order, kept, runs, [Bell(text(visit), to_instant(whole(at))) for visit, at, _ in bells]
            ),
            one_sided=_is_one_sided(messages),
            missing_since_at=_find_missing(bells, readings),
            last_seen_at=readings[-1].captured_at,
        )

    def _make_head(self, number: int, seen_at: int) -> ThreadHead:
        row = self._database.find_row(_HEAD, (number,))
        assert row is not None  # noqa: S101  # its number was read in this snapshot
        marketplace, name, seller, orders, messages, last_at = row
        return ThreadHead(
            name=text(name),
            marketplace=text(marketplace),
            seller=text_or_none(seller) or getattr(self._find_seller_of_orders(number), "name", None),
            order_ids=_decode_ids(text(orders)),
            messages=whole(messages),
            last_at=to_instant_or_none(whole_or_none(last_at)),
            last_seen_at=to_instant(seen_at),
        )

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

    def _find_seller_of_orders(self, number: int) -> Seller | None:
        row = self._database.find_row(_SELLER_OF_ORDERS, (number,))
        return None if row is None else Seller(text(row[0]), None, None)


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


def _find_missing(bells: list[tuple[Value, ...]], readings: list[_Reading]) -> datetime | None:
    """Find the last time something was announced after which nobody read this conversation."""
    waiting = [to_instant(whole(at)) for _, at, is_unanswered in bells if is_unanswered]
    last = max(waiting, default=None)
    return last if last is not None and readings[-1].captured_at < last else None
