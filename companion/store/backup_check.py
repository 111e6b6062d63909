"""Checking a backup the way a restore does: every byte, before anything of it is put anywhere."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from companion.config import parse_settings
from companion.errors import BlobDamaged, InputError, StoreError
from companion.store.backup_format import (
    ABOUT,
    DATABASE,
    README,
    SETTINGS,
    SUMS,
    About,
    OpenBackup,
    check_room,
    make_refusal,
    name_blob,
    open_backup,
    read_small,
)
from companion.store.blobs import unpack
from companion.store.database import Database
from companion.store.files import DiskFiles
from companion.store.health import Health
from companion.store.journal import Journal
from companion.store.migrations import MIGRATIONS, get_version, migrate
from companion.store.row_checks import Check, Finding, RowChecks
from companion.store.rows import text, whole
from companion.wire import MAX_BLOB_BYTES, MAX_CAPTURE_BYTES

Progress = Callable[[str, int, int], None]
TakeBlob = Callable[[str, bytes], None]  # the name and the bytes of a file that was checked

_CHUNK_BYTES = 1024 * 1024
_MOST_BLOB_BYTES = max(MAX_BLOB_BYTES, MAX_CAPTURE_BYTES) + 1024 * 1024  # what packing adds at most


@dataclass(frozen=True, slots=True)
class CheckedBackup:
    """What a check of a backup came to.

    Attributes:
        findings: what is wrong with the backup; what was wrong with the store it was made of is in `about`.
    """

    about: About
    findings: tuple[Finding, ...]


def check_backup(path: Path, folder: Path, progress: Progress) -> CheckedBackup:
    """Check a backup; the database is unpacked into a folder for that, and removed again.

    Raises:
        InputError: it is no backup, or one that this Orderproof cannot use.
    """
    with open_backup(path) as backup:
        check_room(backup, folder)
        database = folder / "checked.db"
        try:
            return unpack_backup(backup, database, lambda _name, _packed: None, progress)
        finally:
            for tail in ("", "-wal", "-shm"):
                database.with_name(database.name + tail).unlink(missing_ok=True)


def unpack_backup(
    backup: OpenBackup, database_path: Path, take: TakeBlob, progress: Progress
) -> CheckedBackup:
    """Unpack the database of a backup, bring it to today's shape, and check it and every file.

    Args:
        backup: the backup.
        database_path: where the database goes.
        take: gets each file of bytes once it is checked, and each that was damaged before.
        progress: hears how far this is.
    """
    progress("Unpacking the database", 0, 1)
    _unpack_database(backup, database_path)
    findings = [*_check_small(backup)]
    with closing(_open_database(database_path)) as database:
        findings += _check_rows(backup.about, database)
        findings += _check_head(backup.about, database)
        findings += _check_blobs(backup, database, take, progress)
    return CheckedBackup(backup.about, tuple(findings))


def _unpack_database(backup: OpenBackup, path: Path) -> None:
    DiskFiles().write_new(path, b"")  # private from its first moment
    summed = hashlib.sha256()
    with backup.open(DATABASE) as source, path.open("r+b") as target:
        while chunk := source.read(_CHUNK_BYTES):
            summed.update(chunk)
            target.write(chunk)
        target.flush()
        DiskFiles().sync(target.fileno())
    if summed.hexdigest() != backup.sums[DATABASE]:
        raise make_refusal(f"{DATABASE} is not what {SUMS} says")


def _open_database(path: Path) -> Database:
    try:
        database = Database(path, Health())
    except StoreError as error:
        raise make_refusal("its database is damaged") from error
    try:
        if get_version(database) > len(MIGRATIONS):
            raise InputError("A newer Orderproof made this backup.", "Update Orderproof to use it.")
        if get_version(database) < 1:
            raise make_refusal("its database is empty")
        # Before the first write to it: a database with triggers of its own would act by itself.
        if list(RowChecks(database, Journal(database)).check_shape()):
            raise make_refusal("its database is not one of Orderproof's")
        migrate(database)
    except StoreError as error:
        database.close()
        raise make_refusal("its database is not one of Orderproof's") from error
    except InputError:
        database.close()
        raise
    return database


def _check_small(backup: OpenBackup) -> Iterator[Finding]:
    """Check the members that are neither the database nor bytes of captures."""
    small = {name: read_small(backup, name) for name in (ABOUT, README, SETTINGS) if name in backup.sums}
    for name, data in small.items():
        if hashlib.sha256(data).hexdigest() != backup.sums[name]:
            yield _make_finding(name, f"{name} is not what {SUMS} says.")
    try:
        parse_settings(small.get(SETTINGS, b""))
    except InputError as error:
        yield _make_finding(SETTINGS, error.message)


def _check_rows(about: About, database: Database) -> Iterator[Finding]:
    """Check the rows; what was wrong in the store already is known, but for what acts by itself."""
    known = frozenset(about.known_findings)
    for finding in RowChecks(database, Journal(database)).check_rows():
        if finding.check is Check.SHAPE or finding.says not in known:
            yield finding


def _check_head(about: About, database: Database) -> Iterator[Finding]:
    if Journal(database).head() != (about.journal_number, about.journal_hash):
        yield _make_finding(DATABASE, "The journal ends elsewhere than the backup says.")


def _check_blobs(
    backup: OpenBackup, database: Database, take: TakeBlob, progress: Progress
) -> Iterator[Finding]:
    sizes = {text(row[0]): whole(row[1]) for row in database.rows("SELECT sha256, size FROM blobs")}
    damaged = frozenset(backup.about.damaged)
    for done, (sha256, size) in enumerate(sizes.items(), start=1):
        progress("Checking file", done, len(sizes))
        packed = _read_blob(backup, sha256)
        if packed is not None:
            yield from _check_blob(backup, sha256, packed, None if sha256 in damaged else size)
            take(sha256, packed)
        elif sha256 not in damaged:
            yield _make_finding(sha256, f"Bytes {sha256[:12]} are missing.")
    known = {name_blob(sha256) for sha256 in sizes}
    for name in backup.blob_names():
        if name not in known:
            yield _make_finding(name, f"{name} is not listed in the database.")


def _read_blob(backup: OpenBackup, sha256: str) -> bytes | None:
    name = name_blob(sha256)
    if name not in backup.sums:
        return None
    if backup.archive.getinfo(name).file_size > _MOST_BLOB_BYTES:
        raise make_refusal(f"{name} is too large")
    return backup.archive.read(name)


def _check_blob(backup: OpenBackup, sha256: str, packed: bytes, size: int | None) -> Iterator[Finding]:
    name = name_blob(sha256)
    if hashlib.sha256(packed).hexdigest() != backup.sums[name]:
        yield _make_finding(sha256, f"{name} is not what {SUMS} says.")
    elif size is not None:
        try:
            unpack(sha256, packed, size)
        except BlobDamaged as error:
            yield _make_finding(sha256, error.message)


def _make_finding(subject: str, says: str) -> Finding:
    return Finding(Check.BACKUP, subject, says)
