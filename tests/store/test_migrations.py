"""The database is brought to today's shape step by step, or refused."""

from __future__ import annotations

import sqlite3

import pytest

from companion.config import Config
from companion.errors import StoreError, StoreLocked
from companion.store import ServeLock, Store, open_store
from companion.store.database import Database
from companion.store.health import Health
from companion.store.migrations import MIGRATIONS, get_version
from tests.store.conftest import read_clock
from tests.store.samples import at, make_capture

NEXT = (*MIGRATIONS, ("CREATE TABLE later (number INTEGER PRIMARY KEY) STRICT",))
BROKEN = (*MIGRATIONS, ("CREATE TABLE later (number INTEGER PRIMARY KEY) STRICT", "CREATE NONSENSE"))


def read_version(config: Config) -> int:
    """Read how many steps the database of a folder has taken."""
    database = Database(config.database_path, Health())
    try:
        return get_version(database)
    finally:
        database.close()


def test_a_new_folder_gets_every_table_strict(store: Store, config: Config) -> None:
    """A new store has taken all steps; every table of ours is STRICT and foreign keys are on."""
    database = Database(config.database_path, store.health)
    loose = database.rows(
        "SELECT name FROM pragma_table_list WHERE strict = 0 AND type = 'table' AND name NOT LIKE 'sqlite_%'"
    )
    settings = [
        database.rows(f"PRAGMA {name}")[0][0] for name in ("journal_mode", "synchronous", "foreign_keys")
    ]
    database.close()

    assert [] == loose
    assert ["wal", 2, 1] == settings
    assert len(MIGRATIONS) == read_version(config)


def test_an_older_store_takes_the_steps_it_lacks(store: Store, config: Config) -> None:
    """Opening an older store adds what is missing and keeps what is there."""
    store.add_capture(make_capture(1))
    store.close()

    with open_store(config, clock=read_clock, migrations=NEXT) as newer:
        assert 1 == newer.counts(at(0)).captures
    assert len(NEXT) == read_version(config)


def test_a_step_that_fails_is_undone_as_a_whole(store: Store, config: Config) -> None:
    """A migration that breaks off leaves the store as it was, to be opened by the version it fits."""
    store.close()
    with pytest.raises(StoreError):
        open_store(config, clock=read_clock, migrations=BROKEN)

    assert len(MIGRATIONS) == read_version(config)
    open_store(config, clock=read_clock).close()


def test_a_store_in_use_is_not_migrated(store: Store, config: Config) -> None:
    """While a companion serves the folder another program does not change its shape; the companion may."""
    store.close()
    with ServeLock(config.lock_path):
        with pytest.raises(StoreLocked):
            open_store(config, clock=read_clock, migrations=NEXT)
        open_store(config, clock=read_clock).close()
        open_store(config, clock=read_clock, migrations=NEXT, holds_lock=True).close()

    assert len(NEXT) == read_version(config)


def test_a_store_of_a_newer_program_is_refused(store: Store, config: Config) -> None:
    """A store that a newer Orderproof wrote is left alone, with a sentence."""
    store.close()
    open_store(config, clock=read_clock, migrations=NEXT).close()

    with pytest.raises(StoreError, match="newer Orderproof"):
        open_store(config, clock=read_clock)


def test_every_released_step_still_makes_the_same_tables(config: Config) -> None:
    """Taking the steps on an empty database gives a database that SQLite finds sound."""
    open_store(config, clock=read_clock).close()
    connection = sqlite3.connect(config.database_path)

    assert [("ok",)] == connection.execute("PRAGMA integrity_check").fetchall()
    connection.close()
