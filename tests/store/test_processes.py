"""Processes that die while they write, and processes that write at the same time."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from companion.config import Config
from companion.errors import StoreLocked
from companion.store import ServedStore, ServeLock, Store, open_store
from companion.store.blobs import Blobs
from companion.store.database import Database
from companion.store.files import DiskFiles
from companion.store.health import Health
from tests.store.conftest import read_clock
from tests.store.samples import at, make_capture, make_id

PROJECT = Path(__file__).resolve().parents[2]
KILLS = 25


def start(module: str, config: Config, *arguments: int) -> subprocess.Popen[str]:
    """Start one of the programs beside this file on a data folder."""
    return subprocess.Popen(
        [sys.executable, "-m", f"tests.store.{module}", str(config.data_dir), *map(str, arguments)],
        cwd=PROJECT,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        stdout=subprocess.PIPE,
        text=True,
    )


def check(store: Store, acknowledged: list[int]) -> None:
    """Check that all that was acknowledged is whole, and the store too."""
    ids = set(store.capture_ids())
    assert [] == [number for number in acknowledged if make_id(number) not in ids]
    for number in acknowledged:
        store.get_capture(make_id(number))
    assert None is store.find_journal_break()
    assert len(ids) == store.counts(at(0)).journal_number


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no kill -9")
def test_no_acknowledged_capture_is_lost_when_the_process_is_killed(config: Config) -> None:
    """After each of 25 kills at random moments every acknowledged capture is here, whole and journalled."""
    killer = start("killer", config, KILLS)
    acknowledged = [int(word) for word in killer.communicate(timeout=300)[0].split()]

    with open_store(config, clock=lambda: read_clock() + timedelta(hours=1)) as store:
        check(store, acknowledged)
    assert [] == list((config.blobs_dir / "unfinished").iterdir())
    database = Database(config.database_path, Health())
    assert [("ok",)] == database.rows("PRAGMA integrity_check")
    assert [] == database.rows("PRAGMA foreign_key_check")
    database.close()
    assert 0 == killer.returncode
    assert len(acknowledged) > KILLS


def test_two_processes_write_at_once(config: Config) -> None:
    """Two processes that write into an empty folder at once both keep everything, in one chain."""
    senders = [start("sender", config, first, 40) for first in (1, 101)]
    outputs = [sender.communicate(timeout=120)[0].split() for sender in senders]

    assert [0, 0] == [sender.returncode for sender in senders]
    with open_store(config, clock=read_clock) as store:
        check(store, [int(word) for output in outputs for word in output if word.isdigit()])
        assert 80 == store.counts(at(0)).captures


async def test_a_command_that_comes_and_goes_takes_nothing_from_the_served_store(config: Config) -> None:
    """Another process that opens and closes the store leaves the log of the running companion in place."""
    async with ServedStore(config, clock=read_clock) as served:
        for number in (1, 2, 3):
            await served.add_capture(make_capture(number))
            sender = await asyncio.to_thread(start, "sender", config, 100 * number, 1)
            await asyncio.to_thread(sender.communicate)
            await served.add_capture(make_capture(10 + number))

    with open_store(config, clock=read_clock) as store:
        check(store, [1, 2, 3, 11, 12, 13, 100, 200, 300])


def test_the_same_captures_from_two_processes_are_kept_once(config: Config) -> None:
    """Two processes that send the same captures at the same time get them in once."""
    senders = [start("sender", config, 1, 30) for _ in range(2)]
    for sender in senders:
        sender.communicate(timeout=120)

    assert [0, 0] == [sender.returncode for sender in senders]
    with open_store(config, clock=read_clock) as store:
        check(store, list(range(1, 31)))
        assert 30 == store.counts(at(0)).captures


def test_another_process_is_noticed(store: Store, config: Config) -> None:
    """The data version moves when another process has written, and only then."""
    before = store.data_version()
    same = store.data_version()

    start("sender", config, 1, 1).communicate(timeout=120)

    assert (before, False) == (same, before == store.data_version())


LOCKER = """
import sys
from pathlib import Path
from companion.store import ServeLock
with ServeLock(Path(sys.argv[1])):
    print("locked", flush=True)
    sys.stdin.read()
"""


def test_a_second_companion_refuses_with_a_sentence(config: Config) -> None:
    """While one process serves a folder another is told so; when the first dies the folder is free."""
    config.data_dir.mkdir()
    first = subprocess.Popen(
        [sys.executable, "-c", LOCKER, str(config.lock_path)],
        cwd=PROJECT,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert first.stdout is not None
    with first:
        assert "locked\n" == first.stdout.readline()
        with (
            pytest.raises(StoreLocked, match="Another companion uses the data folder"),
            ServeLock(config.lock_path),
        ):
            pass
        first.kill()
    with ServeLock(config.lock_path):
        pass


def test_the_lock_is_held_against_the_same_process_too(config: Config) -> None:
    """A lock is one, whoever asks for it; letting go frees it."""
    config.data_dir.mkdir()
    with ServeLock(config.lock_path), pytest.raises(StoreLocked), ServeLock(config.lock_path):
        pass
    with ServeLock(config.lock_path):
        pass


def test_a_store_opens_while_another_finishes_its_bytes(config: Config) -> None:
    """What another process is just writing may vanish under the look for leftovers: it has its name now."""
    with open_store(config, clock=read_clock):
        pass
    folder = config.blobs_dir / "unfinished"
    is_over = threading.Event()

    def write() -> None:
        while not is_over.is_set():
            (folder / "one").write_bytes(b"")
            (folder / "one").replace(config.blobs_dir / "00" / "one")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        blobs = Blobs(config.blobs_dir, DiskFiles(), Health())
        assert 0 == sum(blobs.sweep(read_clock()) for _ in range(3000))
    finally:
        is_over.set()
        writer.join()
