"""Which products were bought: so that their pages are told from those of which no order came."""

from __future__ import annotations

import re

import msgspec

from companion.model import OrderRecord
from companion.store.database import Database

# Ids are words of an address; shorter ones are no ids of anything that is bought.
_WORD = re.compile(r"[0-9A-Za-z]{6,64}")
_NAMED = """
    SELECT 1 FROM order_products WHERE product_id IN (SELECT value FROM json_each(?))
    UNION ALL
    SELECT 1 FROM orders WHERE record IS NOT NULL AND order_id IN (SELECT value FROM json_each(?))
    LIMIT 1
"""


class OrderProducts:
    """The products of the orders of one store; every write is within a transaction of the caller."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def replace(self, order_number: int, record: OrderRecord) -> None:
        """Note the products of an order in the place of those noted before."""
        self.remove(order_number)
        names = {line.product_id for line in record.order.lines if line.product_id}
        self._database.execute_many(
            "INSERT INTO order_products (product_id, order_number) VALUES (?, ?)",
            [(name, order_number) for name in sorted(names)],
        )

    def remove(self, order_number: int) -> None:
        """Forget the products of an order."""
        self._database.execute("DELETE FROM order_products WHERE order_number = ?", (order_number,))

    def clear(self) -> None:
        """Forget the products of all orders."""
        self._database.execute("DELETE FROM order_products")

    def are_named_in(self, url: str) -> bool:
        """Tell whether an address, or several, name an order or a product that an order holds."""
        words = msgspec.json.encode(sorted(set(_WORD.findall(url)))).decode()
        return self._database.find_row(_NAMED, (words, words)) is not None
