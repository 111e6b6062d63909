"""What captures call a conversation, and which names are one conversation.

The site's own id tells at once. A page without it names the order or the seller it is about, and belongs to
the conversation with an id that speaks of the same order, or else of the same seller, where there is exactly
one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

import msgspec

from companion.model import Seller, Thread
from companion.store.database import Database
from companion.store.folding import fold
from companion.store.rows import blob, text, whole, whole_or_none

BY_ID = "id:"
_ORDER, _SELLER, _STORE = "order", "seller", "store"

_decode_seller = msgspec.json.Decoder(Seller).decode
_decode_ids = msgspec.json.Decoder(tuple[str, ...]).decode

_SAID = """
    SELECT seller, order_ids FROM thread_sightings WHERE name_number = ? AND is_next = 0
"""
_SHARING = """
    SELECT DISTINCT l.name_number FROM json_each(?) wanted
    JOIN thread_links l ON l.kind = json_extract(wanted.value, '$[0]')
        AND l.value = json_extract(wanted.value, '$[1]')
    JOIN thread_names n ON n.name_number = l.name_number WHERE n.marketplace = ?
"""
_WITH_ID = """
    SELECT DISTINCT n.name_number FROM thread_links mine
    JOIN thread_links theirs ON theirs.kind = mine.kind AND theirs.value = mine.value
    JOIN thread_names n ON n.name_number = theirs.name_number
    WHERE mine.name_number = ?1 AND (mine.kind = 'order') = ?2 AND n.marketplace = ?3
        AND substr(n.name, 1, 3) = 'id:'
"""


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """Something a conversation is about: an order, or a seller by name or by the number of the store."""

    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class Move:
    """A name that belongs to another conversation than before; None for none."""

    name_number: int
    before: int | None
    after: int | None


def make_name(thread: Thread, visit_id: str, position: int) -> str:
    """Name a conversation by the best that a reading tells of it."""
    if thread.thread_id:
        return f"{BY_ID}{thread.thread_id}"
    if thread.order_ids:
        return f"order:{thread.order_ids[0]}"
    links = sorted(_list_seller_links(thread.seller))
    if links:
        return f"{links[-1].kind}:{links[-1].value}"
    return f"visit:{visit_id}:{position}"


class ThreadNames:
    """The names of one store; every write is within a transaction of the caller."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get_number(self, marketplace: str, name: str) -> int:
        """Tell the number of a name, which is made if it is new."""
        self._database.execute(
            "INSERT INTO thread_names (marketplace, name) VALUES (?, ?) ON CONFLICT DO NOTHING",
            (marketplace, name),
        )
        return self._database.get_number(
            "SELECT name_number FROM thread_names WHERE marketplace = ? AND name = ?", (marketplace, name)
        )

    def of_thread(self, thread_number: int) -> tuple[int, ...]:
        """List the names of one conversation."""
        rows = self._database.rows(
            "SELECT name_number FROM thread_names WHERE thread_number = ? ORDER BY name_number",
            (thread_number,),
        )
        return tuple(whole(row[0]) for row in rows)

    def find_thread(self, name_number: int) -> int | None:
        """Tell which conversation a name belongs to."""
        row = self._database.find_row(
            "SELECT thread_number FROM thread_names WHERE name_number = ?", (name_number,)
        )
        return None if row is None else whole_or_none(row[0])

    def find_threads(self, name_numbers: Iterable[int]) -> set[int]:
        """Tell which conversations some names belong to."""
        return {one for number in name_numbers if (one := self.find_thread(number)) is not None}

    def settle(self, touched: Iterable[int]) -> tuple[Move, ...]:
        """Find anew what some names are about, and tell which names belong elsewhere by that."""
        names = set(touched)
        sharing = set(names)
        for number in sorted(names):
            links = self._read_links(number)
            fresh = self._collect_links(number)
            if fresh != links:  # a name that comes or goes changes them too; else nobody else is concerned
                self._replace_links(number, fresh)
                sharing |= self._find_sharing(number, links | fresh)
        moves = (self._settle_one(number) for number in sorted(sharing))
        return tuple(move for move in moves if move.before != move.after)

    def remove_unused(self, numbers: Iterable[int]) -> None:
        """Let go of names that no reading uses any more."""
        for number in numbers:
            is_used = self._database.find_row(
                "SELECT 1 FROM thread_sightings WHERE name_number = ?1 UNION ALL"
                " SELECT 1 FROM thread_names WHERE thread_number = ?1 AND name_number != ?1 LIMIT 1",
                (number,),
            )
            if not is_used:
                self._database.execute("DELETE FROM thread_links WHERE name_number = ?", (number,))
                self._database.execute("DELETE FROM thread_names WHERE name_number = ?", (number,))

    def _settle_one(self, number: int) -> Move:
        before = self.find_thread(number)
        after = self._choose_thread(number)
        if before != after:
            self._database.execute(
                "UPDATE thread_names SET thread_number = ? WHERE name_number = ?", (after, number)
            )
        return Move(number, before, after)

    def _choose_thread(self, number: int) -> int | None:
        row = self._database.find_row(
            "SELECT marketplace, name FROM thread_names WHERE name_number = ?1 AND EXISTS"
            " (SELECT 1 FROM thread_sightings s WHERE s.name_number = ?1 AND s.is_next = 0)",
            (number,),
        )
        if row is None:
            return None
        marketplace, name = text(row[0]), text(row[1])
        if name.startswith(BY_ID):
            return number
        for by_order in (1, 0):
            found = self._database.rows(_WITH_ID, (number, by_order, marketplace))
            if found:
                return whole(found[0][0]) if len(found) == 1 else number
        return number

    def _find_sharing(self, number: int, links: set[Link]) -> set[int]:
        row = self._database.find_row("SELECT marketplace FROM thread_names WHERE name_number = ?", (number,))
        wanted = json.dumps([[link.kind, link.value] for link in sorted(links)])
        rows = self._database.rows(_SHARING, (wanted, row[0])) if row else []
        return {whole(found[0]) for found in rows}

    def _read_links(self, number: int) -> set[Link]:
        rows = self._database.rows("SELECT kind, value FROM thread_links WHERE name_number = ?", (number,))
        return {Link(text(kind), text(value)) for kind, value in rows}

    def _collect_links(self, number: int) -> set[Link]:
        links: set[Link] = set()
        for seller, order_ids in set(self._database.rows(_SAID, (number,))):
            links.update(Link(_ORDER, order_id) for order_id in _decode_ids(blob(order_ids)))
            links.update(_list_seller_links(None if seller is None else _decode_seller(blob(seller))))
        return links

    def _replace_links(self, number: int, links: set[Link]) -> None:
        self._database.execute("DELETE FROM thread_links WHERE name_number = ?", (number,))
        self._database.execute_many(
            "INSERT INTO thread_links (name_number, kind, value) VALUES (?, ?, ?)",
            [(number, link.kind, link.value) for link in sorted(links)],
        )


def _list_seller_links(seller: Seller | None) -> set[Link]:
    if seller is None:
        return set()
    found = ((_SELLER, fold(seller.name).strip() if seller.name else None), (_STORE, seller.store_id))
    return {Link(kind, value) for kind, value in found if value}
