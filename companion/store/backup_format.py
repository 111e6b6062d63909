"""What a backup file holds, and opening one that a stranger may have made.

A ZIP, because every system opens one without a further program. `SHA256SUMS` is in the form of `sha256sum`,
so that `sha256sum -c SHA256SUMS` checks an unpacked backup without us. Pages and pictures are members of
their own, packed as in the data folder (zstd), so they are stored and not packed twice.
"""

from __future__ import annotations

import re
import shutil
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

import msgspec

from companion.errors import InputError

FORMAT = 1
DATABASE = "orderproof.db"
SETTINGS = "settings.toml"
ABOUT = "backup.json"
SUMS = "SHA256SUMS"
README = "README.txt"

README_TEXT = """\
A backup of Orderproof: an archive of orders, kept as evidence.

To put it back:            orderproof restore FILE     (into an empty data folder)
To check it:               orderproof restore --check FILE
To check it without us:    unpack it, then: sha256sum -c SHA256SUMS

orderproof.db   all orders, captures and the journal; an SQLite database
blobs/          every page, answer and picture, named by the SHA-256 of its bytes, packed with zstd
backup.json     when and of what this was made
"""

_NAME = re.compile(
    r"blobs/([0-9a-f]{2})/(\1[0-9a-f]{62})|orderproof\.db|settings\.toml|backup\.json|README\.txt"
)
_SUM_LINE = re.compile(r"([0-9a-f]{64})  (\S+)")
_MOST_MEMBERS = 10_000_000
_MOST_SMALL_BYTES = 16 * 1024 * 1024
_BYTES_PER_SUM = 160  # more than a line has
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_DEFLATE_MOST = 1032  # times that deflate can make of a byte


class About(msgspec.Struct, frozen=True):
    """When and of what a backup was made.

    Attributes:
        damaged: bytes that were damaged or gone in the store itself when the backup was made.
        known_findings: what else was wrong with it then.
    """

    format: int
    product: str
    version: str
    made_at: datetime
    schema_version: int
    journal_number: int
    journal_hash: str
    captures: int
    blobs: int
    damaged: tuple[str, ...] = ()
    known_findings: tuple[str, ...] = ()

    @property
    def is_of_sound_store(self) -> bool:
        """Whether nothing was wrong with the store itself."""
        return not self.damaged and not self.known_findings


@dataclass(frozen=True, slots=True)
class OpenBackup:
    """A backup whose names, sizes and sums fit together; its bytes are still to be checked."""

    archive: zipfile.ZipFile
    about: About
    sums: Mapping[str, str]  # SHA-256 of each member by its name, without that of the sums

    def open(self, name: str) -> IO[bytes]:
        """Read a member, no further than the size it promised."""
        return self.archive.open(name)

    def blob_names(self) -> Iterator[str]:
        """List the members that are bytes of captures."""
        return (name for name in self.sums if name.startswith("blobs/"))

    def measure(self) -> int:
        """Tell how much room everything takes when it is unpacked."""
        return sum(member.file_size for member in self.archive.infolist())


def name_blob(sha256: str) -> str:
    """Name the member that holds some bytes."""
    return f"blobs/{sha256[:2]}/{sha256}"


@contextmanager
def open_backup(path: Path) -> Iterator[OpenBackup]:
    """Open a backup.

    Raises:
        InputError: it is no backup, a cut one, or one of a newer Orderproof.
    """
    try:
        file = path.open("rb")
    except FileNotFoundError as error:
        raise InputError(f"There is no file {path}.", "Check the spelling.") from error
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}.", "Check the file.") from error
    try:
        with file, zipfile.ZipFile(file) as archive:
            _check_members(archive, path.stat().st_size)
            about = _read_about(_read_small(archive, ABOUT, _MOST_SMALL_BYTES))
            yield OpenBackup(archive, about, _read_sums(archive))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise make_refusal("it is cut, damaged, or no backup at all") from error


def make_refusal(why: str) -> InputError:
    """Make the error that refuses a backup."""
    return InputError(f"This backup cannot be used: {why}.", "Use another backup. Nothing was changed.")


def check_room(backup: OpenBackup, folder: Path) -> None:
    """Refuse a backup for which there is no room, before anything is written.

    Raises:
        InputError: the disk is too full.
    """
    needed, free = backup.measure(), shutil.disk_usage(folder).free
    if needed > free:
        raise InputError(
            f"This backup needs {needed // 2**20:,} MB, and {free // 2**20:,} MB are free.",
            "Free some space.",
        )


def _check_members(archive: zipfile.ZipFile, size: int) -> None:
    members = archive.infolist()
    if len(members) > _MOST_MEMBERS or sum(member.compress_size for member in members) > size:
        raise make_refusal("its table of contents promises more than it holds")
    names = [member.filename for member in members]
    strange = next((name for name in names if name != SUMS and not _NAME.fullmatch(name)), None)
    if strange is not None:
        raise make_refusal(f"it holds {strange[:80]!r}, which belongs to no backup")
    if len(set(names)) != len(names):
        raise make_refusal("it holds two members of one name")
    for member in members:
        if not _is_fair(member):
            raise make_refusal(f"{member.filename} is packed in a way no backup is")
    missing = next((name for name in (DATABASE, ABOUT, SUMS) if name not in names), None)
    if missing is not None:
        raise make_refusal(f"{missing} is missing")


def _is_fair(member: zipfile.ZipInfo) -> bool:
    is_encrypted = bool(member.flag_bits & 1)
    most = member.compress_size * (_DEFLATE_MOST if member.compress_type == zipfile.ZIP_DEFLATED else 1)
    return member.compress_type in _PACKED and not is_encrypted and member.file_size <= most


def _read_small(archive: zipfile.ZipFile, name: str, limit: int) -> bytes:
    if archive.getinfo(name).file_size > limit:
        raise make_refusal(f"{name} is too large")
    return archive.read(name)


def read_small(backup: OpenBackup, name: str) -> bytes:
    """Read a member that is small in every backup: its description, its settings, its word to a stranger."""
    return _read_small(backup.archive, name, _MOST_SMALL_BYTES)


def _read_about(data: bytes) -> About:
    try:
        if msgspec.json.decode(data, type=_Format).format > FORMAT:
            raise InputError("A newer Orderproof made this backup.", "Update Orderproof to use it.")
        return msgspec.json.decode(data, type=About)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise make_refusal(f"{ABOUT} cannot be read") from error


class _Format(msgspec.Struct):
    format: int


def _read_sums(archive: zipfile.ZipFile) -> dict[str, str]:
    names = {name for name in archive.namelist() if name != SUMS}
    text = _read_small(archive, SUMS, _BYTES_PER_SUM * (len(names) + 1)).decode("ascii", "replace")
    matches = [_SUM_LINE.fullmatch(line) for line in text.splitlines()]
    sums = {match[2]: match[1] for match in matches if match}
    if len(sums) != len(matches) or sums.keys() != names:
        raise make_refusal(f"{SUMS} does not list what it holds")
    return sums
