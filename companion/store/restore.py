"""Putting a backup back: into an empty folder, everything checked before anything is in its place."""

from __future__ import annotations

import shutil
from pathlib import Path

from companion.config import Config, make_private_dir
from companion.errors import InputError, StoreError
from companion.store.backup_check import CheckedBackup, Progress, unpack_backup
from companion.store.backup_format import SETTINGS, check_room, open_backup, read_small
from companion.store.files import DiskFiles
from companion.store.lock import ServeLock


def restore_backup(path: Path, config: Config, progress: Progress) -> CheckedBackup:
    """Put a backup into an empty data folder; the database comes last, and with it everything is there.

    When this is interrupted, nothing is there yet, and starting it again begins anew. With findings nothing
    is put in place.

    Raises:
        InputError: the folder holds a store already, or this is no backup.
        StoreLocked: a companion serves this folder.
    """
    make_private_dir(config.data_dir)
    with ServeLock(config.lock_path):
        _clear_interrupted(config)
        _check_empty(config)
        staging = config.restoring_dir
        try:
            checked = _unpack(path, config, progress)
            if not checked.findings:
                _put_in_place(config)
            return checked
        except OSError as error:
            raise StoreError(
                f"The backup cannot be put back: {error.strerror or error}.", "Free some space."
            ) from error
        finally:
            if not config.blobs_dir.exists() or config.database_path.exists():
                shutil.rmtree(staging, ignore_errors=True)


def _check_empty(config: Config) -> None:
    held = sorted(entry.name for entry in config.data_dir.iterdir() if entry != config.lock_path)
    if held:
        raise InputError(
            f"The data folder {config.data_dir} is not empty: it holds {held[0]}.",
            "Restore into an empty folder: orderproof --data-dir FOLDER restore FILE",
        )


def _clear_interrupted(config: Config) -> None:
    """Begin anew after a restore that broke off while it put things in their places."""
    if not config.restoring_dir.is_dir() or config.database_path.exists():
        return
    # The folder was empty when that one began, so all of this is its own.
    shutil.rmtree(config.blobs_dir, ignore_errors=True)
    config.settings_path.unlink(missing_ok=True)
    shutil.rmtree(config.restoring_dir)


def _unpack(path: Path, config: Config, progress: Progress) -> CheckedBackup:
    files, staging = DiskFiles(), config.restoring_dir
    blobs = staging / config.blobs_dir.name
    with open_backup(path) as backup:
        check_room(backup, config.data_dir)
        files.make_folder(staging)
        files.make_folder(blobs)

        def take(sha256: str, packed: bytes) -> None:
            folder = blobs / sha256[:2]
            files.make_folder(folder)
            files.write_new(folder / sha256, packed)

        checked = unpack_backup(backup, staging / config.database_path.name, take, progress)
        if SETTINGS in backup.sums and not checked.findings:
            files.write_new(staging / SETTINGS, read_small(backup, SETTINGS))
    for folder in (*blobs.iterdir(), blobs, staging):
        files.sync_folder(folder)
    return checked


def _put_in_place(config: Config) -> None:
    files, staging = DiskFiles(), config.restoring_dir
    files.replace(staging / config.blobs_dir.name, config.blobs_dir)
    if (staging / SETTINGS).exists():
        files.replace(staging / SETTINGS, config.settings_path)
    files.sync_folder(config.data_dir)
    if config.database_path.exists():
        raise InputError(
            f"Another program began to use {config.data_dir} meanwhile.",
            "Stop it, empty the folder, try again.",
        )
    files.replace(staging / config.database_path.name, config.database_path)
    files.sync_folder(config.data_dir)
