"""How much of the site's list was seen: its own counts, how far each visit went, what was opened."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime

import msgspec

from companion.model import Capture, OrderRecord, OrderState, PageKind, Parsed, SeenCounts, SeenList
from companion.store.database import Database, Value
from companion.store.instants import to_instant, to_instant_or_none, to_micros
from companion.store.rows import blob, text, whole, whole_or_none

# The site answers with zeros when the buyer is logged out, so the newest answer may be one that nobody
# believes: a few are handed out, newest first. Of visits to a list, the last ones are looked at.
_COUNTS_LOOKED_AT = 8
_ROWS_LOOKED_AT = 60
_KINDS_OF_ONE_ORDER = (PageKind.ORDER_DETAIL.value, PageKind.TRACKING.value)

_ADD = """
    INSERT INTO coverage (journal_number, position, marketplace, page_kind, source, visit_id, captured_at,
        tab, page, shown, has_more, counts) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_COUNTS = """
    SELECT counts, captured_at FROM coverage
    WHERE counts IS NOT NULL AND marketplace = ? ORDER BY captured_at DESC LIMIT ?
"""
_WHOLE_LIST = "page_kind = 'order_list' AND (tab IS NULL OR tab = 'all') AND marketplace = ?"
_NEWEST_LISTS = f"""
    SELECT visit_id FROM coverage WHERE {_WHOLE_LIST} AND has_more IS NOT NULL
    ORDER BY captured_at DESC LIMIT ?
"""  # noqa: S608  # constants
_HAS_ENDED = f"SELECT EXISTS (SELECT 1 FROM coverage WHERE {_WHOLE_LIST} AND has_more = 0)"  # noqa: S608
# An answer shows one page of the list; a frozen page shows all that was unfolded on it.
_VISIT = f"""
    SELECT sum(shown) FILTER (WHERE source = 'api'), max(shown) FILTER (WHERE source = 'page'),
        max(ended), max(captured_at)
    FROM (
        SELECT source, page, max(shown) AS shown, max(has_more = 0) AS ended, max(captured_at) AS captured_at
        FROM coverage INDEXED BY coverage_by_visit
        WHERE visit_id = ? AND {_WHOLE_LIST} AND has_more IS NOT NULL GROUP BY source, page)
"""  # noqa: S608
# Whether a visit's list came down to orders that an earlier visit had shown.
_JOINS = """
    SELECT EXISTS (
        SELECT 1 FROM captures c JOIN sightings s ON s.journal_number = c.journal_number
        WHERE c.visit_id = ? AND s.page_kind = 'order_list' AND EXISTS (
            SELECT 1 FROM sightings earlier JOIN captures e ON e.journal_number = earlier.journal_number
            WHERE earlier.order_number = s.order_number AND earlier.page_kind = 'order_list'
                AND e.visit_id != c.visit_id AND e.captured_at < c.captured_at))
"""
_COUNT_ORDERS = """
    SELECT count(*) FROM orders WHERE marketplace = ? AND state IN (SELECT value FROM json_each(?))
"""
_ONLY_LISTED = """
    SELECT count(*), max(folded_at) FROM orders o
    WHERE state IN (SELECT value FROM json_each(?)) AND NOT EXISTS (
        SELECT 1 FROM sightings s WHERE s.order_number = o.order_number AND s.page_kind IN (?, ?))
"""
_SEEN_SINCE = """
    SELECT record FROM orders WHERE +marketplace = ? AND record IS NOT NULL AND order_number IN (
        SELECT s.order_number FROM captures c JOIN sightings s ON s.journal_number = c.journal_number
        WHERE c.captured_at > ? LIMIT ?)
"""
_MOST_SEEN_SINCE = 500

_decode_record = msgspec.json.Decoder(OrderRecord).decode


