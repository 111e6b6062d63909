"""Locks that the system lets go of when their holder dies: one companion per data folder is the first."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from companion.errors import StoreError, StoreLocked

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


_PAUSE_SECONDS = 0.02


class FileLock:
    """Held by one holder at a time, in this process or another.

    `wait_seconds` is how long another holder is waited for.
    """

    def __init__(self, path: Path, message: str, hint: str, *, wait_seconds: float = 0) -> None:
        self._path = path
        self._message = message
        self._hint = hint
        self._wait_seconds = wait_seconds
        self._handle: int | None = None

    def __enter__(self) -> Self:
        """Take the lock.

        Raises:
            StoreLocked: another one holds it.
        """
        try:
            handle = os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600)
        except OSError as error:
            raise StoreError(
                f"The data folder cannot be locked: {error.strerror}.", "Check the folder and its rights."
            ) from error
        try:
            self._lock(handle)
        except OSError as error:
            os.close(handle)
            raise StoreLocked(self._message, self._hint) from error
        self._handle = handle
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let go of the lock; its file stays, since another process may be waiting at it."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def _lock(self, handle: int) -> None:
        ends_at = time.monotonic() + self._wait_seconds
        while True:
            try:
                return _lock(handle)
            except OSError:
                if time.monotonic() >= ends_at:
                    raise
            time.sleep(_PAUSE_SECONDS)


class ServeLock(FileLock):
    """Held while this process serves, restores or migrates a data folder."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            path,
            f"Another companion uses the data folder {path.parent} already.",
            "Use the one that runs, or choose another folder with --data-dir.",
        )


def _lock(handle: int) -> None:
    if sys.platform == "win32":
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
