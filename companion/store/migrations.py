"""The shape of the database, one step after the other; a step that has been released never changes."""

from __future__ import annotations

from collections.abc import Sequence

from companion.errors import StoreError
from companion.store.database import Database
from companion.store.schema import CAPTURES, JOURNAL, RECORDS, USER
from companion.store.schema_2 import (
    BROWSERS,
    COMPLETENESS,
    DRIFT,
    READ_TWICE,
    REMOVAL,
    REREADING,
    SEARCH,
    THREADS,
    WATCH,
)

Migration = Sequence[str]  # statements

MIGRATIONS: tuple[Migration, ...] = (
    (*JOURNAL, *CAPTURES, *RECORDS, *USER),
    (
        *READ_TWICE,
        *COMPLETENESS,
        *DRIFT,
        *THREADS,
        *SEARCH,
        *REMOVAL,
        *REREADING,
        *BROWSERS,
        *WATCH,
    ),
)


def get_version(database: Database) -> int:
    """Tell how many steps a database has taken."""
    return database.get_number("PRAGMA user_version")


def migrate(database: Database, migrations: Sequence[Migration] = MIGRATIONS) -> None:
    """Take the steps that are missing, each in one transaction.

    Raises:
        StoreError: a newer Orderproof wrote this database.
    """
    for number in range(get_version(database), len(migrations)):
        with database.transaction():
            # Read again inside: another process may just have taken this step.
            if get_version(database) == number:
                _take_step(database, number, migrations[number])
    if get_version(database) > len(migrations):
        raise StoreError("A newer Orderproof wrote this data folder.", "Update Orderproof to open it.")


def _take_step(database: Database, number: int, migration: Migration) -> None:
    for statement in migration:
        database.execute(statement)
    database.execute(f"PRAGMA user_version = {number + 1}")
