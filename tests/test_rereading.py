"""After an update old captures are read anew in the background, and each order changes in one step."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest

from companion.config import Config, Settings
from companion.ingest import Ingest, RereadProgress, ServedIngest, Upkeep, find_progress
from companion.ingest.rereading import BackgroundRereading
from companion.model import Notice, OrderRecord, Urgency
from companion.store import OrderKey, RemovalReason, ServedStore, Store, open_store
from tests.store.conftest import read_clock
from tests.store.rereader import NewShop, seed
from tests.store.samples import SHOP, at, make_id
from tests.store.shop import FakeShop, listed, make_answer, states

PROJECT = Path(__file__).resolve().parents[1]
COUNT = 15


@pytest.fixture
def config(tmp_path: Path) -> Config:
    """A data folder whose captures were read by the old adapter."""
    config = Config(tmp_path / "data")
    seed(config, COUNT)
    return config


@pytest.fixture
async def served(config: Config) -> AsyncIterator[ServedStore]:
    """That store, served."""
    async with ServedStore(config, clock=read_clock) as opened:
        yield opened


def expected(tmp_path: Path) -> tuple[OrderRecord, ...]:
    """Read what the new adapter makes of the same captures when it is the first to read them."""
    other = Config(tmp_path / "expected")
    seed(other, COUNT, NewShop())
    with open_store(other, clock=read_clock) as store:
        return store.order_records()


def list_orders(store: Store) -> tuple[OrderRecord, ...]:
    """Read all orders."""
    return store.order_records()


async def find_served_progress(served: ServedStore) -> RereadProgress | None:
    """Tell how far reading anew has come."""
    return await served.read(lambda store: find_progress(store, (NewShop(),)))


async def test_old_captures_are_read_anew(served: ServedStore, tmp_path: Path) -> None:
    """In the end the records are those of a store only the new adapter has read; twice changes nothing."""
    ingest = ServedIngest(served, read_clock, (NewShop(),))
    heard: list[frozenset[OrderKey]] = []
    ingest.on_change.append(heard.append)
    before = await find_served_progress(served)

    for _ in range(2):
        await BackgroundRereading(served, ingest, (NewShop(),)).run()

    assert expected(tmp_path) == await served.read(list_orders)
    assert (RereadProgress(0, COUNT), None) == (before, await find_served_progress(served))
    changed = [key.order_id for keys in heard for key in keys]
    assert sorted(set(changed)) == sorted(changed)
    assert () == (await served.read(lambda store: store.integrity.check_all())).findings


async def test_no_order_is_seen_half_read(served: ServedStore, tmp_path: Path) -> None:
    """While captures are read anew and new ones come, an order is as before or as after, never between."""
    before = {record.order.order_id: record for record in await served.read(list_orders)}
    after = {record.order.order_id: record for record in expected(tmp_path)}
    ingest = ServedIngest(served, read_clock, (NewShop(),))
    odd: list[str] = []
    rereading = asyncio.create_task(BackgroundRereading(served, ingest, (NewShop(),)).run())
    number = 1000
    while not rereading.done():
        number += 1
        await ingest.receive(make_answer(number, listed(**{f"new{number}": "unpaid", "o1": "unpaid"})))
        for record in await served.read(list_orders):
            order_id = record.order.order_id
            if order_id in before and order_id != "o1" and record not in (before[order_id], after[order_id]):
                odd.append(order_id)
    await rereading
    await ingest.settle()

    assert ([], True) == (odd, number > 1003)
    assert {f"new{n}" for n in range(1001, number + 1)} <= (await served.read(states)).keys()
    await ingest.close()


async def test_new_captures_go_first(served: ServedStore) -> None:
    """A capture that comes while old ones are read anew is read before the next old one."""
    shop = NewShop()
    ingest = ServedIngest(served, read_clock, (shop,))
    rereading = asyncio.create_task(BackgroundRereading(served, ingest, (shop,)).run())
    while len(shop.seen) < 3:
        await asyncio.sleep(0)
    await ingest.receive(make_answer(1000, listed(o1="unpaid")))
    await ingest.settle()

    assert shop.seen.index(make_id(1000)) <= 5
    await rereading
    await ingest.close()


def remove(capture_ids: list[str], store: Store) -> None:
    """Take captures away."""
    store.removal.remove(capture_ids, RemovalReason.DELETED, at(9999))


async def test_removing_while_reading_anew(served: ServedStore, tmp_path: Path) -> None:
    """A capture that is removed meanwhile stays removed, and its orders are folded from the others."""
    ingest = ServedIngest(served, read_clock, (NewShop(),))
    rereading = asyncio.create_task(BackgroundRereading(served, ingest, (NewShop(),)).run())
    ids = [make_id(number) for number in range(1, COUNT + 1, 2)]
    for first in range(0, len(ids), 2):
        chosen = ids[first : first + 2]
        await served.write(partial(remove, chosen))
    await rereading

    other = Config(tmp_path / "expected")
    seed(other, COUNT, NewShop())
    with open_store(other, clock=read_clock) as store:
        remove(ids, store)
        assert store.order_records() == await served.read(list_orders)
    assert None is await find_served_progress(served)


async def test_damaged_bytes_are_not_tried_for_ever(served: ServedStore, config: Config) -> None:
    """A capture whose bytes are damaged keeps what was read in it before, and the others go on."""
    capture = await served.read(lambda store: store.get_capture(make_id(COUNT)))
    name = capture.parts[0].sha256 or ""
    (config.blobs_dir / name[:2] / name).unlink()
    ingest = ServedIngest(served, read_clock, (NewShop(),))
    before = await served.read(states)

    await BackgroundRereading(served, ingest, (NewShop(),)).run()

    after = await served.read(states)
    assert None is await find_served_progress(served)
    assert before[f"o{COUNT}"] == after[f"o{COUNT}"]
    assert before["o2"] != after["o2"]


async def test_what_the_user_did_stays(served: ServedStore) -> None:
    """Journal, pairings and notices are as they were after everything was read anew."""
    notice = Notice("n", SHOP, "o1", "t", "b", "/", Urgency.SOON)
    await served.write(lambda store: store.add_notice_told(notice, "desktop", at(0)))

    def read(store: Store) -> object:
        return store.told_notices(), store.list_pairings(), store.counts(at(0)).journal_number

    before = await served.read(read)
    ingest = ServedIngest(served, read_clock, (NewShop(),))
    await Upkeep(served, ingest, read_clock, Settings(), (NewShop(),)).look_after()

    assert before == await served.read(read)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no kill -9")
def test_killed_while_reading_anew_it_goes_on(config: Config, tmp_path: Path) -> None:
    """Killed at many moments and started again, reading anew ends as if it had never been interrupted."""
    codes = []
    for moment in (1, 2, 5, COUNT - 1, COUNT + 1, COUNT + 2):
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.store.rereader", str(config.data_dir)],
            cwd=PROJECT,
            env={**os.environ, "PYTHONPATH": str(PROJECT)},
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        with process:
            for _ in range(moment):
                process.stdout.readline()
            process.send_signal(signal.SIGKILL)
        codes.append(process.returncode)
        with open_store(config, clock=read_clock) as store:
            assert () == store.integrity.check_all().findings
    with open_store(config, clock=read_clock) as store:
        Ingest(store, read_clock, (NewShop(),)).parse_pending()

        assert expected(tmp_path) == store.order_records()
        assert None is find_progress(store, (NewShop(),))
    assert -signal.SIGKILL in codes


def test_a_reparse_drops_orders_only_the_old_adapter_saw(config: Config) -> None:
    """What an interrupted reading found and the next one does not leaves nothing behind."""
    with open_store(config, clock=read_clock) as store:
        Ingest(store, read_clock, (NewShop(),)).reparse()
        broken = NewShop()
        broken.is_broken = True
        Ingest(store, read_clock, (broken,)).reparse()
        assert {} == states(store)

        report = Ingest(store, read_clock, (FakeShop(),)).reparse()

        assert report.orders == report.changed == len(states(store)) > 0
