"""What a search is asked and what it answers: hits, the newest first."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from companion.model import Author, PageKind
from companion.store.database import Database, Value
from companion.store.folding import fold, make_hit_pattern, make_query
from companion.store.instants import to_instant, to_micros
from companion.store.rows import blob, text, text_or_none, whole, whole_or_none
from companion.store.search_items import ItemKind, make_first_number, unpack_text
from companion.store.search_threads import SearchedThreads
from companion.store.snippets import Piece, make_snippet, mark_hits

_FIRST, _LAST = -(2**62), 2**62
_SECONDS = 2.0  # a search that takes longer is given up
_CHUNK = 200
_QUOTED = frozenset({ItemKind.STATEMENT, ItemKind.MESSAGE})
_MOST_CHUNKS = 20  # of captures of the same few pages, before the rest is left out
# A frozen page belongs to an order that its address names, or to the only one its visit showed.
_PAGES_OF_ORDERS = """
    SELECT page.journal_number FROM json_each(?3) wanted
    JOIN sightings s ON s.order_number = wanted.value
    JOIN orders o ON o.order_number = s.order_number
    JOIN captures c ON c.journal_number = s.journal_number
    JOIN captures page ON page.visit_id = c.visit_id
    WHERE instr(page.url, o.order_id) > 0 OR NOT EXISTS (
        SELECT 1 FROM captures other JOIN sightings t ON t.journal_number = other.journal_number
        WHERE other.visit_id = page.visit_id AND t.order_number != s.order_number)
"""
_FIND = f"""
    SELECT i.item_number, i.kind, i.name, i.order_number, i.journal_number, i.message_number, i.capture_id,
        i.page_kind, i.at, i.title
    FROM search_index JOIN search_items i ON i.item_number = search_index.rowid
    WHERE search_index MATCH ?1 AND search_index.rowid >= ?4 AND search_index.rowid < ?5
        AND (?2 IS NULL OR i.kind = ?2)
        AND (?3 IS NULL OR i.order_number IN (SELECT value FROM json_each(?3))
            OR i.journal_number IN ({_PAGES_OF_ORDERS})
            OR EXISTS (SELECT 1 FROM messages m WHERE m.message_number = i.message_number
                AND m.thread_number IN (SELECT value FROM json_each(?6))))
    ORDER BY search_index.rowid DESC LIMIT {_CHUNK}
"""  # noqa: S608  # constants
_OWNERS = """
    SELECT DISTINCT s.order_number, instr(page.url, o.order_id) > 0
    FROM captures page
    JOIN captures c ON c.visit_id = page.visit_id
    JOIN sightings s ON s.journal_number = c.journal_number
    JOIN orders o ON o.order_number = s.order_number
    WHERE page.journal_number = ?
