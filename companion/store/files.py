"""The few file operations that durability rests on, behind one seam that tests can make fail."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Protocol

if sys.platform == "darwin":
    import fcntl


class Files(Protocol):
    """What the blob folder needs of a file system."""

    def write_new(self, path: Path, data: bytes) -> None:
        """Create a file that only this user can read, write all of `data`, and sync it."""

    def replace(self, source: Path, target: Path) -> None:
        """Rename a file; the name changes at once or not at all."""

    def make_folder(self, path: Path) -> None:
        """Create a folder that only this user can read, unless it is there."""

    def sync_folder(self, path: Path) -> None:
        """Make the names within a folder durable."""


class SyncFailed(OSError):
    """The system could not promise that written bytes are on disk.

    A second attempt may report success although the bytes are gone, so it is never tried again.
    """


class DiskFiles:
    """The file system of this computer."""

    def write_new(self, path: Path, data: bytes) -> None:
        """Create a file that only this user can read, write all of `data`, and sync it."""
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o600)
        try:
            with memoryview(data) as rest:
                written = 0
                while written < len(rest):
                    written += os.write(handle, rest[written:])
            self.sync(handle)
        finally:
            os.close(handle)

    def replace(self, source: Path, target: Path) -> None:
        """Rename a file; the name changes at once or not at all."""
        source.replace(target)

    def make_folder(self, path: Path) -> None:
        """Create a folder that only this user can read, unless it is there."""
        path.mkdir(mode=0o700, exist_ok=True)

    def sync_folder(self, path: Path) -> None:
        """Make the names within a folder durable; Windows offers no way to, and keeps them in its own log."""
        if sys.platform == "win32":
            return
        handle = os.open(path, os.O_RDONLY)
        try:
            self.sync(handle)
        finally:
            os.close(handle)

    def sync(self, handle: int) -> None:
        """Wait until what was written through `handle` is on disk.

        Raises:
            SyncFailed: the system reports that it is not.
        """
        try:
            if sys.platform == "darwin":
                # fsync on macOS stops at the drive's cache.
                fcntl.fcntl(handle, fcntl.F_FULLFSYNC)
            else:
                os.fsync(handle)
        except OSError as error:
            raise SyncFailed(error.errno, error.strerror) from error
