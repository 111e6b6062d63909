"""Which captures have had their time: pages of products that no order came of, and pages of no kind.

Everything that may be evidence stays: orders, parcels, chats, refunds, disputes, the site's frozen listings;
the page of a product that was bought, seen before or after; whatever was seen in one visit with any of these;
what the user kept by hand or brought in; and what a parser did not survive, since nobody knows what it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from companion.model import PageKind, Trigger
from companion.store.database import Database
from companion.store.instants import to_micros
from companion.store.order_products import OrderProducts
from companion.store.rows import text, whole

PASSING_KINDS = (PageKind.LISTING, PageKind.POLICY, PageKind.UNKNOWN)
_KEPT_TRIGGERS = (Trigger.MANUAL, Trigger.IMPORT)

_kinds = ", ".join(f"'{kind.value}'" for kind in PASSING_KINDS)
_triggers = ", ".join(f"'{trigger.value}'" for trigger in _KEPT_TRIGGERS)

# A visit is kept or dropped by its youngest capture, and kept for one that is worth keeping. When it came
# counts, not when it was seen: what arrives late has its time too.
_EXPIRED = f"""
    SELECT r.journal_number, c.capture_id,
        (SELECT group_concat(v.url, ' ') FROM captures v WHERE v.visit_id = c.visit_id)
    FROM readings r
    JOIN captures c ON c.journal_number = r.journal_number
    WHERE r.journal_number > ? AND r.journal_number <= ? AND r.page_kind IN ({_kinds}) AND c.received_at < ?
        AND NOT EXISTS (
            SELECT 1 FROM captures v LEFT JOIN readings vr ON vr.journal_number = v.journal_number
            WHERE v.visit_id = c.visit_id AND (
                v.received_at >= ? OR v.trigger IN ({_triggers})
                OR vr.journal_number IS NULL OR vr.adapter_version < ?
                OR EXISTS (SELECT 1 FROM reading_kinds k
                    WHERE k.journal_number = v.journal_number AND k.page_kind NOT IN ({_kinds}))
                OR EXISTS (SELECT 1 FROM sightings s WHERE s.journal_number = v.journal_number)
                OR EXISTS (SELECT 1 FROM problems p
                    WHERE p.journal_number = v.journal_number AND p.field = 'parser')))
    ORDER BY r.journal_number LIMIT ?
"""  # noqa: S608  # our own words from the lines above


_LAST = 2**62  # no journal number is larger


@dataclass(frozen=True, slots=True)
class Expired:
    """Captures that have had their time, and how far the search has come.

    Attributes:
        looked_up_to: the journal number of the last capture that was looked at.
        is_all: whether the search has come to its end.
    """

    capture_ids: tuple[str, ...]
    looked_up_to: int
    is_all: bool


class Retention:
    """Finds what has had its time in one store; what is removed is looked at again where it is removed."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._products = OrderProducts(database)

    def find_expired(
        self, came_before: datetime, version: int, *, after: int = 0, up_to: int = _LAST, limit: int
    ) -> Expired:
        """Find some captures that came before an instant and may go.

        Args:
            came_before: what came later stays.
            version: of today's adapter; what only an older one has read stays until it is read anew.
            after: the journal number the search has come to.
            up_to: the journal number it goes to.
            limit: how many are looked at.
        """
        cutoff = to_micros(came_before)
        rows = self._database.rows(_EXPIRED, (after, up_to, cutoff, cutoff, version, limit))
        ids = tuple(text(row[1]) for row in rows if not self._products.are_named_in(text(row[2])))
        return Expired(ids, whole(rows[-1][0]) if rows else after, len(rows) < limit)
