"""Conversations as they are read: the messages in order, with the gaps between them, and lists of threads."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from companion.model import (
    Conversation,
    ConversationPart,
    ConversationSummary,
    KeptMessage,
    Message,
    OrderRecord,
)
from companion.store.database import Database
from companion.store.folding import fold
from companion.store.instants import to_instant
from companion.store.message_groups import Showing
from companion.store.message_keys import MessageKeys, decode_message
from companion.store.message_merge import merge_showings
from companion.store.outlines import Outline, Outlines
from companion.store.rows import blob, whole
from companion.store.thread_lists import ThreadHead, ThreadLists
from companion.store.thread_summaries import ThreadSummaries

_NO_KEYS = MessageKeys(0, None, 0, is_timed=True)

_CONTENTS = """
    SELECT content_number, content FROM message_contents
    WHERE content_number IN (SELECT value FROM json_each(?))
"""
# The last bell of the visits that showed a conversation, after which nothing was read in the visit any more.
_WAITING = """
    SELECT max(c.captured_at) FROM message_bells b JOIN captures c ON c.journal_number = b.journal_number
    WHERE c.visit_id IN (
        SELECT v.visit_id FROM thread_names n JOIN thread_sightings s ON s.name_number = n.name_number
        JOIN captures v ON v.journal_number = s.journal_number WHERE n.thread_number = ? AND s.is_next = 0)
    AND NOT EXISTS (
        SELECT 1 FROM captures later JOIN thread_sightings t ON t.journal_number = later.journal_number
        WHERE later.visit_id = c.visit_id AND later.captured_at >= c.captured_at)
