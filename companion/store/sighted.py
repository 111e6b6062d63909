"""The sightings of all orders, in their tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from companion.model import Capture, PageKind, Parsed, Source
from companion.store.database import Database, Value
from companion.store.instants import to_instant
from companion.store.rows import blob, text, text_or_none, whole
from companion.store.sightings import (
    Sighting,
    SightingContent,
    encode_content,
    hash_content,
    make_contents,
    make_sighting,
    parse_content,
)

# Within one instant the answers come first: a document never knows better.
_SIGHTINGS = """
    SELECT k.content_number, s.page_kind, c.capture_id, c.captured_at, c.time_zone, c.visit_id, s.source,
        k.content
    FROM captures c CROSS JOIN sightings s ON s.journal_number = c.journal_number
    JOIN sighting_contents k ON k.content_number = s.content_number
    WHERE {} ORDER BY c.captured_at, s.source, c.capture_id, s.position
"""
_OF_ORDER = _SIGHTINGS.replace("captures c CROSS JOIN sightings s", "sightings s JOIN captures c").format(
    "s.order_number = ?"
)
_OF_VISIT = _SIGHTINGS.format("c.visit_id = ? AND s.order_number = ?")
# A page whose address names the order shows this one, and not another one of the same visit.
_PAGE_OF_ORDER = """
    SELECT page.capture_id
    FROM sightings s
    JOIN captures c ON c.journal_number = s.journal_number
    JOIN captures page ON page.visit_id = c.visit_id
    JOIN reading_kinds k ON k.journal_number = page.journal_number AND k.page_kind = s.page_kind
    WHERE s.order_number = ? AND k.has_page = 1
    ORDER BY instr(page.url, ?) > 0 DESC, page.captured_at DESC, page.capture_id DESC LIMIT 1
"""
_SHOWN_BY_PAGE = """
    SELECT DISTINCT s.order_number
    FROM reading_kinds k
    JOIN captures page ON page.journal_number = k.journal_number
    JOIN captures c ON c.visit_id = page.visit_id
    JOIN sightings s ON s.journal_number = c.journal_number AND s.page_kind = k.page_kind
    WHERE k.journal_number = ? AND k.has_page = 1
"""


class Sighted:
    """Writes and reads sightings; every write is within a transaction of the caller.

    `table` is where sightings go: those that hold, or those that are to come.
    """

    def __init__(
        self, database: Database, table: Literal["sightings", "next_sightings"] = "sightings"
    ) -> None:
        self._database = database
        self._table = table

    def add(self, number: int, capture: Capture, parsed: tuple[Parsed, ...]) -> dict[int, list[Sighting]]:
        """Keep what a capture says of orders, by the number of the order."""
        added: dict[int, list[Sighting]] = {}
        for position, one in enumerate(parsed):
            for order_id, content in make_contents(one):
                order_number = self._get_order_number(one.marketplace, order_id)
                self._add_row(order_number, number, position, one, content)
                added.setdefault(order_number, []).append(make_sighting(content, capture, one))
        return {order: sorted(found, key=lambda one: one.source) for order, found in added.items()}

    def remove(self, number: int) -> set[int]:
        """Forget what a capture said, and tell of which orders it spoke."""
        rows = self._database.rows(
            f"SELECT DISTINCT order_number FROM {self._table} WHERE journal_number = ?",  # noqa: S608
            (number,),
        )
        self._database.execute(
            f"DELETE FROM {self._table} WHERE journal_number = ?",  # noqa: S608  # one of two names
            (number,),
        )
        return {whole(row[0]) for row in rows}

    def of_order(self, order_number: int) -> Iterator[Sighting]:
        """Read all sightings of an order, oldest first."""
        return self._read(_OF_ORDER, (order_number,))

    def of_visit(self, order_number: int, visit_id: str) -> Iterator[Sighting]:
        """Read the sightings of an order in one visit, oldest first."""
        return self._read(_OF_VISIT, (visit_id, order_number))

    def _read(self, query: str, parameters: tuple[Value, ...]) -> Iterator[Sighting]:
        contents: dict[int, SightingContent] = {}  # most sightings repeat the words of another
        for row in self._database.rows(query, parameters):
            number, page_kind, capture_id, captured_at, time_zone, visit_id, source, content = row
            known = contents.get(whole(number))
            if known is None:
                known = contents[whole(number)] = parse_content(blob(content))
            yield Sighting(
                content=known,
                page_kind=PageKind(text(page_kind)),
                capture_id=text(capture_id),
                captured_at=to_instant(whole(captured_at)),
                time_zone=text_or_none(time_zone),
                visit_id=text(visit_id),
                source=Source(text(source)),
            )

    def find_page(self, order_number: int, order_id: str) -> str | None:
        """Find the newest capture with a frozen page that shows an order."""
        row = self._database.find_row(_PAGE_OF_ORDER, (order_number, order_id))
        return None if row is None else text(row[0])

    def shown_by_page(self, number: int) -> set[int]:
        """Tell which orders the frozen page of a capture shows, by the answers of its visit."""
        return {whole(row[0]) for row in self._database.rows(_SHOWN_BY_PAGE, (number,))}

    def remove_unused(self) -> None:
        """Let go of contents no sighting refers to any more."""
        self._database.execute(
            "DELETE FROM sighting_contents WHERE NOT EXISTS"
            " (SELECT 1 FROM sightings s WHERE s.content_number = sighting_contents.content_number)"
            " AND NOT EXISTS"
            " (SELECT 1 FROM next_sightings n WHERE n.content_number = sighting_contents.content_number)"
        )

    def clear(self) -> None:
        """Forget all sightings."""
        self._database.execute("DELETE FROM sightings")
        self._database.execute("DELETE FROM sighting_contents")

    def _get_order_number(self, marketplace: str, order_id: str) -> int:
        self._database.execute(
            "INSERT INTO orders (marketplace, order_id, stale) VALUES (?, ?, 0) ON CONFLICT DO NOTHING",
            (marketplace, order_id),
        )
        return self._database.get_number(
            "SELECT order_number FROM orders WHERE marketplace = ? AND order_id = ?", (marketplace, order_id)
        )

    def _add_row(
        self, order_number: int, number: int, position: int, parsed: Parsed, content: SightingContent
    ) -> None:
        data = encode_content(content)
        key = (order_number, hash_content(data))
        self._database.execute(
            "INSERT INTO sighting_contents (order_number, hash, content) VALUES (?, ?, ?)"
            " ON CONFLICT DO NOTHING",
            (*key, data),
        )
        self._database.execute(
            f"INSERT INTO {self._table}"  # noqa: S608  # one of two names
            " (order_number, journal_number, position, page_kind, source, content_number)"
            " SELECT ?, ?, ?, ?, ?, content_number FROM sighting_contents"
            " WHERE order_number = ? AND hash = ?",
            (order_number, number, position, parsed.page_kind.value, parsed.source.value, *key),
        )
