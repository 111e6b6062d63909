"""What is acknowledged is on disk: in which order things are written, and what a failing disk does."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from companion.config import Config
from companion.errors import StoreError, StoreReadOnly
from companion.store import Store, open_store
from companion.store.database import Database
from companion.store.files import DiskFiles, SyncFailed
from tests.store.conftest import read_clock
from tests.store.samples import at, make_capture, make_id, make_part, make_resource

IO_ERROR = 5


class RecordedFiles(DiskFiles):
    """Writes down what is done to files, and fails where a test says so."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.fail_sync: int | None = None  # of how many syncs from now the last one fails
        self.fail_write: int | None = None  # error number

    def write_new(self, path: Path, data: bytes) -> None:
        """Write, or fail."""
        if self.fail_write is not None:
            raise OSError(self.fail_write, "made up")
        super().write_new(path, data)
        self.done.append(f"write {path.parent.name}")

    def replace(self, source: Path, target: Path) -> None:
        """Rename."""
        super().replace(source, target)
        self.done.append(f"rename into {target.parent.name}")

    def sync_folder(self, path: Path) -> None:
        """Sync a folder."""
        super().sync_folder(path)
        self.done.append(f"sync folder {path.name}")

    def sync(self, handle: int) -> None:
        """Sync, or fail."""
        if self.fail_sync is not None:
            self.fail_sync -= 1
            if self.fail_sync == 0:
                raise SyncFailed(IO_ERROR, "made up")
        super().sync(handle)
        self.done.append("sync")


@pytest.fixture
def files() -> RecordedFiles:
    """A file system that is watched."""
    return RecordedFiles()


@pytest.fixture
def watched(config: Config, files: RecordedFiles) -> Iterator[Store]:
    """A store on the watched file system."""
    with open_store(config, clock=read_clock, files=files) as store:
        files.done.clear()
        yield store


def test_bytes_are_durable_before_their_row(watched: Store, files: RecordedFiles) -> None:
    """A body is written, synced, renamed and its folder synced before the row that names it is committed."""
    part = make_part(b"body")
    folder = (part.sha256 or "")[:2]
    seen: list[int] = []
    kept = watched.keep_bodies(make_capture(1, part))
    seen.append(watched.counts(at(0)).captures)

    watched.add_kept_capture(make_capture(1, part), kept)

    assert [
        "sync",
        "write unfinished",
        f"rename into {folder}",
        "sync",
        f"sync folder {folder}",
    ] == files.done
    assert [0] == seen


@pytest.mark.parametrize("failing", [1, 2])
def test_a_failed_fsync_acknowledges_nothing_ever_again(
    config: Config, watched: Store, files: RecordedFiles, failing: int
) -> None:
    """After a failed fsync, of a file or of its folder, this and all later writes are refused."""
    files.fail_sync = failing
    with pytest.raises(StoreReadOnly):
        watched.add_capture(make_capture(1))
    assert watched.is_read_only

    with pytest.raises(StoreReadOnly):
        watched.add_capture(make_capture(1))  # the disk works again, but its word is not trusted
    with pytest.raises(StoreReadOnly):
        watched.apply_parsed(make_capture(1), ())
    watched.close()

    with open_store(config, clock=read_clock) as reopened:
        assert 0 == reopened.counts(at(0)).captures
        assert make_id(1) == reopened.add_capture(make_capture(1)).capture_id


def test_what_was_acknowledged_stays_readable_when_read_only(watched: Store, files: RecordedFiles) -> None:
    """A disk that fails to write does not take away what can be read."""
    capture = make_capture(1)
    watched.add_capture(capture)
    files.fail_sync = 1
    with pytest.raises(StoreReadOnly):
        watched.add_capture(make_capture(2))

    assert capture == watched.get_capture(capture.capture_id)


def test_a_full_disk_refuses_and_works_again_once_there_is_room(watched: Store, files: RecordedFiles) -> None:
    """No room is an error that passes: nothing is acknowledged until there is room, then all is well."""
    files.fail_write = errno.ENOSPC
    with pytest.raises(StoreError) as refused:
        watched.add_capture(make_capture(1))
    files.fail_write = None

    watched.add_capture(make_capture(1))

    assert "store_error" == refused.value.code
    assert not watched.is_read_only


def test_an_unreliable_write_is_as_bad_as_a_failed_fsync(watched: Store, files: RecordedFiles) -> None:
    """An input/output error while writing makes the store read-only."""
    files.fail_write = errno.EIO

    with pytest.raises(StoreReadOnly):
        watched.add_capture(make_capture(1))


class FailingConnection(sqlite3.Connection):
    """A connection whose commits fail as if SQLite's own fsync had."""

    def execute(self, sql: str, *values: object) -> sqlite3.Cursor:
        """Run a statement, or fail."""
        if sql == "COMMIT":
            error = sqlite3.OperationalError("disk I/O error")
            error.sqlite_errorcode = sqlite3.SQLITE_IOERR | (4 << 8)  # SQLITE_IOERR_FSYNC
            raise error
        return super().execute(sql, *values)  # type: ignore[arg-type]


def test_a_failed_commit_acknowledges_nothing(
    store: Store, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When SQLite cannot sync its log, the write is undone and the store is read-only."""
    monkeypatch.setattr(sqlite3, "connect", FailingConnection)
    database = Database(config.database_path, store.health)

    with pytest.raises(StoreReadOnly), database.transaction():
        database.execute("DELETE FROM blobs")

    assert not database.in_transaction
    database.close()
    assert store.is_read_only


def test_leftovers_of_interrupted_writes_are_swept_at_start(config: Config, store: Store) -> None:
    """A temporary file older than any write can take is removed at the next start; a fresh one is left."""
    store.close()
    leftover = config.blobs_dir / "unfinished" / "0123456789abcdef-1"
    leftover.write_bytes(b"half")
    open_store(config, clock=read_clock).close()
    assert leftover.exists()

    open_store(config, clock=lambda: read_clock() + timedelta(hours=1)).close()

    assert not leftover.exists()


def test_a_resource_is_durable_before_its_row_too(watched: Store, files: RecordedFiles) -> None:
    """A blob whose folder could not be synced is still missing afterwards."""
    capture = make_capture(1, make_part(), make_resource(b"picture"))
    watched.add_capture(capture)
    missing = watched.missing_blobs(capture.capture_id)
    files.fail_sync = 2

    with pytest.raises(StoreReadOnly):
        watched.add_blob(missing[0], b"picture")

    assert missing == watched.missing_blobs(capture.capture_id)
