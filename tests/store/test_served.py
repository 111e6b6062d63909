"""The store of a running companion: many at once, acknowledged after the commit, one failing alone."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import AsyncIterator, Callable

import pytest

from companion.config import Config
from companion.errors import CaptureConflict, StoreError, StoreReadOnly
from companion.model import Capture, Receipt
from companion.store import ServedStore, Store, open_store
from companion.wire import make_sha256
from tests.store.conftest import read_clock
from tests.store.samples import at, make_capture, make_id, make_part, make_resource
from tests.store.test_durability import RecordedFiles


def add(capture: Capture) -> Callable[[Store], Receipt]:
    """Make the work that adds a capture."""
    return lambda store: store.add_capture(capture)


@pytest.fixture
def files() -> RecordedFiles:
    """A file system that is watched."""
    return RecordedFiles()


@pytest.fixture
async def served(config: Config, files: RecordedFiles) -> AsyncIterator[ServedStore]:
    """A served store."""
    async with ServedStore(config, clock=read_clock, files=files) as opened:
        yield opened


async def test_captures_of_many_are_all_kept(served: ServedStore, config: Config) -> None:
    """Many captures at once are all kept, in one unbroken chain, and another connection sees them."""
    received = await asyncio.gather(*(served.add_capture(make_capture(number)) for number in range(1, 101)))

    assert list(range(1, 101)) == sorted(receipt.journal_number for receipt, _ in received)
    with open_store(config, clock=read_clock) as store:
        assert (100, None) == (store.counts(at(0)).captures, store.find_journal_break())


async def test_what_waits_goes_into_one_commit(served: ServedStore) -> None:
    """Writes that come while another one is under way are committed together."""
    begun, go_on = threading.Event(), threading.Event()

    def hold(_: Store) -> None:
        begun.set()
        go_on.wait()

    versions = await served.read(lambda store: store.data_version())
    first = asyncio.create_task(served.write(hold))
    await asyncio.to_thread(begun.wait)
    waiting = [asyncio.create_task(served.write(add(make_capture(number)))) for number in range(1, 11)]
    await asyncio.sleep(0)
    before = await served.read(lambda store: store.counts(at(0)).captures)
    go_on.set()
    await asyncio.gather(first, *waiting)

    assert (0, 10) == (before, await served.read(lambda store: store.counts(at(0)).captures))
    assert versions != await served.read(lambda store: store.data_version())


async def test_one_failing_write_does_not_undo_the_others(served: ServedStore) -> None:
    """A conflict is told to the one who made it; the captures beside it are kept."""
    await served.add_capture(make_capture(1))
    results = await asyncio.gather(
        served.add_capture(make_capture(2)),
        served.add_capture(make_capture(1, title="Other")),
        served.add_capture(make_capture(3)),
        return_exceptions=True,
    )

    assert [tuple, CaptureConflict, tuple] == [type(result) for result in results]
    assert (make_id(1), make_id(2), make_id(3)) == await served.read(lambda store: store.capture_ids())


async def test_a_failing_write_leaves_nothing_behind(served: ServedStore) -> None:
    """Work that fails halfway is undone as a whole, although its neighbours are committed."""

    def fail_halfway(store: Store) -> None:
        store.add_capture(make_capture(9))
        raise LookupError

    results = await asyncio.gather(
        served.write(fail_halfway), served.add_capture(make_capture(1)), return_exceptions=True
    )

    assert [LookupError, tuple] == [type(result) for result in results]
    assert (make_id(1),) == await served.read(lambda store: store.capture_ids())


async def test_resources_are_kept_and_told_when_missing(served: ServedStore) -> None:
    """The receipt comes with the names of the bytes that are missing, and they are taken after it."""
    _, missing = await served.add_capture(make_capture(1, make_part(), make_resource(b"picture")))
    await served.add_blob(missing[0], b"picture")

    assert (make_sha256(b"picture"),) == missing
    assert b"picture" == await served.read(lambda store: store.find_blob(missing[0]))
    assert () == (await served.add_capture(make_capture(1, make_part(), make_resource(b"picture"))))[1]


async def test_after_a_failed_fsync_nothing_is_acknowledged(
    served: ServedStore, files: RecordedFiles
) -> None:
    """When the disk fails under one capture, that one and all that come later are refused."""
    await served.add_capture(make_capture(1))
    files.fail_sync = 1

    with pytest.raises(StoreReadOnly):
        await served.add_capture(make_capture(2))
    results = await asyncio.gather(
        *(served.add_capture(make_capture(number)) for number in (3, 4)), return_exceptions=True
    )

    assert [StoreReadOnly, StoreReadOnly] == [type(result) for result in results]
    assert served.is_read_only
    assert served.health.reason is not None
    assert (make_id(1),) == await served.read(lambda store: store.capture_ids())


async def test_a_disk_that_fails_within_a_batch_fails_the_whole_batch(
    served: ServedStore, files: RecordedFiles
) -> None:
    """A write of the same commit is not acknowledged when its neighbour finds the disk failing."""
    begun, go_on = threading.Event(), threading.Event()

    def hold(_: Store) -> None:
        begun.set()
        go_on.wait()

    def fail(store: Store) -> None:
        files.fail_sync = 1
        store.add_capture(make_capture(2, make_part(b"new bytes")))

    holding = asyncio.create_task(served.write(hold))
    await asyncio.to_thread(begun.wait)
    batch = [served.write(lambda store: store.see_pairing("p", at(0))), served.write(fail)]
    tasks = [asyncio.create_task(each) for each in batch]
    await asyncio.sleep(0)
    go_on.set()
    results = await asyncio.gather(holding, *tasks, return_exceptions=True)

    assert [type(None), StoreReadOnly, StoreReadOnly] == [type(result) for result in results]


async def test_readers_cannot_write(served: ServedStore) -> None:
    """Only the writer adds rows."""
    with pytest.raises(StoreError):
        await served.read(lambda store: store.add_capture(make_capture(1)))

    assert () == await served.read(lambda store: store.capture_ids())


async def test_a_read_sees_one_moment(served: ServedStore) -> None:
    """What is written during a read does not appear in the middle of it."""
    counted, go_on = threading.Event(), threading.Event()

    def count_twice(store: Store) -> tuple[int, int]:
        first = store.counts(at(0)).captures
        counted.set()
        go_on.wait()
        return first, store.counts(at(0)).captures

    reading = asyncio.create_task(served.read(count_twice))
    await asyncio.to_thread(counted.wait)
    await served.add_capture(make_capture(1))
    go_on.set()

    assert (0, 0) == await reading


async def test_another_process_is_noticed(served: ServedStore, config: Config) -> None:
    """The data version moves by the writes of others, not by our own."""
    before = await served.data_version()
    await served.add_capture(make_capture(1))
    own = await served.data_version()
    with open_store(config, clock=read_clock) as store:
        store.add_capture(make_capture(2))

    assert (True, False) == (before == own, own == await served.data_version())


async def test_closing_finishes_what_was_asked_for(config: Config) -> None:
    """Writes that were queued before closing are kept; later ones are refused with a sentence."""
    served = ServedStore(config, clock=read_clock)
    await served.start()
    asked = [asyncio.create_task(served.write(add(make_capture(number)))) for number in range(1, 21)]
    await asyncio.sleep(0)
    await served.close()

    assert 20 == len(await asyncio.gather(*asked))
    with pytest.raises(StoreError, match="closed"):
        await served.write(lambda store: store.capture_ids())
    with pytest.raises(StoreError, match="closed"):
        await served.read(lambda store: store.capture_ids())


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")  # that is the test
async def test_a_writer_that_dies_leaves_nobody_waiting(served: ServedStore) -> None:
    """Whatever ends the writer's thread, who waits for it is told, and nothing is acknowledged."""
    results = await asyncio.gather(
        served.write(lambda _: sys.exit()), served.add_capture(make_capture(1)), return_exceptions=True
    )
    assert [StoreError, StoreError] == [type(result) for result in results]

    with pytest.raises(StoreError, match="closed"):
        await served.write(add(make_capture(2)))

    assert () == await served.read(lambda store: store.capture_ids())


async def test_a_folder_that_cannot_be_opened_says_so(config: Config) -> None:
    """Starting on a damaged database raises its sentence and leaves no thread behind."""
    config.data_dir.mkdir()
    config.database_path.write_bytes(b"no database" * 500)
    served = ServedStore(config, clock=read_clock)

    with pytest.raises(StoreError):
        await served.start()

    await served.close()
    assert not any(thread.name == "store-writer" for thread in threading.enumerate())
