"""Bytes kept under the name of their SHA-256, compressed, durable before anyone speaks of them."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

import zstandard

from companion.errors import BlobDamaged, BlobRefused, StoreError
from companion.store.files import Files, SyncFailed
from companion.store.health import Health
from companion.store.lock import FileLock
from companion.wire import make_sha256

Result = TypeVar("Result")

_LEVEL = 3
_UNFINISHED = "unfinished"
# Far longer than any write takes, so the sweep never touches what another process is writing now.
_UNFINISHED_KEPT = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class KeptBlob:
    """Bytes that are durable under their name."""

    sha256: str
    size: int
    stored_size: int


class Blobs:
    """The folder `blobs/ab/<sha256>`. Safe to use from several threads and processes at once."""

    def __init__(self, folder: Path, files: Files, health: Health) -> None:
        self._folder = folder
        self._files = files
        self._health = health

    def prepare(self) -> None:
        """Make the folders that are missing."""
        self._guard(self._make_folders)

    def sweep(self, now: datetime) -> int:
        """Remove what interrupted writes left behind, and count it."""
        oldest = (now - _UNFINISHED_KEPT).timestamp()
        swept = 0
        for path in (self._folder / _UNFINISHED).iterdir():
            with suppress(FileNotFoundError):  # another process has just finished it
                if path.stat().st_mtime < oldest:
                    path.unlink()
                    swept += 1
        return swept

    def keep(self, sha256: str, body: bytes) -> KeptBlob:
        """Write bytes under their name; on return they survive a power cut.

        Raises:
            BlobRefused: the bytes are not the ones the name promises.
            StoreReadOnly: the disk failed, now or before.
            StoreError: the bytes could not be written, and trying again may help.
        """
        if make_sha256(body) != sha256:
            raise BlobRefused("The bytes are not the ones their name promises.", "Send them again.")
        return self.keep_all([(sha256, body)])[0]

    def keep_all(self, bodies: Iterable[tuple[str, bytes]]) -> tuple[KeptBlob, ...]:
        """Like `keep`, for several that were checked against their names, each folder synced once."""
        self._health.check_writable()
        return self._guard(lambda: self._write_all(bodies))

    def read(self, sha256: str, size: int) -> bytes:
        """Read bytes back and check every one of them.

        Raises:
            BlobDamaged: the file is gone, cut, or holds other bytes.
        """
        try:
            packed = self.path_of(sha256).read_bytes()
        except FileNotFoundError as error:
            raise _damaged(sha256, "its file is missing") from error
        except OSError as error:
            raise StoreError(f"Stored bytes cannot be read: {error.strerror}.", "Check the disk.") from error
        return unpack(sha256, packed, size)

    def hold(self, *, wait_seconds: float = 0) -> FileLock:
        """Give the lock under which no file is taken away, for whoever reads files by a list made before."""
        return FileLock(
            self._folder / "hold.lock",
            "A backup of this folder is being made.",
            "Wait until it is done.",
            wait_seconds=wait_seconds,
        )

    def is_there(self, sha256: str) -> bool:
        """Tell whether a name has its file."""
        return self.path_of(sha256).exists()

    def remove(self, sha256: str) -> bool:
        """Take the file of a name away; False while the system refuses, as Windows does for an open file."""
        try:
            self.path_of(sha256).unlink(missing_ok=True)
        except PermissionError:
            return False
        return True

    def files(self) -> Iterator[os.DirEntry[str]]:
        """List every file that is named by its bytes."""
        for number in range(256):
            with os.scandir(self._folder / f"{number:02x}") as entries:
                yield from entries

    def path_of(self, sha256: str) -> Path:
        """Tell where the bytes of a name lie."""
        return self._folder / sha256[:2] / sha256

    def _make_folders(self) -> None:
        # All of them at once and synced here, so that no write depends on a folder another one has just made.
        self._files.make_folder(self._folder)
        self._files.sync_folder(self._folder.parent)
        for name in (_UNFINISHED, *(f"{number:02x}" for number in range(256))):
            self._files.make_folder(self._folder / name)
        self._files.sync_folder(self._folder)

    def _write_all(self, bodies: Iterable[tuple[str, bytes]]) -> tuple[KeptBlob, ...]:
        kept = tuple(self._write(sha256, body) for sha256, body in bodies)
        for folder in {self.path_of(blob.sha256).parent for blob in kept}:
            self._files.sync_folder(folder)
        return kept

    def _write(self, sha256: str, body: bytes) -> KeptBlob:
        packed = zstandard.ZstdCompressor(level=_LEVEL).compress(body)
        unfinished = self._folder / _UNFINISHED / f"{sha256[:16]}-{secrets.token_hex(8)}"
        self._files.write_new(unfinished, packed)
        # Also when the name is there already: only a row in the database says that it is durable.
        self._files.replace(unfinished, self.path_of(sha256))
        return KeptBlob(sha256, len(body), len(packed))

    def _guard(self, work: Callable[[], Result]) -> Result:
        try:
            return work()
        except SyncFailed as error:
            raise self._health.fail(f"fsync of a blob: {error.strerror}") from error
        except OSError as error:
            if error.errno == errno.EIO:
                raise self._health.fail(f"writing a blob: {error.strerror}") from error
            raise StoreError(
                f"The bytes cannot be written: {error.strerror}.",
                "Free some space, or check the data folder.",
            ) from error


def unpack(sha256: str, packed: bytes, size: int) -> bytes:
    """Unpack the file of a name and check every byte of it.

    Raises:
        BlobDamaged: it holds other bytes.
    """
    try:
        # A flipped bit in the header may promise any size; memory is asked for only after this check.
        if zstandard.frame_content_size(packed) != size:
            raise _damaged(sha256, "its length has changed")
        body = zstandard.ZstdDecompressor().decompress(packed)
    except zstandard.ZstdError as error:
        raise _damaged(sha256, "its file cannot be unpacked") from error
    if make_sha256(body) != sha256:
        raise _damaged(sha256, "its bytes have changed")
    return body


def _damaged(sha256: str, what: str) -> BlobDamaged:
    return BlobDamaged(
        f"Stored bytes {sha256[:12]} are damaged: {what}.",
        "Restore them from a backup; `orderproof verify` lists everything that is damaged.",
    )
