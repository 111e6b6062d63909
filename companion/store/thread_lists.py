"""Lists of conversations, at a cost that does not grow with what was said in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import msgspec

from companion.model import Seller
from companion.store.database import Database
from companion.store.instants import to_instant, to_instant_or_none
from companion.store.rows import text, text_or_none, whole, whole_or_none

_decode_ids = msgspec.json.Decoder(tuple[str, ...]).decode

_THREADS = """
    SELECT n.thread_number, max((SELECT max(s.captured_at) FROM thread_sightings s
        WHERE s.name_number = n.name_number AND s.is_next = 0)) AS seen_at
    FROM thread_names n
    WHERE n.thread_number IS NOT NULL AND (?1 IS NULL OR n.thread_number IN (
        SELECT a.thread_number FROM thread_links l JOIN thread_names a ON a.name_number = l.name_number
        WHERE l.kind = 'order' AND l.value = ?1 OR l.kind = 'seller' AND l.value = ?2
            OR l.kind = 'store' AND l.value = ?3))
    GROUP BY n.thread_number HAVING seen_at IS NOT NULL ORDER BY seen_at DESC, n.thread_number DESC
"""
# The name that the site gives the seller of a conversation, as it was last shown under any of its names.
SELLER_SHOWN = """
    (SELECT json_extract(CAST(s.seller AS TEXT), '$.name') FROM thread_sightings s
        WHERE s.sighting_number IN (
            SELECT (SELECT t.sighting_number FROM thread_sightings t
                WHERE t.name_number = a.name_number AND t.is_next = 0
                    AND json_extract(CAST(t.seller AS TEXT), '$.name') IS NOT NULL
                ORDER BY t.captured_at DESC, t.source DESC LIMIT 1)
            FROM thread_names a WHERE a.thread_number = {thread})
        ORDER BY s.captured_at DESC, s.source DESC LIMIT 1)
"""
_HEAD = f"""
    SELECT n.marketplace, n.name, {SELLER_SHOWN.format(thread="?1")},
        (SELECT json_group_array(value) FROM (
            SELECT DISTINCT l.value FROM thread_names a CROSS JOIN thread_links l
                ON l.name_number = a.name_number
            WHERE a.thread_number = ?1 AND l.kind = 'order' ORDER BY l.value DESC)),
        (SELECT count(*) FROM messages WHERE thread_number = ?1),
        (SELECT max(at) FROM messages WHERE thread_number = ?1)
    FROM thread_names n WHERE n.name_number = ?1
"""  # noqa: S608  # constants
# CROSS JOIN, here and above: the names of one conversation first, not the links of all.
_SELLER_OF_ORDERS = """
    SELECT i.seller FROM thread_names n CROSS JOIN thread_links l ON l.name_number = n.name_number
    JOIN orders o ON o.marketplace = n.marketplace AND o.order_id = l.value
    JOIN search_items i ON i.order_number = o.order_number AND i.kind = 'order'
    WHERE n.thread_number = ? AND l.kind = 'order' AND i.seller IS NOT NULL ORDER BY o.order_id DESC LIMIT 1
"""
# The last bell of each visit after which nothing was read in it, for the conversations that the visit showed.
_WAITING = """
    SELECT n.thread_number, max(bell.at) FROM (
        SELECT c.visit_id, max(c.captured_at) AS at FROM message_bells b
        CROSS JOIN captures c ON c.journal_number = b.journal_number GROUP BY c.visit_id) bell
    CROSS JOIN captures v ON v.visit_id = bell.visit_id
    CROSS JOIN thread_sightings s ON s.journal_number = v.journal_number AND s.is_next = 0
    CROSS JOIN thread_names n ON n.name_number = s.name_number
    WHERE n.thread_number IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM captures later JOIN thread_sightings t ON t.journal_number = later.journal_number
        WHERE later.visit_id = bell.visit_id AND later.captured_at >= bell.at)
    GROUP BY n.thread_number
"""


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


class ThreadLists:
    """Lists the conversations of one store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def numbers(self, order_id: str | None = None, seller: Seller | None = None) -> tuple[int, ...]:
        """Number the conversations, the one last seen first: all, or those about an order or with a seller.

        Args:
            order_id: the order they are linked to; None for all conversations.
            seller: with an order, also those that are linked to its seller; the name as links have it.
        """
        values = (order_id, seller.name if seller else None, seller.store_id if seller else None)
        return tuple(whole(row[0]) for row in self._database.rows(_THREADS, values))

    def heads(self, limit: int) -> tuple[ThreadHead, ...]:
        """List some conversations without what was said in them, the one last seen first."""
        rows = self._database.rows(f"{_THREADS} LIMIT {int(limit)}", (None, None, None))
        return tuple(self._make_head(whole(number), whole(seen_at)) for number, seen_at in rows)

    def find_seller_of_orders(self, number: int) -> Seller | None:
        """Find who sold what a conversation is about."""
        row = self._database.find_row(_SELLER_OF_ORDERS, (number,))
        return None if row is None else Seller(text(row[0]), None, None)

    def find_waiting(self) -> dict[int, datetime]:
        """Find when something was last announced in a visit to a conversation and not read in that visit."""
        return {whole(number): to_instant(whole(at)) for number, at in self._database.rows(_WAITING)}

    def _make_head(self, number: int, seen_at: int) -> ThreadHead:
        row = self._database.find_row(_HEAD, (number,))
        assert row is not None  # noqa: S101  # its number was read in this snapshot
        marketplace, name, seller, orders, messages, last_at = row
        return ThreadHead(
            name=text(name),
            marketplace=text(marketplace),
            seller=text_or_none(seller) or getattr(self.find_seller_of_orders(number), "name", None),
            order_ids=_decode_ids(text(orders)),
            messages=whole(messages),
            last_at=to_instant_or_none(whole_or_none(last_at)),
            last_seen_at=to_instant(seen_at),
        )
