"""Hostile pages through a running companion: all kept, each read or said to be unparsed, memory bounded."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import psutil
import pytest

from companion.config import Config
from companion.ingest import Ingest, ServedIngest
from companion.ingest.parsing import TRIES
from companion.store import ServedStore, open_store
from companion.worker import WorkLimits
from tests.page_shop import PageShop, make_page, make_visit
from tests.store.conftest import read_clock
from tests.store.samples import at
from tests.store.shop import states

PROJECT = Path(__file__).resolve().parent.parent
MEGABYTE = 1024 * 1024
NEVER = WorkLimits(work_seconds=3600)

# A companion that reads the page of a store and never comes to an end.
READ_FOR_EVER = """
import asyncio, sys
from pathlib import Path
from companion.config import Config
from companion.ingest import ServedIngest
from companion.store import ServedStore
from tests.page_shop import PageShop
from tests.store.conftest import read_clock
from tests.test_hostile_pages import NEVER

async def run():
    async with ServedStore(Config(Path(sys.argv[1])), clock=read_clock) as served:
        ingest = ServedIngest(served, read_clock, (PageShop(),), NEVER)
        pending = asyncio.create_task(ingest.run_pending())
        while ingest.worker_pid is None:
            if pending.done():
                print("done", flush=True)
                await ingest.close()
                return
            await asyncio.sleep(0.02)
        print(ingest.worker_pid, flush=True)
        await pending

asyncio.run(run())
"""


@pytest.fixture
def config(tmp_path: Path) -> Config:
    """An empty data folder."""
    return Config(tmp_path / "data")


@pytest.fixture
async def served(config: Config) -> AsyncIterator[ServedStore]:
    """A served store."""
    async with ServedStore(config, clock=read_clock) as opened:
        yield opened


def test_hostile_pages_cost_the_companion_nothing(config: Config) -> None:
    """Depth, breadth, size, NUL, wrong charset and turned text: kept, answered for, and no memory stays."""
    finished = subprocess.run(
        [sys.executable, "-m", "tests.hostile_pages", str(config.data_dir)],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    told = json.loads(finished.stdout)

    assert (True, 0, []) == (told["kept"], told["unparsed"], told["heavy"])
    assert [] == [problem for problem in told["problems"] if problem not in {"parser", "data"}]
    assert {"o0", "o1", "o3", "o4", "o5", "o6", "o99"} <= set(told["orders"]), told
    assert told["grown_bytes"] < 64 * MEGABYTE, told


def start_reading(config: Config) -> subprocess.Popen[str]:
    """Start a companion that reads what waits."""
    return subprocess.Popen(
        [sys.executable, "-c", READ_FOR_EVER, str(config.data_dir)],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_a_page_that_brings_the_companion_down_does_not_do_so_for_ever(
    config: Config, caplog: pytest.LogCaptureFixture
) -> None:
    """After two companions killed while reading a page, the third says it is unparsed and reads the rest."""
    with open_store(config, clock=read_clock) as store:
        store.add_capture(make_visit(1, make_page({"o9": "completed"}, trap="loop")))
        store.add_capture(make_visit(2, make_page({"o2": "completed"})))
    for _ in range(2):
        with start_reading(config) as companion:
            assert companion.stdout is not None
            worker = psutil.Process(int(companion.stdout.readline()))
            time.sleep(0.2)  # into the midst of the page
            companion.kill()
        worker.kill()
        with open_store(config, clock=read_clock) as store:
            assert 2 == store.counts(at(0)).unparsed

    with open_store(config, clock=read_clock) as store, Ingest(store, read_clock, (PageShop(),)) as ingest:
        ingest.parse_pending()

        assert (["o2"], 0) == (list(states(store)), store.counts(at(0)).unparsed)
        assert "parser" in {one.field for one in store.counted_problems()}
        assert "too long" not in caplog.text  # it was not begun


async def test_shutting_down_in_the_midst_of_a_page_is_no_attempt(served: ServedStore) -> None:
    """However often a companion is shut down in order while it reads a page, the page is not given up."""
    capture = make_visit(1, make_page({"o1": "completed"}, trap="loop"))
    await served.add_capture(capture)
    for _ in range(TRIES + 1):
        slow = ServedIngest(served, read_clock, (PageShop(),), NEVER)
        pending = asyncio.create_task(slow.run_pending())
        while slow.worker_pid is None and not pending.done():
            await asyncio.sleep(0.02)
        pending.cancel()
        await asyncio.gather(pending, return_exceptions=True)
        await slow.close()

    assert 1 == await served.read(lambda store: store.counts(at(0)).unparsed)
    assert 1 == await served.write(lambda store: store.page_attempts.begin(capture.capture_id))


async def test_a_companion_shut_down_while_reading_reads_at_its_next_start(served: ServedStore) -> None:
    """Closing in the midst of a page loses nothing and leaves no process behind."""
    slow = ServedIngest(served, read_clock, (PageShop(),), NEVER)
    await slow.receive(make_visit(1, make_page({"o1": "completed"}, trap="loop")))
    while slow.worker_pid is None:
        await asyncio.sleep(0.02)
    process = psutil.Process(slow.worker_pid)
    await slow.close()

    assert not process.is_running()
    assert 1 == await served.read(lambda store: store.counts(at(0)).unparsed)

    again = ServedIngest(served, read_clock, (PageShop(),), WorkLimits(work_seconds=2))
    await again.run_pending()

    assert 0 == await served.read(lambda store: store.counts(at(0)).unparsed)
    await again.close()
