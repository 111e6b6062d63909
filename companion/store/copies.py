"""Copies of a store as it was at one moment, made while others write."""

from __future__ import annotations

from pathlib import Path

from companion.store.blobs import Blobs
from companion.store.database import Database
from companion.store.lock import FileLock

_WAIT_SECONDS = 10.0  # longer than taking files away ever holds them


class Copies:
    """What a copy is made of."""

    def __init__(self, database: Database, blobs: Blobs) -> None:
        self._database = database
        self._blobs = blobs

    def write_database(self, path: Path) -> None:
        """Write the database as it is at this moment into a new file; whoever writes is not kept waiting.

        By SQL on our own connection: it reads one moment as every reader does. Nothing of rows that are gone
        comes into the copy, since it is written row by row.
        """
        self._database.execute("VACUUM INTO ?", (str(path),))

    def hold_files(self) -> FileLock:
        """Give the lock under which the files of a copied database stay where they are."""
        return self._blobs.hold(wait_seconds=_WAIT_SECONDS)

    def path_of(self, sha256: str) -> Path:
        """Tell where the bytes of a name lie."""
        return self._blobs.path_of(sha256)
