"""One companion per data folder: a lock that the system lets go of when its holder dies."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import TracebackType

from companion.errors import StoreError, StoreLocked

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


class ServeLock:
    """Held while this process serves, restores or migrates a data folder."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle: int | None = None

    def __enter__(self) -> ServeLock:
        """Take the lock.

        Raises:
            StoreLocked: another process holds it.
        """
        try:
            handle = os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600)
        except OSError as error:
            raise StoreError(
                f"The data folder cannot be locked: {error.strerror}.", "Check the folder and its rights."
            ) from error
        try:
            _lock(handle)
        except OSError as error:
            os.close(handle)
            raise StoreLocked(
                f"Another companion uses the data folder {self._path.parent} already.",
                "Use the one that runs, or choose another folder with --data-dir.",
            ) from error
        self._handle = handle
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let go of the lock; its file stays, since another process may be waiting at it."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def _lock(handle: int) -> None:
    if sys.platform == "win32":
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
