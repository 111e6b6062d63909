"""Conversations: which of what captures say is one message, brought up to date for what a capture touches.

What captures say stays as it was said. When one comes, goes or is read anew, only the messages are made anew
that its words may belong to, so a frame with one message costs the same in a long conversation as in a short.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from companion.model import Capture, Parsed
from companion.store.conversations import Conversations
from companion.store.database import Database, Value
from companion.store.instants import to_micros_or_none
from companion.store.message_groups import Group, group_showings
from companion.store.message_merge import merge_showings
from companion.store.rows import whole
from companion.store.search import Search
from companion.store.search_items import make_message_item
from companion.store.thread_names import Move, ThreadNames
from companion.store.thread_sighted import ThreadSighted, Touched

_KEYS = """
    SELECT content_number, message_id, face, other_face, words, is_timed FROM message_contents
    WHERE content_number IN (SELECT value FROM json_each(?))
"""
# Everything under the names of one conversation that shares an id or a face with some words, and, where words
# without a time are among them, what says the same at any time. CROSS JOIN: a key at a time, by its index.
_NEIGHBOURS = """
    SELECT c.content_number FROM json_each(?1) n CROSS JOIN json_each(?2) k
        CROSS JOIN message_contents c ON c.name_number = n.value AND c.message_id = k.value
    UNION SELECT c.content_number FROM json_each(?1) n CROSS JOIN json_each(?3) k
        CROSS JOIN message_contents c ON c.name_number = n.value AND c.face = k.value
    UNION SELECT c.content_number FROM json_each(?1) n CROSS JOIN json_each(?3) k
        CROSS JOIN message_contents c ON c.name_number = n.value AND c.other_face = k.value
    UNION SELECT c.content_number FROM json_each(?1) n CROSS JOIN json_each(?4) k
        CROSS JOIN message_contents c ON c.name_number = n.value AND c.words = k.value
        WHERE EXISTS (SELECT 1 FROM json_each(?1) o CROSS JOIN message_contents u ON u.name_number = o.value
            AND u.words = k.value AND u.is_timed = 0)
"""
_ALL_OF = "SELECT content_number FROM message_contents WHERE name_number = ?"
_BESIDE = """
    SELECT DISTINCT other.content_number FROM json_each(?) wanted
    JOIN message_sightings m ON m.content_number = wanted.value
    JOIN message_sightings other ON other.message_number = m.message_number
