"""One connection to the SQLite file: how it is set up, how a write begins, ends, and fails."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from companion.errors import IndexDamaged, StoreError
from companion.store.health import Health

Value = str | int | bytes | None

_WAIT_SECONDS = 30.0
_BUSY_PAUSE_SECONDS = 0.02
_STEPS_BETWEEN_LOOKS = 10_000
_BROKEN = {sqlite3.SQLITE_IOERR: "writing the database", sqlite3.SQLITE_CORRUPT: "the database is damaged"}
_SETTINGS = (
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA temp_store = MEMORY",
    # What fsync alone does not give on macOS; other systems ignore these two.
    "PRAGMA fullfsync = ON",
    "PRAGMA checkpoint_fullfsync = ON",
)


class Database:
    """A connection. One thread at a time uses it."""

    def __init__(self, path: Path, health: Health, *, can_write: bool = True) -> None:
        self._health = health
        self._connection = _connect(path, can_write)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Write all that happens inside, or nothing; durable once the outermost one has ended.

        Within another transaction it is a part of that one and can fail alone.

        Raises:
            StoreReadOnly: the disk failed, now or before.
            StoreError: the write could not be done, and trying again may help.
        """
        self._health.check_writable()
        inner = self._connection.in_transaction
        with self._translated():
            self._connection.execute("SAVEPOINT part" if inner else "BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._undo(inner)
            raise
        try:
            # Bytes written inside may have failed; then their rows must not look as if they had not.
            self._health.check_writable()
            with self._translated():
                self._connection.execute("RELEASE part" if inner else "COMMIT")
        except StoreError:
            self._undo(inner)
            raise

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Read all that happens inside as of one moment."""
        with self._translated():
            self._connection.execute("BEGIN")
        try:
            yield
        finally:
            self._connection.execute("ROLLBACK")

    @contextmanager
    def time_limit(self, seconds: float) -> Iterator[None]:
        """Give up a question that takes longer.

        Raises:
            StoreError: it did.
        """
        ends_at = time.monotonic() + seconds
        self._connection.set_progress_handler(lambda: time.monotonic() > ends_at, _STEPS_BETWEEN_LOOKS)
        try:
            yield
        finally:
            self._connection.set_progress_handler(None, 0)

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is under way; a serious failure ends one by itself."""
        return self._connection.in_transaction

    def execute(self, sql: str, values: tuple[Value, ...] = ()) -> int:
        """Run one statement and count the rows it changed."""
        with self._translated():
            return self._connection.execute(sql, values).rowcount

    def execute_many(self, sql: str, rows: list[tuple[Value, ...]]) -> None:
        """Run one statement for each row."""
        with self._translated():
            self._connection.executemany(sql, rows)

    def insert(self, sql: str, values: tuple[Value, ...]) -> int:
        """Insert one row and tell its number."""
        with self._translated():
            return self._connection.execute(sql, values).lastrowid or 0

    def rows(self, sql: str, values: tuple[Value, ...] = ()) -> list[tuple[Value, ...]]:
        """Read all rows of a query."""
        with self._translated():
            return self._connection.execute(sql, values).fetchall()

    def find_row(self, sql: str, values: tuple[Value, ...] = ()) -> tuple[Value, ...] | None:
        """Read the first row of a query, if there is one."""
        with self._translated(), closing(self._connection.execute(sql, values)) as cursor:
            row: tuple[Value, ...] | None = cursor.fetchone()
            return row

    def get_number(self, sql: str, values: tuple[Value, ...] = ()) -> int:
        """Read the one number a query gives, 0 for none."""
        row = self.find_row(sql, values)
        return row[0] if row is not None and isinstance(row[0], int) else 0

    def data_version(self) -> int:
        """Tell a number that changes when another connection has written."""
        return self.get_number("PRAGMA data_version")

    def checkpoint(self) -> None:
        """Bring everything that can be read onto the disk.

        A write that a killed process did not finish syncing may become readable again; after this it is as
        durable as any other, and may be acknowledged when it is sent again.
        """
        with self._translated():
            self._connection.execute("PRAGMA wal_checkpoint(PASSIVE)")

    @contextmanager
    def erasing(self) -> Iterator[None]:
        """Overwrite with zeros what is deleted inside, instead of only forgetting where it was."""
        self.execute("PRAGMA secure_delete = ON")
        try:
            yield
        finally:
            self.execute("PRAGMA secure_delete = OFF")

    def empty_log(self) -> None:
        """Bring everything onto the disk and cut the log to nothing, unless somebody is reading it."""
        with self._translated():
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _undo(self, inner: bool) -> None:
        if not self._connection.in_transaction:
            return  # SQLite has undone everything by itself
        with self._translated():
            if inner:
                self._connection.execute("ROLLBACK TO part")
                self._connection.execute("RELEASE part")
            else:
                self._connection.execute("ROLLBACK")

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.IntegrityError:
            raise  # a rule of ours: whoever broke it has an error in the code
        except sqlite3.DatabaseError as error:
            raise self._make_error(error) from error

    def _make_error(self, error: sqlite3.DatabaseError) -> StoreError:
        extended = getattr(error, "sqlite_errorcode", 0)
        code = extended & 0xFF
        if extended == sqlite3.SQLITE_CORRUPT_VTAB:
            return IndexDamaged("The search index is damaged.", "Make it anew: orderproof reparse")
        if code in _BROKEN:
            return self._health.fail(f"{_BROKEN[code]} ({error})")
        if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            return StoreError(
                "Another program has been writing to the store for long.", "Try again in a moment."
            )
        if code == sqlite3.SQLITE_INTERRUPT:
            return StoreError("This took too long and was given up.", "Ask for less at once.")
        if code == sqlite3.SQLITE_FULL:
            return StoreError("The disk is full.", "Free some space and try again.")
        return StoreError(f"The store cannot be used: {error}.", "Check the data folder.")


def _connect(path: Path, can_write: bool) -> sqlite3.Connection:
    try:
        # Made here, because SQLite would let others read it; its WAL takes over these rights. Never opened
        # by us once it is there: closing any handle of a file drops every lock this process holds on it,
        # and another program that closes the store would then take our WAL for an orphan and remove it.
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        connection = sqlite3.connect(
            path, timeout=_WAIT_SECONDS, isolation_level=None, check_same_thread=False, cached_statements=256
        )
    except (OSError, sqlite3.Error) as error:
        raise StoreError(f"The store {path} cannot be opened: {error}.", "Check the data folder.") from error
    try:
        _use_wal(connection)
        for setting in _SETTINGS:
            connection.execute(setting)
        if not can_write:
            connection.execute("PRAGMA query_only = ON")
    except sqlite3.Error as error:
        connection.close()
        raise StoreError(
            f"{path.name} is not a store that can be read: {error}.", "Restore it from a backup."
        ) from error
    return connection


def _use_wal(connection: sqlite3.Connection) -> None:
    """Switch to the write-ahead log; SQLite refuses that at once while another opens or closes the store."""
    ends_at = time.monotonic() + _WAIT_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > ends_at:
                raise
            time.sleep(_BUSY_PAUSE_SECONDS)
        else:
            return