class CoverageLog:
    """What pages said of the lists they are part of."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, number: int, capture: Capture, parsed: tuple[Parsed, ...]) -> None:
        """Keep what a capture says of its lists; its reading has been written before."""
        rows = [_make_row(number, position, capture, one) for position, one in enumerate(parsed)]
        self._database.execute_many(_ADD, [row for row in rows if row is not None])

    def counts(self) -> tuple[SeenCounts, ...]:
        """Give the newest counts of each marketplace, newest first."""
        return tuple(
            SeenCounts(name, msgspec.json.decode(text(counts), type=dict[str, int]), to_instant(whole(at)))
            for name in self._marketplaces()
            for counts, at in self._database.rows(_COUNTS, (name, _COUNTS_LOOKED_AT))
        )

    def unfinished_lists(self) -> tuple[SeenList, ...]:
        """Give, for each marketplace, the visit that went furthest down a list nobody saw the end of.

        A list whose end was reached once is whole, as long as the newest visit came down to orders that an
        earlier one had shown.
        """
        found = (self._find_unfinished(name) for name in self._marketplaces())
        return tuple(one for one in found if one is not None)

    def count_orders(self, marketplace: str, states: Iterable[OrderState]) -> int:
        """Count the orders that are in one of some states."""
        return self._database.get_number(_COUNT_ORDERS, (marketplace, _list(states)))

    def only_listed(self, states: Iterable[OrderState]) -> tuple[int, datetime | None]:
        """Count the orders in one of some states of which no page of their own was ever read.

        Returns:
            How many there are, and when one of them was seen last.
        """
        [(count, at)] = self._database.rows(_ONLY_LISTED, (_list(states), *_KINDS_OF_ONE_ORDER))
        return whole(count), to_instant_or_none(whole_or_none(at))

    def seen_since(self, marketplace: str, at: datetime) -> tuple[OrderRecord, ...]:
        """Read the orders that a later capture showed; many at most."""
        rows = self._database.rows(_SEEN_SINCE, (marketplace, to_micros(at), _MOST_SEEN_SINCE))
        return tuple(_decode_record(blob(row[0])) for row in rows)

    def _find_unfinished(self, marketplace: str) -> SeenList | None:
        rows = self._database.rows(_NEWEST_LISTS, (marketplace, _ROWS_LOOKED_AT))
        visits = list(dict.fromkeys(text(row[0]) for row in rows))
        if not visits:
            return None
        newest = self._read_visit(marketplace, visits[0])
        if not self._database.get_number(_HAS_ENDED, (marketplace,)):
            seen = [self._read_visit(marketplace, visit_id) for visit_id in visits]
            return max(seen, key=lambda one: (one.shown, one.seen_at))
        joins = newest.reached_end or self._database.get_number(_JOINS, (visits[0],))
        return None if joins else newest

    def _read_visit(self, marketplace: str, visit_id: str) -> SeenList:
        [(answered, frozen, ended, at)] = self._database.rows(_VISIT, (visit_id, marketplace))
        shown = max(whole(answered or 0), whole(frozen or 0))
        return SeenList(marketplace, visit_id, shown, bool(ended), to_instant(whole(at)))

    def _marketplaces(self) -> Iterator[str]:
        """Name the marketplaces; there are few among many rows, so the index is asked for the next one."""
        name = ""
        while row := self._database.find_row(
            "SELECT marketplace FROM coverage WHERE marketplace > ? ORDER BY marketplace LIMIT 1", (name,)
        ):
            name = text(row[0])
            yield name


def _list(states: Iterable[OrderState]) -> str:
    return json.dumps(sorted(state.value for state in states))


def _make_row(number: int, position: int, capture: Capture, parsed: Parsed) -> tuple[Value, ...] | None:
    coverage = parsed.coverage
    if coverage is None:
        return None
    return (
        number, position, parsed.marketplace, parsed.page_kind.value, parsed.source.value, capture.visit_id,
        to_micros(capture.captured_at), coverage.tab, coverage.page, coverage.shown,
        None if coverage.has_more is None else int(coverage.has_more),
        msgspec.json.encode(dict(coverage.counts)).decode() if coverage.counts else None,
    )  # fmt: skip
