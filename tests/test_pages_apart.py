"""Frozen pages are read in a process that may be killed; whatever a page does, only its own reading fails."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import psutil
import pytest

from companion.config import Config
from companion.ingest import Ingest, ServedIngest, parse_parts
from companion.model import Coverage, OrderState, PartRole, Source
from companion.store import ServedStore, Store, open_store
from companion.worker import BlockingWorker, WorkLimits
from tests.page_shop import PageShop, make_answer, make_page, make_visit
from tests.store.conftest import read_clock
from tests.store.samples import at, make_id, make_part
from tests.store.shop import states

ADAPTERS = (PageShop(),)
SOON = WorkLimits(work_seconds=3.0, memory_bytes=320 * 1024 * 1024)
UNPARSED = ("parser", "order_list", "unparsed: too long or too large")


@pytest.fixture
def config(tmp_path: Path) -> Config:
    """An empty data folder."""
    return Config(tmp_path / "data")


@pytest.fixture
def store(config: Config) -> Iterator[Store]:
    """An open, empty store."""
    with open_store(config, clock=read_clock) as opened:
        yield opened


@pytest.fixture
def ingest(store: Store) -> Iterator[Ingest]:
    """The intake of a command."""
    with Ingest(store, read_clock, ADAPTERS, SOON) as made:
        yield made


@pytest.fixture
async def served(config: Config) -> AsyncIterator[ServedStore]:
    """A served store."""
    async with ServedStore(config, clock=read_clock) as opened:
        yield opened


@pytest.fixture
async def served_ingest(served: ServedStore) -> AsyncIterator[ServedIngest]:
    """The intake of a running companion."""
    made = ServedIngest(served, read_clock, ADAPTERS, SOON)
    yield made
    await made.close()


def problems(store: Store) -> list[str]:
    """List the fields of the problems that count."""
    return [one.field for one in store.counted_problems()]


def test_a_page_gives_its_records(ingest: Ingest, store: Store) -> None:
    """A page read apart gives orders like an answer does, and says that it was a page."""
    ingest.receive(make_visit(1, make_page({"o1": "completed"})))

    assert {"o1": OrderState.COMPLETED} == states(store)
    assert Source.PAGE is store.field_sources("o1")["state"].source


def test_what_is_read_apart_is_what_is_read_here() -> None:
    """Text, records, version and source come back from the process as the adapter gave them."""
    capture = make_visit(1, make_answer({"o1": "unpaid"}), make_page({"o2": "completed"}, body="a\u202eb"))

    answer, page = parse_parts(capture, ADAPTERS)

    assert [(Source.API, 7, None), (Source.PAGE, 7, "x ab")] == [
        (one.source, one.adapter_version, one.text) for one in (answer, page)
    ]
    assert Coverage("all", 1, 1, has_more=False, counts={"all": 1}) == page.coverage
    assert ["o1", "o2"] == [order.order_id for one in (answer, page) for order in one.orders]


@pytest.mark.parametrize("trap", ["loop", "eat", "die"])
def test_a_page_that_is_too_much_is_kept_and_said_to_be_unparsed(
    ingest: Ingest, store: Store, trap: str
) -> None:
    """The capture stays, its answer is read, the next page too, and the problem names what to do."""
    trapped = make_visit(1, make_page({"o9": "completed"}, trap=trap), make_answer({"o1": "completed"}))

    ingest.receive(trapped)
    ingest.receive(make_visit(2, make_page({"o2": "unpaid"})))

    assert {"o1": OrderState.COMPLETED, "o2": OrderState.UNPAID} == states(store)
    assert (trapped, 0) == (store.get_capture(make_id(1)), store.counts(at(0)).unparsed)
    assert ["unparsed" in one.next_action for one in store.counted_problems()] == [True]


@pytest.mark.parametrize("trap", ["loop", "eat"])
def test_the_problem_of_an_unparsed_page_says_so(trap: str) -> None:
    """`parse` names the page kind and that the page was too long or too large."""
    capture = make_visit(1, make_page(trap=trap))
    with BlockingWorker(SOON) as worker:
        [parsed] = parse_parts(capture, ADAPTERS, worker)

    [problem] = parsed.problems
    assert UNPARSED == (problem.field, problem.where, problem.excerpt)


def test_a_crash_of_a_page_parser_is_told_without_its_words(
    ingest: Ingest, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    """What fails and where comes back from the process; what the page said does not."""
    with caplog.at_level(logging.ERROR):
        ingest.receive(make_visit(1, make_page(trap="crash")))

    assert "parser" in problems(store)
    assert "KeyError in _crash" in caplog.text
    assert "buyer" not in caplog.text


async def test_answers_do_not_wait_for_pages(served: ServedStore, served_ingest: ServedIngest) -> None:
    """While pages that take long are read, answers that come later are read at once."""
    heard: list[str] = []
    served_ingest.on_change.append(lambda orders: heard.extend(order.order_id for order in orders))
    for number in (1, 2):
        await served_ingest.receive(make_visit(number, make_page({"o9": "completed"}, trap="loop")))
    await served_ingest.receive(make_visit(3, make_answer({"o1": "completed"})))

    while not heard:
        await asyncio.sleep(0.02)
    unread = await served.read(lambda store: store.counts(at(0)).unparsed)
    await served_ingest.settle()

    assert (["o1"], 2) == (heard, unread)
    assert "parser" in await served.read(problems)


async def test_the_process_starts_with_the_first_page_and_ends_with_the_companion(
    served: ServedStore, served_ingest: ServedIngest
) -> None:
    """Answers need no process; pages share one; closing leaves none behind."""
    await served_ingest.receive(make_visit(1, make_answer({"o1": "completed"})))
    await served_ingest.settle()
    assert None is served_ingest.worker_pid

    await served_ingest.receive(make_visit(2, make_page({"o2": "completed"})))
    await served_ingest.settle()
    process = psutil.Process(served_ingest.worker_pid)
    await served_ingest.close()

    assert not process.is_running()
    assert {"o1", "o2"} == set(await served.read(states))


async def test_what_nobody_claims_is_read_by_the_newest_version(served: ServedStore, config: Config) -> None:
    """A capture that no adapter claims was looked at all the same, and is not looked at for ever."""
    ingest = ServedIngest(served, read_clock, ADAPTERS)
    await ingest.receive(make_visit(1, make_part(b"x", PartRole.FRAME)))
    await ingest.settle()
    await ingest.close()

    with sqlite3.connect(config.database_path) as database:
        found = database.execute("SELECT adapter_version FROM readings").fetchall()
    database.close()

    assert [(PageShop.version,)] == found


def test_the_companion_never_loads_the_parser_of_pages() -> None:
    """All of the companion and its adapters are there without the library that reads documents."""
    script = "import companion.server, sys; sys.stdout.write(str({'bs4', 'lxml'} & set(sys.modules)))"

    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert "set()" == told.stdout