"""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is searched for; `until` is the first instant that is too late."""

    text: str
    kind: ItemKind | None = None
    order_id: str | None = None
    seller: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that was found.

    Attributes:
        captures: how many captures there are of a page whose newest is this one.
        author: who wrote a message, and `thread` the name of the conversation it is in.
    """

    kind: ItemKind
    at: datetime
    title: tuple[Piece, ...]
    snippet: tuple[Piece, ...]
    marketplace: str | None
    order_id: str | None
    seller: str | None
    page_kind: PageKind | None
    capture_id: str | None
    url: str | None
    captures: int = 1
    author: Author | None = None
    thread: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """The newest hits; `has_more` when older ones were left out."""

    hits: tuple[Hit, ...]
    has_more: bool


@dataclass(slots=True)
class _Row:
    number: int
    kind: ItemKind
    name: str
    order_number: int | None
    journal_number: int | None
    message_number: int | None
    capture_id: str | None
    page_kind: str | None
    at: int
    title: str
    captures: int = 1

    @property
    def page(self) -> str | int:
        """One thing for the reader: all captures of one address are one."""
        return self.name if self.kind is ItemKind.PAGE else self.number


class Finder:
    """Asks the index of one store."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._threads = SearchedThreads(database)

    def find(self, wish: Wish) -> Found:
        """Find what holds every word of a wish, newest first.

        Raises:
            StoreError: it took too long.
        """
        query = make_query(wish.text)
        if query is None:
            return Found((), has_more=False)
        with self._database.time_limit(_SECONDS):
            rows, has_more = self._find_rows(query, wish)
            pattern = make_hit_pattern(wish.text)
            return Found(tuple(self._make_hit(row, pattern) for row in rows), has_more)

    def _find_rows(self, query: str, wish: Wish) -> tuple[list[_Row], bool]:
        """Read from the newest on until there are enough; captures of one page count once."""
        found: dict[str | int, _Row] = {}
        seen = 0
        for row in self._read_rows(query, wish):
            seen += 1
            known = found.get(row.page)
            if known is not None:
                known.captures += 1
            elif len(found) == wish.limit:
                return list(found.values()), True
            else:
                found[row.page] = row
        return list(found.values()), seen == _CHUNK * _MOST_CHUNKS

    def _read_rows(self, query: str, wish: Wish) -> Iterator[_Row]:
        orders = self._find_orders(wish)
        threads = None if orders is None else self._threads.find(wish.order_id, wish.seller, orders)
        first = make_first_number(to_micros(wish.since)) if wish.since else _FIRST
        before = make_first_number(to_micros(wish.until)) if wish.until else _LAST
        for _ in range(_MOST_CHUNKS):
            rows = self._database.rows(_FIND, (query, wish.kind, orders, first, before, threads))
            yield from map(_read_row, rows)
            if len(rows) < _CHUNK:
                return
            before = whole(rows[-1][0])

    def _find_orders(self, wish: Wish) -> str | None:
        """List the numbers of the orders that are asked for, as JSON; None for all."""
        if wish.order_id is None and wish.seller is None:
            return None
        rows = self._database.rows(
            "SELECT o.order_number, i.seller FROM orders o"
            " LEFT JOIN search_items i ON i.order_number = o.order_number AND i.kind = 'order'"
            " WHERE ?1 IS NULL OR o.order_id = ?1",
            (wish.order_id,),
        )
        seller = fold(wish.seller or "")
        return json.dumps([number for number, name in rows if seller in fold(text_or_none(name) or "")])

    def _make_hit(self, row: _Row, pattern: re.Pattern[str]) -> Hit:
        shown = self._database.find_row("SELECT text FROM search_items WHERE item_number = ?", (row.number,))
        title = mark_hits(row.title, pattern)
        snippet = make_snippet(unpack_text(blob(shown[0])) if shown else "", pattern)
        # What stands beside a quote is our word for it, and worth showing only where the hit is there.
        is_told = row.kind in _QUOTED and any(piece.is_hit for piece in title)
        if row.message_number is not None:
            return self._make_message_hit(row, row.message_number, title, () if is_told else snippet)
        owner = row.order_number if row.journal_number is None else self._find_owner(row.journal_number)
        order = self._database.find_row(
            "SELECT o.marketplace, o.order_id, i.seller FROM orders o"
            " LEFT JOIN search_items i ON i.order_number = o.order_number AND i.kind = 'order'"
            " WHERE o.order_number = ?",
            (owner,),
        ) or (None, None, None)
        return Hit(
            kind=row.kind,
            at=to_instant(row.at),
            title=title,
            snippet=() if is_told else snippet,
            marketplace=text_or_none(order[0]),
            order_id=text_or_none(order[1]),
            seller=text_or_none(order[2]),
            page_kind=PageKind(row.page_kind) if row.page_kind else None,
            capture_id=row.capture_id,
            url=row.name if row.kind is ItemKind.PAGE else None,
            captures=row.captures,
        )

    def _make_message_hit(
        self, row: _Row, number: int, title: tuple[Piece, ...], snippet: tuple[Piece, ...]
    ) -> Hit:
        place = self._threads.find_place(number)
        return Hit(
            kind=row.kind,
            at=to_instant(row.at),
            title=title,
            snippet=snippet,
            marketplace=place.marketplace if place else None,
            order_id=place.order_id if place else None,
            seller=place.seller if place else None,
            page_kind=PageKind.CHAT,
            capture_id=row.capture_id,
            url=None,
            author=place.author if place else None,
            thread=place.name if place else None,
        )

    def _find_owner(self, number: int) -> int | None:
        rows = self._database.rows(_OWNERS, (number,))
        named = [row for row in rows if row[1]]
        owners = named or rows
        return whole(owners[0][0]) if len(owners) == 1 else None


def _read_row(row: tuple[Value, ...]) -> _Row:
    number, kind, name, order_number, journal_number, message_number, capture_id, page_kind, at, title = row
    return _Row(
        number=whole(number),
        kind=ItemKind(text(kind)),
        name=text(name),
        order_number=whole_or_none(order_number),
        journal_number=whole_or_none(journal_number),
        message_number=whole_or_none(message_number),
        capture_id=text_or_none(capture_id),
        page_kind=text_or_none(page_kind),
        at=whole(at),
        title=text(title),
    )
