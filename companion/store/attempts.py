"""How often reading the pages of a capture was begun and not ended."""

from __future__ import annotations

from companion.store.database import Database


class PageAttempts:
    """The begun readings of one store; a reading that is written ends its attempts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, capture_id: str) -> int:
        """Note, durably, that the pages of a capture are about to be read; tells for which time."""
        with self._database.transaction():
            self._database.execute(
                "INSERT INTO page_attempts (journal_number, begun)"
                " SELECT journal_number, 1 FROM captures WHERE capture_id = ?"
                " ON CONFLICT DO UPDATE SET begun = begun + 1",
                (capture_id,),
            )
            return self._database.get_number(
                "SELECT a.begun FROM page_attempts a"
                " JOIN captures c ON c.journal_number = a.journal_number WHERE c.capture_id = ?",
                (capture_id,),
            )

    def take_back(self, capture_id: str) -> None:
        """Let the last attempt not count: it was ended in order, and not by the page."""
        with self._database.transaction():
            self._database.execute(
                "UPDATE page_attempts SET begun = begun - 1 WHERE journal_number ="
                " (SELECT journal_number FROM captures WHERE capture_id = ?)",
                (capture_id,),
            )
