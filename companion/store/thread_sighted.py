"""What captures say of conversations, in its tables: each reading as it was, equal words once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import msgspec

from companion.model import Capture, Message, Parsed, PartRole, Source, Thread
from companion.store.database import Database, Value
from companion.store.instants import to_instant, to_micros
from companion.store.message_groups import Showing
from companion.store.message_keys import MessageKeys, decode_message, make_keys
from companion.store.rows import blob, text, whole, whole_or_none
from companion.store.thread_names import ThreadNames, make_name

_NOTHING = -1  # the position of a row that says: this capture no longer speaks of this conversation
_SHOWINGS = """
    SELECT m.content_number, m.sighting_number, m.place, m.not_before, m.not_after, m.message_number,
        s.source, c.captured_at, c.capture_id
    FROM json_each(?) wanted
    CROSS JOIN message_sightings m ON m.content_number = wanted.value
    JOIN thread_sightings s ON s.sighting_number = m.sighting_number
    JOIN captures c ON c.journal_number = s.journal_number
    WHERE s.is_next = 0
    ORDER BY c.captured_at, s.source, c.capture_id, s.position, m.place
"""
_CONTENTS = """
    SELECT content_number, message_id, face, other_face, words, is_timed, content
    FROM message_contents WHERE content_number IN (SELECT value FROM json_each(?))
