"""Writing a backup: one file that holds a store as it was at one moment, checked before it gets its name."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

from companion import __version__
from companion.config import PRODUCT, Config
from companion.errors import BlobDamaged, InputError, StoreError
from companion.store.backup_check import check_backup
from companion.store.backup_format import (
    ABOUT,
    DATABASE,
    FORMAT,
    README,
    README_TEXT,
    SETTINGS,
    SUMS,
    About,
    name_blob,
)
from companion.store.blobs import unpack
from companion.store.copies import Copies
from companion.store.database import Database
from companion.store.files import DiskFiles
from companion.store.health import Health
from companion.store.journal import Journal
from companion.store.migrations import get_version
from companion.store.row_checks import RowChecks
from companion.store.rows import text, whole
from companion.store.store import Store

Progress = Callable[[str, int, int], None]  # what is done, how many, of how many

_CHUNK_BYTES = 1024 * 1024
_LEVEL = 3
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first day a ZIP can name


@dataclass(frozen=True, slots=True)
class BackupReport:
    """What a backup came to."""

    path: Path
    size: int
    about: About


def make_backup(
    store: Store, config: Config, target: Path, *, now: datetime, overwrite: bool, progress: Progress
) -> BackupReport:
    """Write a backup of a store that may be in use, check it as a restore would, and name it last.

    It holds everything that was acknowledged before this began, and nothing half.

    Raises:
        InputError: the target is there already, or cannot be written.
        StoreError: what was written is not what was read.
    """
    if target.exists() and not (overwrite and target.is_file()):
        raise InputError(f"{target} is there already.", "Choose another name, or add --force to replace it.")
    with _unfinished_folder(target) as folder, store.copies.hold_files():
        copy, archive = folder / DATABASE, folder / "backup.zip"
        progress("Copying the database", 0, 1)
        store.copies.write_database(copy)
        _Writer(store.copies, config, copy, now, progress).write(archive)
        copy.unlink()
        checked = check_backup(archive, folder, progress)
        if checked.findings:
            raise StoreError(
                f"The backup is not what was read: {checked.findings[0].says}",
                "Check the disk; try another one.",
            )
        size = archive.stat().st_size
        _put_in_place(archive, target)
    return BackupReport(target, size, checked.about)


@contextmanager
def _unfinished_folder(target: Path) -> Iterator[Path]:
    """Give a folder beside the target, so that a finished file only has to be renamed."""
    try:
        folder = Path(tempfile.mkdtemp(prefix="orderproof-unfinished-", dir=target.absolute().parent))
    except OSError as error:
        raise InputError(
            f"Nothing can be written beside {target}: {error.strerror or error}.", "Choose another folder."
        ) from error
    try:
        yield folder
    except OSError as error:
        raise InputError(
            f"The backup cannot be written: {error.strerror or error}.", "Free some space."
        ) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _put_in_place(archive: Path, target: Path) -> None:
    files = DiskFiles()
    files.replace(archive, target)
    files.sync_folder(target.absolute().parent)


class _Writer:
    """Writes one archive from a copy of the database and the files it names."""

    def __init__(self, copies: Copies, config: Config, copy: Path, now: datetime, progress: Progress) -> None:
        self._copies = copies
        self._config = config
        self._copy = copy
        self._now = now
        self._progress = progress
        self._sums: dict[str, str] = {}
        self._damaged: list[str] = []

    def write(self, path: Path) -> None:
        """Write all members, and wait until they are on disk."""
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(handle, "w+b") as file:
            with zipfile.ZipFile(file, "w", compresslevel=_LEVEL) as archive:
                self._write_members(archive)
            file.flush()
            DiskFiles().sync(file.fileno())

    def _write_members(self, archive: zipfile.ZipFile) -> None:
        self._add(archive, README, README_TEXT.encode())
        if self._config.settings_path.exists():
            self._add(archive, SETTINGS, self._config.settings_path.read_bytes())
        with closing(Database(self._copy, Health())) as database:
            blobs = [(text(row[0]), whole(row[1])) for row in database.rows(_BLOBS)]
            for done, (sha256, size) in enumerate(blobs, start=1):
                self._progress("Writing file", done, len(blobs))
                self._add_blob(archive, sha256, size)
            about = self._make_about(database, len(blobs))
        self._add_database(archive)
        self._add(archive, ABOUT, msgspec.json.format(msgspec.json.encode(about), indent=2))
        lines = "".join(f"{sha256}  {name}\n" for name, sha256 in self._sums.items())
        archive.writestr(self._make_info(SUMS), lines, zipfile.ZIP_DEFLATED)

    def _add(self, archive: zipfile.ZipFile, name: str, data: bytes, *, packed: bool = False) -> None:
        method = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
        archive.writestr(self._make_info(name), data, method)
        self._sums[name] = hashlib.sha256(data).hexdigest()

    def _add_blob(self, archive: zipfile.ZipFile, sha256: str, size: int) -> None:
        try:
            packed = self._copies.path_of(sha256).read_bytes()
        except FileNotFoundError:
            self._damaged.append(sha256)
            return
        try:
            unpack(sha256, packed, size)
        except BlobDamaged:
            # What is left of it may still be of use to somebody; that it is damaged is said.
            self._damaged.append(sha256)
        self._add(archive, name_blob(sha256), packed, packed=True)

    def _add_database(self, archive: zipfile.ZipFile) -> None:
        info = self._make_info(DATABASE)
        info.compress_type = zipfile.ZIP_DEFLATED
        summed = hashlib.sha256()
        with self._copy.open("rb") as source, archive.open(info, "w", force_zip64=True) as target:
            while chunk := source.read(_CHUNK_BYTES):
                summed.update(chunk)
                target.write(chunk)
        self._sums[DATABASE] = summed.hexdigest()

    def _make_about(self, database: Database, blobs: int) -> About:
        number, hashed = Journal(database).head()
        return About(
            format=FORMAT,
            product=PRODUCT,
            version=__version__,
            made_at=self._now,
            schema_version=get_version(database),
            journal_number=number,
            journal_hash=hashed,
            captures=database.get_number("SELECT count(*) FROM captures"),
            blobs=blobs,
            damaged=tuple(self._damaged),
            known_findings=tuple(
                finding.says for finding in RowChecks(database, Journal(database)).check_rows()
            ),
        )

    def _make_info(self, name: str) -> zipfile.ZipInfo:
        info = zipfile.ZipInfo(name, max(self._now.timetuple()[:6], _EARLIEST))
        info.external_attr = 0o600 << 16
        return info


_BLOBS = "SELECT sha256, size FROM blobs ORDER BY sha256"