"""


class Conversations:
    """Reads the conversations of one store."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lists = ThreadLists(database)
        self._outlines = Outlines(database)
        self._summaries = ThreadSummaries(database)

    def all(self) -> Iterator[Conversation]:
        """Read all conversations, the one last seen first."""
        for number in self._lists.numbers():
            # One at a time: all together may be a million messages.
            yield from (self._read(outline) for outline in self._find(number))

    def of_order(self, record: OrderRecord) -> tuple[Conversation, ...]:
        """Read the conversations about an order, and after them others with its seller."""
        return tuple(self._read(outline) for outline in self._find_of_order(record))

    def parts_of_order(self, record: OrderRecord, most: int) -> tuple[ConversationPart, ...]:
        """Read the newest messages of each of these conversations."""
        return tuple(self._read_part(one, most) for one in self._find_of_order(record))

    def heads(self, limit: int) -> tuple[ThreadHead, ...]:
        """List some conversations without what was said in them, the one last seen first."""
        return self._lists.heads(limit)

    def summaries(
        self, *, order_id: str | None = None, seller: str | None = None
    ) -> Iterator[ConversationSummary]:
        """Sum conversations up, the one last seen first: all, or those about an order, or with a seller.

        One of which no summary is kept is read.

        Args:
            order_id: the order they are linked to.
            seller: a part of the seller's name.
        """
        wanted, waiting, kept = fold(seller or ""), self._lists.find_waiting(), self._summaries.all()
        for number in self._lists.numbers(order_id):
            one = kept.get(number) or self._sum_up(number)
            if one is None:
                continue
            whose = one.seller or self._lists.find_seller_of_orders(number)
            at = waiting.get(number)
            missing_since_at = at if at is not None and one.last_seen_at < at else None
            if seller is None or wanted in fold((whose.name if whose else None) or ""):
                yield replace(one, seller=whose, missing_since_at=missing_since_at)

    def find(self, name: str, marketplace: str = "aliexpress") -> Conversation | None:
        """Read one conversation by its name, or by another one that it has."""
        number = self._find_number(name, marketplace)
        return next((self._read(outline) for outline in self._find(number)), None)

    def find_part(
        self, name: str, most: int, before: int | None = None, marketplace: str = "aliexpress"
    ) -> ConversationPart | None:
        """Read the newest messages of a conversation, or the newest before one of them, by its place."""
        number = self._find_number(name, marketplace)
        return next((self._read_part(one, most, before) for one in self._find(number)), None)

    def count(self) -> int:
        """Count the conversations."""
        return self._database.get_number(
            "SELECT count(DISTINCT thread_number) FROM thread_names WHERE thread_number IS NOT NULL"
        )

    def count_messages(self) -> int:
        """Count the messages of all conversations."""
        return self._database.get_number("SELECT count(*) FROM messages")

    def _find_number(self, name: str, marketplace: str) -> int:
        return self._database.get_number(
            "SELECT thread_number FROM thread_names WHERE marketplace = ? AND name = ?", (marketplace, name)
        )

    def _find_of_order(self, record: OrderRecord) -> list[Outline]:
        order_id, seller = record.order.order_id, record.order.seller
        linked = replace(seller, name=fold(seller.name).strip() if seller.name else None) if seller else None
        numbers = self._lists.numbers(order_id, linked)
        found = [outline for number in numbers for outline in self._find(number)]
        ours = [one for one in found if one.summary.marketplace == record.marketplace]
        return sorted(ours, key=lambda one: order_id not in one.summary.order_ids)

    def _find(self, number: int) -> Iterator[Outline]:
        """Outline a conversation, if there is one, with what orders and bells tell outside of it."""
        outline = self._outlines.find(number)
        if outline is not None:
            one = outline.summary
            seller = one.seller or self._lists.find_seller_of_orders(number)
            missing_since_at = self._find_missing(number, one.last_seen_at)
            yield replace(outline, summary=replace(one, seller=seller, missing_since_at=missing_since_at))

    def _sum_up(self, number: int) -> ConversationSummary | None:
        """Sum up what readings of a conversation say; what lies outside of it changes without it."""
        outline = self._outlines.find(number)
        return outline.summary if outline else None

    def _read(self, outline: Outline) -> Conversation:
        part = self._read_part(outline, len(outline.order))
        summary = part.summary
        return Conversation(
            marketplace=summary.marketplace,
            name=summary.name,
            thread_id=summary.thread_id,
            seller=summary.seller,
            order_ids=summary.order_ids,
            complete_from_start=summary.complete_from_start,
            messages=part.messages,
            gaps=summary.gaps,
            one_sided=summary.one_sided,
            missing_since_at=summary.missing_since_at,
            last_seen_at=summary.last_seen_at,
        )

    def _read_part(self, outline: Outline, most: int, before: int | None = None) -> ConversationPart:
        end = min(len(outline.order), before) if before else len(outline.order)
        start = max(0, end - most)
        wanted = outline.order[start:end]
        kept = self._merge(outline, frozenset(wanted))
        return ConversationPart(outline.summary, start, tuple(kept[one] for one in wanted))

    def _find_missing(self, number: int, last_seen_at: datetime) -> datetime | None:
        """Find the last time something was announced after which nobody read this conversation."""
        at = self._database.get_number(_WAITING, (number,))
        return to_instant(at) if at and last_seen_at < to_instant(at) else None

    def _merge(self, outline: Outline, wanted: frozenset[int]) -> dict[int, KeptMessage]:
        """Read what was said in some messages, and make each of all its showings."""
        shown = [
            (one, row)
            for one in outline.readings
            for row in outline.rows.get(one.number, ())
            if row.message in wanted
        ]
        contents = self._read_contents({row.content for _, row in shown})
        showings: dict[int, list[Showing]] = {}
        for one, row in shown:
            showings.setdefault(row.message, []).append(
                Showing(
                    message=contents[row.content],
                    keys=_NO_KEYS,
                    reading=one.number,
                    place=row.place,
                    source=one.source,
                    captured_at=one.captured_at,
                    capture_id=one.capture_id,
                )
            )
        return {message: merge_showings(found) for message, found in showings.items()}

    def _read_contents(self, numbers: set[int]) -> dict[int, Message]:
        rows = self._database.rows(_CONTENTS, (json.dumps(sorted(numbers)),))
        return {whole(number): decode_message(blob(content)) for number, content in rows}