"""


@dataclass(slots=True)
class Touched:
    """What a change of readings touches: names, the words said under them, and messages that lost a row."""

    names: set[int] = field(default_factory=set)
    contents: set[int] = field(default_factory=set)
    messages: set[int] = field(default_factory=set)

    def __ior__(self, other: Touched) -> Touched:
        self.names |= other.names
        self.contents |= other.contents
        self.messages |= other.messages
        return self


class ThreadSighted:
    """Writes and reads readings; every write is within a transaction of the caller."""

    def __init__(self, database: Database, names: ThreadNames) -> None:
        self._database = database
        self._names = names

    def add(self, number: int, capture: Capture, parsed: tuple[Parsed, ...], *, is_next: bool) -> Touched:
        """Keep what a capture says of conversations."""
        touched = Touched()
        found = [(one, thread) for one in parsed for thread in one.threads]
        for position, (one, thread) in enumerate(found):
            name = self._names.get_number(one.marketplace, make_name(thread, capture.visit_id, position))
            touched.names.add(name)
            key = (name, number, position, int(is_next))
            sighting = self._add_reading(key, capture, one, thread)
            touched.contents |= self._add_rows(name, sighting, thread.messages)
        return touched

    def mark_silent(self, number: int, named: Iterable[int]) -> None:
        """Note of which conversations a capture, read anew, no longer speaks."""
        before = self._database.rows(
            "SELECT DISTINCT name_number FROM thread_sightings WHERE journal_number = ? AND is_next = 0",
            (number,),
        )
        silent = {whole(row[0]) for row in before} - set(named)
        self._database.execute_many(
            "INSERT INTO thread_sightings (name_number, journal_number, position, is_next, captured_at,"
            " source, is_pushed, is_complete, order_ids)"
            " SELECT ?, journal_number, ?, 1, captured_at, ?, 0, 0, ? FROM captures WHERE journal_number = ?",
            [(name, _NOTHING, Source.API.value, b"[]", number) for name in sorted(silent)],
        )

    def remove(self, number: int, *, is_next: bool) -> Touched:
        """Forget what a capture said."""
        return self._remove("journal_number = ? AND is_next = ?", (number, int(is_next)))

    def take_over(self, name: int) -> Touched:
        """Put what was read anew under a name in the place of what the same captures said before."""
        touched = self._remove(
            "name_number = ?1 AND is_next = 0 AND journal_number IN (SELECT n.journal_number"
            " FROM thread_sightings n WHERE n.name_number = ?1 AND n.is_next = 1)",
            (name,),
        )
        self._remove("name_number = ? AND is_next = 1 AND position = -1", (name,))
        self._database.execute(
            "UPDATE thread_sightings SET is_next = 0 WHERE name_number = ? AND is_next = 1", (name,)
        )
        rows = self._database.rows(
            "SELECT content_number FROM message_contents WHERE name_number = ?", (name,)
        )
        return Touched({name}, touched.contents | {whole(row[0]) for row in rows}, touched.messages)

    def staged(self, limit: int) -> tuple[int, ...]:
        """List some names under which something was read anew."""
        rows = self._database.rows(
            "SELECT DISTINCT name_number FROM thread_sightings WHERE is_next = 1 LIMIT ?", (limit,)
        )
        return tuple(whole(row[0]) for row in rows)

    def read_showings(self, contents: Iterable[int]) -> Iterator[Showing]:
        """Read every row that shows some words, oldest first; answers before pages."""
        wanted = json.dumps(sorted(contents))
        known = {whole(row[0]): _read_content(row) for row in self._database.rows(_CONTENTS, (wanted,))}
        for row in self._database.rows(_SHOWINGS, (wanted,)):
            content, reading, place, first, last, message, source, at, capture_id = row
            said, keys = known[whole(content)]
            yield Showing(
                message=said,
                keys=keys,
                reading=whole(reading),
                place=whole(place),
                source=Source(text(source)),
                captured_at=to_instant(whole(at)),
                capture_id=text(capture_id),
                not_before=whole_or_none(first),
                not_after=whole_or_none(last),
                known_as=whole_or_none(message),
            )

    def remove_unused_contents(self, contents: Iterable[int]) -> None:
        """Let go of words that no row says any more."""
        self._database.execute(
            "DELETE FROM message_contents WHERE content_number IN (SELECT value FROM json_each(?))"
            " AND NOT EXISTS (SELECT 1 FROM message_sightings m"
            " WHERE m.content_number = message_contents.content_number)",
            (json.dumps(sorted(contents)),),
        )

    def _remove(self, where: str, values: tuple[Value, ...]) -> Touched:
        rows = self._database.rows(
            "SELECT s.name_number, m.content_number, m.message_number FROM thread_sightings s"  # noqa: S608
            f" LEFT JOIN message_sightings m ON m.sighting_number = s.sighting_number WHERE {where}",
            values,
        )
        self._database.execute(f"DELETE FROM thread_sightings WHERE {where}", values)  # noqa: S608
        return Touched(
            {whole(row[0]) for row in rows},
            {whole(row[1]) for row in rows if row[1] is not None},
            {whole(row[2]) for row in rows if row[2] is not None},
        )

    def _add_reading(
        self, key: tuple[int, int, int, int], capture: Capture, parsed: Parsed, thread: Thread
    ) -> int:
        roles = {part.role for part in capture.parts}
        values: tuple[Value, ...] = (
            to_micros(capture.captured_at),
            parsed.source.value,
            int(roles == {PartRole.FRAME}),
            int(thread.complete_from_start),
            msgspec.json.encode(thread.seller) if thread.seller else None,
            msgspec.json.encode(thread.order_ids),
        )
        return self._database.insert(
            "INSERT INTO thread_sightings (name_number, journal_number, position, is_next, captured_at,"
            " source, is_pushed, is_complete, seller, order_ids) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (*key, *values),
        )

    def _add_rows(self, name: int, sighting: int, messages: tuple[Message, ...]) -> set[int]:
        bounds = _find_bounds(messages)
        contents = [self._get_content(name, message) for message in messages]
        self._database.execute_many(
            "INSERT INTO message_sightings (sighting_number, place, content_number, not_before, not_after)"
            " VALUES (?, ?, ?, ?, ?)",
            [
                (sighting, place, content, *bound)
                for place, (content, bound) in enumerate(zip(contents, bounds, strict=True))
            ],
        )
        return set(contents)

    def _get_content(self, name: int, message: Message) -> int:
        data = msgspec.json.encode(message)
        digest = hashlib.blake2b(data, digest_size=16).digest()
        row = self._database.find_row(
            "SELECT content_number FROM message_contents WHERE name_number = ? AND hash = ?", (name, digest)
        )
        if row is not None:
            return whole(row[0])
        keys = make_keys(message)
        return self._database.insert(
            "INSERT INTO message_contents (name_number, hash, message_id, face, other_face, words, is_timed,"
            " content) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                name,
                digest,
                message.message_id,
                keys.face,
                keys.other_face,
                keys.words,
                int(keys.is_timed),
                data,
            ),
        )


def _read_content(row: tuple[Value, ...]) -> tuple[Message, MessageKeys]:
    _, _, face, other, words, is_timed, content = row
    return decode_message(blob(content)), MessageKeys(
        whole(face), whole_or_none(other), whole(words), bool(is_timed)
    )


def _find_bounds(messages: tuple[Message, ...]) -> list[tuple[int | None, int | None]]:
    """Find between which times a row without one was sent; nothing for a row that has its own."""
    firsts = _carry(messages)
    lasts = _carry(messages[::-1])[::-1]
    return [
        (None, None) if message.at else (first, last)
        for message, first, last in zip(messages, firsts, lasts, strict=True)
    ]


def _carry(messages: tuple[Message, ...]) -> list[int | None]:
    carried: list[int | None] = []
    known: int | None = None
    for message in messages:
        known = to_micros(message.at) if message.at else known
        carried.append(known)
    return carried
