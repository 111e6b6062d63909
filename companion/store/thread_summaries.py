"""What a list shows of conversations and takes reading each of them to know, kept until one changes."""

from __future__ import annotations

import json
from collections.abc import Iterable

import msgspec

from companion import __version__
from companion.model import ConversationSummary
from companion.store.database import Database
from companion.store.rows import blob, whole

_decode = msgspec.json.Decoder(ConversationSummary).decode

_MISSING = """
    SELECT DISTINCT n.thread_number FROM thread_names n WHERE n.thread_number > ? AND NOT EXISTS
        (SELECT 1 FROM thread_summaries s WHERE s.thread_number = n.thread_number AND s.made_by = ?)
    ORDER BY n.thread_number LIMIT ?
"""
_OF_VISIT = """
    DELETE FROM thread_summaries WHERE thread_number IN (
        SELECT n.thread_number FROM captures c
        CROSS JOIN captures v ON v.visit_id = c.visit_id
        CROSS JOIN thread_sightings s ON s.journal_number = v.journal_number
        CROSS JOIN thread_names n ON n.name_number = s.name_number WHERE c.journal_number = ?)
"""


class ThreadSummaries:
    """The summaries of one store. Another version of the program may read a conversation differently, and
    takes none from this one. Every write is within a transaction of the caller.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> dict[int, ConversationSummary]:
        """Read all that are kept, by the numbers of the conversations."""
        rows = self._database.rows(
            "SELECT thread_number, summary FROM thread_summaries WHERE made_by = ?", (__version__,)
        )
        return {whole(number): _decode(blob(summary)) for number, summary in rows}

    def missing(self, after: int, limit: int) -> tuple[int, ...]:
        """Number some conversations of which none is kept, beginning behind a number."""
        return tuple(whole(row[0]) for row in self._database.rows(_MISSING, (after, __version__, limit)))

    def put(self, number: int, summary: ConversationSummary) -> None:
        """Keep a summary."""
        self._database.execute(
            "INSERT OR REPLACE INTO thread_summaries (thread_number, made_by, summary) VALUES (?, ?, ?)",
            (number, __version__, msgspec.json.encode(summary)),
        )

    def forget(self, numbers: Iterable[int]) -> None:
        """Let go of the summaries of conversations that changed."""
        self._database.execute(
            "DELETE FROM thread_summaries WHERE thread_number IN (SELECT value FROM json_each(?))",
            (json.dumps(sorted(numbers)),),
        )

    def forget_of_visit(self, journal_number: int) -> None:
        """Let go of what is kept of the conversations that the visit of a capture showed."""
        self._database.execute(_OF_VISIT, (journal_number,))
