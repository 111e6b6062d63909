"""What a search asks of conversations: those of an order or a seller, and the one that a message is in."""

from __future__ import annotations

import json
from dataclasses import dataclass

from companion.model import Author
from companion.store.database import Database
from companion.store.folding import fold
from companion.store.rows import text, text_or_none, whole
from companion.store.thread_lists import SELLER_SHOWN

_LINKED = """
    SELECT DISTINCT n.thread_number FROM thread_links l JOIN thread_names n ON n.name_number = l.name_number
    WHERE n.thread_number IS NOT NULL AND l.kind = 'order' AND l.value = ?
"""
_OF_ORDERS = """
    SELECT DISTINCT n.thread_number FROM json_each(?) wanted
    JOIN orders o ON o.order_number = wanted.value
    JOIN thread_links l ON l.kind = 'order' AND l.value = o.order_id
    JOIN thread_names n ON n.name_number = l.name_number AND n.marketplace = o.marketplace
    WHERE n.thread_number IS NOT NULL
"""
_SELLERS = """
    SELECT n.thread_number, l.value FROM thread_links l JOIN thread_names n ON n.name_number = l.name_number
    WHERE n.thread_number IS NOT NULL AND l.kind = 'seller'
"""
# CROSS JOIN: the names of one conversation first, not the links of all.
_PLACE = f"""
    SELECT n.marketplace, n.name, m.author, {SELLER_SHOWN.format(thread="m.thread_number")},
        (SELECT l.value FROM thread_names a CROSS JOIN thread_links l ON l.name_number = a.name_number
            LEFT JOIN orders o ON o.order_id = l.value AND o.marketplace = n.marketplace
            WHERE a.thread_number = m.thread_number AND l.kind = 'order'
            ORDER BY o.record IS NULL, l.value DESC LIMIT 1)
    FROM messages m JOIN thread_names n ON n.name_number = m.thread_number WHERE m.message_number = ?
"""  # noqa: S608  # constants


@dataclass(frozen=True, slots=True)
class MessagePlace:
    """The conversation that a message is in.

    Attributes:
        order_id: one that it is about; the newest of those that are kept.
    """

    marketplace: str
    name: str
    author: Author | None
    seller: str | None
    order_id: str | None


class SearchedThreads:
    """Looks conversations up for the search of one store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, order_id: str | None, seller: str | None, orders: str) -> str:
        """List the numbers of the conversations with an order, a seller, or both, as JSON.

        Args:
            order_id: the order they have to be about.
            seller: a part of the name they have to be with.
            orders: the numbers of the orders that are asked for, as JSON.
        """
        of_orders = self._numbers(_OF_ORDERS, orders)
        if seller is None:
            return json.dumps(sorted(of_orders | self._numbers(_LINKED, order_id or "")))
        wanted = fold(seller)
        with_seller = {
            whole(number) for number, name in self._database.rows(_SELLERS) if wanted in text(name)
        } | of_orders
        if order_id is not None:
            with_seller &= self._numbers(_LINKED, order_id)
        return json.dumps(sorted(with_seller))

    def find_place(self, message_number: int) -> MessagePlace | None:
        """Tell which conversation a message is in."""
        row = self._database.find_row(_PLACE, (message_number,))
        if row is None:
            return None
        marketplace, name, author, seller, order_id = row
        return MessagePlace(
            marketplace=text(marketplace),
            name=text(name),
            author=Author(text(author)) if author else None,
            seller=text_or_none(seller),
            order_id=text_or_none(order_id),
        )

    def _numbers(self, sql: str, value: str) -> set[int]:
        return {whole(row[0]) for row in self._database.rows(sql, (value,))}