"""
_AT_ONCE = 4  # conversations summed up in one transaction: others wait for it, and one may be long


class Threads(Conversations):
    """The conversations of one store; what is read of them is in `Conversations`."""

    def __init__(self, database: Database, search: Search) -> None:
        super().__init__(database)
        self._search = search
        self._names = ThreadNames(database)
        self._sighted = ThreadSighted(database, self._names)

    def apply(self, number: int, capture: Capture, parsed: tuple[Parsed, ...]) -> None:
        """Keep what was read in a capture, in the place of what was read in it before."""
        with self._database.transaction():
            touched = self._sighted.remove(number, is_next=True)
            touched |= self._sighted.remove(number, is_next=False)
            touched |= self._sighted.add(number, capture, parsed, is_next=False)
            self._note_bell(number, parsed)
            self._bring_up_to_date(touched)

    def stage(self, number: int, capture: Capture, parsed: tuple[Parsed, ...]) -> None:
        """Keep what was read anew in a capture; conversations stay as they are until they turn."""
        with self._database.transaction():
            touched = self._sighted.remove(number, is_next=True)
            added = self._sighted.add(number, capture, parsed, is_next=True)
            self._sighted.mark_silent(number, added.names)
            self._note_bell(number, parsed)
            self._sighted.remove_unused_contents(touched.contents)
            self._names.remove_unused(touched.names)

    @property
    def is_staged(self) -> bool:
        """Whether something was read anew that has not been taken over."""
        return bool(self._sighted.staged(1))

    def turn_some(self, limit: int) -> None:
        """Take over what was read anew of a few conversations, each in one step."""
        with self._database.transaction():
            touched = Touched()
            for name in self._sighted.staged(limit):
                touched |= self._sighted.take_over(name)
            self._bring_up_to_date(touched)

    def remove_capture(self, number: int) -> None:
        """Forget what a capture said."""
        with self._database.transaction():
            touched = self._sighted.remove(number, is_next=True)
            touched |= self._sighted.remove(number, is_next=False)
            self._forget_bell(number)
            self._bring_up_to_date(touched)

    def keep_summaries(self) -> None:
        """Sum up the conversations that changed, a few in a transaction, so that lists need not read them."""
        last: int | None = 0
        while last is not None:
            last = self._keep_some_summaries(last)

    def clear(self) -> None:
        """Forget all that captures said of conversations; after what the search knows of messages."""
        for table in (
            "thread_summaries",
            "message_sightings",
            "messages",
            "message_contents",
            "thread_sightings",
            "thread_links",
            "message_bells",
        ):
            self._database.execute(f"DELETE FROM {table}")  # noqa: S608  # names from above
        self._database.execute("UPDATE thread_names SET thread_number = NULL")
        self._database.execute("DELETE FROM thread_names")

    def _keep_some_summaries(self, after: int) -> int | None:
        """Do a few, and tell the number of the last one."""
        with self._database.transaction():
            numbers = self._summaries.missing(after, _AT_ONCE)
            for number in numbers:
                summary = self._sum_up(number)
                if summary is not None:
                    self._summaries.put(number, summary)
        return max(numbers, default=None)

    def _note_bell(self, number: int, parsed: Sequence[Parsed]) -> None:
        """Note that the messenger said that something had come, and not what."""
        self._forget_bell(number)
        if any(one.announces for one in parsed):
            self._database.execute("INSERT INTO message_bells (journal_number) VALUES (?)", (number,))
            self._summaries.forget_of_visit(number)

    def _forget_bell(self, number: int) -> None:
        if self._database.execute("DELETE FROM message_bells WHERE journal_number = ?", (number,)):
            self._summaries.forget_of_visit(number)

    def _bring_up_to_date(self, touched: Touched) -> None:
        moves = self._names.settle(touched.names)
        contents = touched.contents | self._find_moved(moves) | self._find_said(touched.messages)
        by_thread: dict[int, set[int]] = {}
        for thread, content in self._find_threads(contents):
            by_thread.setdefault(thread, set()).add(content)
        lost, taken = set(touched.messages), set[int]()
        for thread, seeds in sorted(by_thread.items()):
            lost |= self._regroup(thread, self._find_neighbours(thread, seeds), taken)
        self._remove_lost(lost - taken)
        self._sighted.remove_unused_contents(contents)
        moved = {one.name_number for one in moves} | {one.before for one in moves if one.before is not None}
        joined = {one.after for one in moves if one.after is not None}
        self._summaries.forget(self._names.find_threads(touched.names) | moved | joined)
        self._names.remove_unused(sorted(touched.names | moved))

    def _find_moved(self, moves: Iterable[Move]) -> set[int]:
        """Find what was said under names that moved, and what was one message with it."""
        moved = {whole(row[0]) for move in moves for row in self._database.rows(_ALL_OF, (move.name_number,))}
        rows = self._database.rows(_BESIDE, (json.dumps(sorted(moved)),)) if moved else []
        return moved | {whole(row[0]) for row in rows}

    def _find_said(self, messages: Iterable[int]) -> set[int]:
        """Find what the rows of some messages say."""
        rows = self._database.rows(
            "SELECT DISTINCT content_number FROM json_each(?) wanted"
            " JOIN message_sightings m ON m.message_number = wanted.value",
            (json.dumps(sorted(messages)),),
        )
        return {whole(row[0]) for row in rows}

    def _find_threads(self, contents: Iterable[int]) -> Iterable[tuple[int, int]]:
        rows = self._database.rows(
            "SELECT n.thread_number, c.content_number FROM json_each(?) wanted"
            " JOIN message_contents c ON c.content_number = wanted.value"
            " JOIN thread_names n ON n.name_number = c.name_number",
            (json.dumps(sorted(contents)),),
        )
        # Words that are nobody's any more had no neighbours but those that stand here themselves.
        return [(whole(thread), whole(content)) for thread, content in rows if thread is not None]

    def _find_neighbours(self, thread: int, seeds: set[int]) -> set[int]:
        """Find all words that may be one message with these, and with those, and so on."""
        names = json.dumps(self._names.of_thread(thread))
        found, fresh = set(seeds), set(seeds)
        while fresh:
            ids: set[str] = set()
            faces: set[int] = set()
            words: set[int] = set()
            for _, message_id, face, other, said, _ in self._database.rows(
                _KEYS, (json.dumps(sorted(fresh)),)
            ):
                ids.update({message_id} if isinstance(message_id, str) else ())
                faces.update(whole(one) for one in (face, other) if one is not None)
                words.add(whole(said))
            keys = tuple(json.dumps(sorted(one)) for one in (ids, faces, words))
            rows = self._database.rows(_NEIGHBOURS, (names, *keys))
            fresh = {whole(row[0]) for row in rows} - found
            found |= fresh
        return found

    def _regroup(self, thread: int, contents: set[int], taken: set[int]) -> set[int]:
        """Make the messages anew that some words belong to; tells the numbers they had before."""
        showings = list(self._sighted.read_showings(contents))
        renumbered: list[tuple[Value, ...]] = []
        for group in group_showings(showings):
            number = self._write(thread, group, taken)
            taken.add(number)
            rows = (one for one in group.showings if one.known_as != number)
            renumbered.extend((number, one.reading, one.place) for one in rows)
        self._database.execute_many(
            "UPDATE message_sightings SET message_number = ? WHERE sighting_number = ? AND place = ?",
            renumbered,
        )
        return {one.known_as for one in showings if one.known_as is not None}

    def _write(self, thread: int, group: Group, taken: set[int]) -> int:
        rows = group.showings
        kept = merge_showings(rows)
        sent = (kept.message.author, to_micros_or_none(kept.message.at), kept.message.message_id)
        known = (one.known_as for one in rows if one.known_as is not None and one.known_as not in taken)
        number = next(known, None)
        if number is None:
            number = self._database.insert(
                "INSERT INTO messages (thread_number, author, at, message_id) VALUES (?, ?, ?, ?)",
                (thread, *sent),
            )
        else:
            self._database.execute(
                "UPDATE messages SET thread_number = ?1, author = ?2, at = ?3, message_id = ?4 WHERE"
                " message_number = ?5 AND (thread_number, author, at, message_id) IS NOT (?1, ?2, ?3, ?4)",
                (thread, *sent, number),
            )
        self._search.put_message(number, make_message_item(kept))
        return number

    def _remove_lost(self, numbers: Iterable[int]) -> None:
        """Take messages away that no row shows any more."""
        for number in sorted(numbers):
            if self._database.find_row(
                "SELECT 1 FROM message_sightings WHERE message_number = ? LIMIT 1", (number,)
            ):
                continue
            self._search.remove_message(number)
            self._database.execute("DELETE FROM messages WHERE message_number = ?", (number,))
