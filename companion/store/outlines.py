"""What readings say of a conversation as a whole: the order of its messages and the gaps, without words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import msgspec

from companion.model import Author, ConversationSummary, Seller, Source
from companion.store.database import Database, Value
from companion.store.instants import to_instant, to_instant_or_none
from companion.store.message_order import Bell, MessageRun, Stamp, find_gaps, sort_messages
from companion.store.rows import blob, text, text_or_none, whole, whole_or_none
from companion.store.thread_names import BY_ID

_decode_seller = msgspec.json.Decoder(Seller).decode
_decode_ids = msgspec.json.Decoder(tuple[str, ...]).decode

_READINGS = """
    SELECT s.sighting_number, s.source, s.is_pushed, s.is_complete, s.seller, s.order_ids,
        c.capture_id, c.captured_at, c.visit_id
    FROM thread_names n JOIN thread_sightings s ON s.name_number = n.name_number
    JOIN captures c ON c.journal_number = s.journal_number
    WHERE n.thread_number = ? AND s.is_next = 0
    ORDER BY c.captured_at, s.source, c.capture_id, s.position
"""
_ROWS = """
    SELECT m.sighting_number, m.place, m.content_number, m.message_number
    FROM thread_names n JOIN thread_sightings s ON s.name_number = n.name_number
    JOIN message_sightings m ON m.sighting_number = s.sighting_number
    WHERE n.thread_number = ? AND s.is_next = 0 AND m.message_number IS NOT NULL
    ORDER BY m.sighting_number, m.place
"""
_STAMPS = "SELECT message_number, author, at, message_id FROM messages WHERE thread_number = ?"
_BELLS = """
    SELECT c.visit_id, c.captured_at FROM message_bells b
    JOIN captures c ON c.journal_number = b.journal_number
    WHERE c.visit_id IN (
        SELECT v.visit_id FROM thread_names n JOIN thread_sightings s ON s.name_number = n.name_number
        JOIN captures v ON v.journal_number = s.journal_number WHERE n.thread_number = ? AND s.is_next = 0)
    ORDER BY c.captured_at
"""


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of a conversation."""

    number: int
    source: Source
    is_pushed: bool
    is_complete: bool
    seller: Seller | None
    order_ids: tuple[str, ...]
    capture_id: str
    captured_at: datetime
    visit_id: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a reading: what it says, and which message that is."""

    place: int
    content: int
    message: int


@dataclass(frozen=True, slots=True)
class Outline:
    """A conversation without what was said in it.

    Attributes:
        summary: as its readings tell; what orders and bells tell of it is not among it.
        order: the numbers of its messages, in the order they were written.
        readings: the oldest first, and `rows` of each by its number.
    """

    summary: ConversationSummary
    order: tuple[int, ...]
    readings: tuple[Reading, ...]
    rows: Mapping[int, tuple[Row, ...]]


class Outlines:
    """Reads the outlines of one store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, number: int) -> Outline | None:
        """Read the outline of a conversation."""
        named = self._database.find_row(
            "SELECT marketplace, name FROM thread_names WHERE name_number = ?", (number,)
        )
        readings = tuple(_make_reading(row) for row in self._database.rows(_READINGS, (number,)))
        if named is None or not readings:
            return None
        rows = self._read_rows(number)
        runs = tuple(_make_run(one, rows.get(one.number, ())) for one in readings)
        known, authors = self._read_stamps(number)
        # In the order in which readings show them: what nothing else tells apart stays so.
        stamps = {message: known[message] for run in runs for message in run.messages}
        order = sort_messages(stamps, runs)
        times = [stamp.at for stamp in stamps.values() if stamp.at is not None]
        name = text(named[1])
        summary = ConversationSummary(
            marketplace=text(named[0]),
            name=name,
            thread_id=name.removeprefix(BY_ID) if name.startswith(BY_ID) else None,
            seller=_merge_sellers(readings),
            order_ids=tuple(dict.fromkeys(order_id for one in readings for order_id in one.order_ids)),
            complete_from_start=_is_complete(readings, runs, order),
            one_sided=_is_one_sided(authors),
            message_count=len(order),
            first_at=to_instant_or_none(min(times, default=None)),
            last_at=to_instant_or_none(max(times, default=None)),
            gaps=find_gaps(order, stamps, runs, self._read_bells(number)),
            missing_since_at=None,
            last_seen_at=readings[-1].captured_at,
        )
        return Outline(summary, order, readings, rows)

    def _read_rows(self, number: int) -> dict[int, tuple[Row, ...]]:
        rows: dict[int, list[Row]] = {}
        for reading, place, content, message in self._database.rows(_ROWS, (number,)):
            rows.setdefault(whole(reading), []).append(Row(whole(place), whole(content), whole(message)))
        return {reading: tuple(found) for reading, found in rows.items()}

    def _read_stamps(self, number: int) -> tuple[dict[int, Stamp], set[str | None]]:
        rows = self._database.rows(_STAMPS, (number,))
        stamps = {whole(row[0]): Stamp(whole_or_none(row[2]), text_or_none(row[3])) for row in rows}
        return stamps, {text_or_none(row[1]) for row in rows}

    def _read_bells(self, number: int) -> list[Bell]:
        rows = self._database.rows(_BELLS, (number,))
        return [Bell(text(visit), to_instant(whole(at))) for visit, at in rows]


def _make_reading(row: tuple[Value, ...]) -> Reading:
    number, source, is_pushed, is_complete, seller, order_ids, capture_id, captured_at, visit_id = row
    return Reading(
        number=whole(number),
        source=Source(text(source)),
        is_pushed=bool(is_pushed),
        is_complete=bool(is_complete),
        seller=None if seller is None else _decode_seller(blob(seller)),
        order_ids=_decode_ids(blob(order_ids)),
        capture_id=text(capture_id),
        captured_at=to_instant(whole(captured_at)),
        visit_id=text(visit_id),
    )


def _make_run(reading: Reading, rows: Iterable[Row]) -> MessageRun:
    numbers = tuple(dict.fromkeys(row.message for row in rows))
    is_page = reading.source is Source.PAGE
    return MessageRun(numbers, reading.visit_id, reading.captured_at, reading.is_pushed, is_page)


def _merge_sellers(readings: Iterable[Reading]) -> Seller | None:
    """Take each field of the seller from the newest reading that tells it."""
    sellers = [one.seller for one in readings if one.seller][::-1]
    if not sellers:
        return None
    return Seller(
        name=next((one.name for one in sellers if one.name), None),
        store_id=next((one.store_id for one in sellers if one.store_id), None),
        url=next((one.url for one in sellers if one.url), None),
    )


def _is_complete(readings: Iterable[Reading], runs: Iterable[MessageRun], order: tuple[int, ...]) -> bool:
    """Tell whether a reading saw the first message to be the first; an older one since would refute it."""
    said = (run for one, run in zip(readings, runs, strict=True) if one.is_complete)
    return bool(order) and any(order[0] in run.messages for run in said)


def _is_one_sided(authors: set[str | None]) -> bool:
    """Tell whether of buyer and seller only one is seen to have written; None told apart is no evidence."""
    sides = authors - {Author.PLATFORM.value}
    return len(sides) == 1 and None not in sides
