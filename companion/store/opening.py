"""Opening a data folder: folders made, lost bits swept, the database brought to today's shape."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path

from companion.config import Config, make_private_dir
from companion.errors import StoreError
from companion.store.blobs import Blobs
from companion.store.database import Database
from companion.store.files import DiskFiles, Files
from companion.store.health import Health
from companion.store.lock import ServeLock
from companion.store.migrations import MIGRATIONS, Migration, get_version, migrate
from companion.store.store import Store

log = logging.getLogger(__name__)


def open_store(
    config: Config,
    *,
    clock: Callable[[], datetime],
    files: Files | None = None,
    health: Health | None = None,
    holds_lock: bool = False,
    migrations: Sequence[Migration] = MIGRATIONS,
) -> Store:
    """Open the store of a data folder for reading and writing; made when it is not there.

    Args:
        config: names the folder.
        clock: tells the time in UTC.
        files: the file system; tests give one that fails.
        health: shared with other stores of this process.
        holds_lock: whether the caller holds the `ServeLock`; without it a migration takes it for itself.
        migrations: the steps to today's shape.

    Raises:
        StoreLocked: the database has to be migrated while another companion uses it.
        StoreError: the folder cannot be used, or a newer Orderproof wrote it.
    """
    if config.restoring_dir.is_dir() and not config.database_path.exists():
        raise StoreError(
            "A backup is being put back into this folder, or that broke off.",
            "Wait for it, or run it again: orderproof restore FILE",
        )
    health, files = health or Health(), files or DiskFiles()
    make_private_dir(config.data_dir)
    blobs = Blobs(config.blobs_dir, files, health)
    blobs.prepare()
    swept = blobs.sweep(clock())
    if swept:
        log.info("removed %d files of interrupted writes", swept)
    database = Database(config.database_path, health)
    try:
        _bring_up_to_date(database, config, migrations, holds_lock=holds_lock)
        _sync_folder(config, files, health)
        database.checkpoint()
    except BaseException:
        database.close()
        raise
    return Store(database, blobs, health, clock)


def open_reader(config: Config, *, clock: Callable[[], datetime], files: Files, health: Health) -> Store:
    """Open a store that `open_store` has opened before, beside its writer.

    It reads rows, and keeps bytes; only the writer adds rows.
    """
    database = Database(config.database_path, health, can_write=False)
    return Store(database, Blobs(config.blobs_dir, files, health), health, clock)


def open_scratch(config: Config, path: Path, *, clock: Callable[[], datetime]) -> Store:
    """Open a copy of a database beside the bytes of its data folder, to try out what a change would do."""
    health = Health()
    return Store(Database(path, health), Blobs(config.blobs_dir, DiskFiles(), health), health, clock)


def _bring_up_to_date(
    database: Database, config: Config, migrations: Sequence[Migration], *, holds_lock: bool
) -> None:
    # A database that is being made has no companion yet whom this could disturb.
    is_upgrade = 0 < get_version(database) < len(migrations)
    with ServeLock(config.lock_path) if is_upgrade and not holds_lock else nullcontext():
        migrate(database, migrations)


def _sync_folder(config: Config, files: Files, health: Health) -> None:
    try:
        files.sync_folder(config.data_dir)
    except OSError as error:
        reason = health.fail(f"fsync of the data folder: {error.strerror}")
        raise StoreError(reason.message, reason.hint) from error
