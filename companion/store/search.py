"""The search: one index over orders, lines, parcels, disputes, statements, messages and pages.

Its rows are derived: they are written in the transaction that writes what they come from.
"""

from __future__ import annotations

from companion.errors import IndexDamaged
from companion.model import Capture, OrderRecord, Parsed
from companion.store.database import Database, Value
from companion.store.folding import make_words
from companion.store.instants import to_micros
from companion.store.rows import blob, text, whole
from companion.store.search_hits import Finder, Found, Wish
from companion.store.search_items import (
    PER_SECOND,
    Item,
    make_first_number,
    make_order_items,
    make_page_item,
    pack_text,
    unpack_text,
)

_INSERT = """
    INSERT INTO search_items (item_number, kind, name, order_number, journal_number, message_number,
        capture_id, page_kind, at, title, seller, hash, text) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_INDEX = "INSERT INTO search_index (rowid, words) VALUES (?, ?)"
_UNINDEX = "INSERT INTO search_index (search_index, rowid, words) VALUES ('delete', ?, ?)"


class Search:
    """The index of one store. Writes are within a transaction of the caller, or one of their own."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._finder = Finder(database)

    def find(self, wish: Wish) -> Found:
        """Find what holds every word of a wish, newest first.

        Raises:
            StoreError: it took too long.
        """
        return self._finder.find(wish)

    def put_order(self, order_number: int, record: OrderRecord) -> None:
        """Bring what can be found of an order up to date; what has not changed is left alone."""
        wanted = {(item.kind.value, item.name): item for item in make_order_items(record)}
        rows = self._database.rows(
            "SELECT item_number, kind, name, hash FROM search_items WHERE order_number = ?", (order_number,)
        )
        for number, kind, name, known in rows:
            item = wanted.get((text(kind), text(name)))
            if item is None or item.hash != known:
                self._remove(whole(number))
                continue
            del wanted[item.kind.value, item.name]
            if item.capture_id is not None:
                self._point(whole(number), item.capture_id)
        for item in wanted.values():
            self._add(item, order_number=order_number)

    def put_page(self, number: int, capture: Capture, parsed: tuple[Parsed, ...]) -> None:
        """Make a captured page findable, in the place of what was read in it before."""
        item = make_page_item(capture, parsed)
        known = self._database.find_row(
            "SELECT item_number, hash FROM search_items WHERE journal_number = ?", (number,)
        )
        if known is not None and (item is None or blob(known[1]) != item.hash):
            self._remove(whole(known[0]))
        if item is not None and (known is None or blob(known[1]) != item.hash):
            self._add(item, journal_number=number)

    def put_message(self, number: int, item: Item) -> None:
        """Bring what can be found of a message up to date."""
        known = self._database.find_row(
            "SELECT item_number, hash FROM search_items WHERE message_number = ?", (number,)
        )
        if known is not None and blob(known[1]) == item.hash:
            if item.capture_id is not None:
                self._point(whole(known[0]), item.capture_id)
            return
        if known is not None:
            self._remove(whole(known[0]))
        self._add(item, message_number=number)

    def remove_order(self, order_number: int) -> None:
        """Forget an order; before its row goes."""
        self._remove_all("order_number = ?", (order_number,))

    def remove_capture(self, number: int) -> None:
        """Forget a captured page; before its row goes. An order it told of is put anew when it is folded."""
        self._remove_all("journal_number = ?", (number,))

    def remove_message(self, number: int) -> None:
        """Forget a message; before its row goes."""
        self._remove_all("message_number = ?", (number,))

    def clear(self) -> None:
        """Forget everything."""
        with self._database.transaction():
            self._database.execute("INSERT INTO search_index (search_index) VALUES ('delete-all')")
            self._database.execute("DELETE FROM search_items")

    def rebuild(self) -> None:
        """Make the index anew from the texts beside it, whatever state it is in."""
        with self._database.transaction():
            self._database.execute("INSERT INTO search_index (search_index) VALUES ('delete-all')")
            for (number,) in self._database.rows("SELECT item_number FROM search_items"):
                self._database.execute(_INDEX, (number, self._make_entry(whole(number))))

    def erase_removed(self) -> None:
        """Take what was removed out of the index's own file, where it lies on unseen; call it after removing.

        It writes the whole index anew: once for many removals, not after each.
        """
        with self._database.transaction():
            self._database.execute("INSERT INTO search_index (search_index) VALUES ('optimize')")

    def is_sound(self) -> bool:
        """Tell whether the index hangs together."""
        try:
            with self._database.transaction():
                self._database.execute("INSERT INTO search_index (search_index) VALUES ('integrity-check')")
        except IndexDamaged:
            return False
        return True

    def _add(
        self,
        item: Item,
        *,
        order_number: int | None = None,
        journal_number: int | None = None,
        message_number: int | None = None,
    ) -> None:
        number = self._find_free_number(to_micros(item.at))
        values: tuple[Value, ...] = (
            order_number,
            journal_number,
            message_number,
            item.capture_id,
            item.page_kind,
            to_micros(item.at),
            item.title,
            item.seller,
            item.hash,
            pack_text(item.text),
        )
        self._database.execute(_INSERT, (number, item.kind, item.name, *values))
        self._change_index(_INDEX, number, make_words(f"{item.title}\n{item.text}"))

    def _find_free_number(self, micros: int) -> int:
        base = make_first_number(micros)
        while True:
            last = self._database.find_row(
                "SELECT max(item_number) FROM search_items WHERE item_number >= ? AND item_number < ?",
                (base, base + PER_SECOND),
            )
            number = base if last is None or last[0] is None else whole(last[0]) + 1
            if number < base + PER_SECOND:
                return number
            base += PER_SECOND

    def _remove_all(self, where: str, values: tuple[Value, ...]) -> None:
        with self._database.transaction():
            sql = f"SELECT item_number FROM search_items WHERE {where}"  # noqa: S608  # constants above
            for (number,) in self._database.rows(sql, values):
                self._remove(whole(number))

    def _remove(self, number: int) -> None:
        entry = self._make_entry(number)
        self._database.execute("DELETE FROM search_items WHERE item_number = ?", (number,))
        self._change_index(_UNINDEX, number, entry)

    def _point(self, number: int, capture_id: str) -> None:
        """Name the newest capture that shows an item."""
        self._database.execute(
            "UPDATE search_items SET capture_id = ? WHERE item_number = ? AND capture_id != ?",
            (capture_id, number, capture_id),
        )

    def _change_index(self, sql: str, number: int, entry: str) -> None:
        try:
            self._database.execute(sql, (number, entry))
        except IndexDamaged:
            self.rebuild()  # what is derived must not keep what is not from being written

    def _make_entry(self, number: int) -> str:
        row = self._database.find_row("SELECT title, text FROM search_items WHERE item_number = ?", (number,))
        assert row is not None  # noqa: S101  # its number was read in this transaction
        return make_words(f"{text(row[0])}\n{unpack_text(blob(row[1]))}")
