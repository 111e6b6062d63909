"""Captures of a running companion: acknowledged first, read right after, and found again after a crash."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from companion.config import Config
from companion.ingest import ServedIngest
from companion.store import OrderKey, ServedStore
from tests.store.conftest import read_clock
from tests.store.samples import SHOP, at
from tests.store.shop import FakeShop, listed, make_answer, states


@pytest.fixture
def config(tmp_path: Path) -> Config:
    """An empty data folder."""
    return Config(tmp_path / "data")


@pytest.fixture
def shop() -> FakeShop:
    """A marketplace."""
    return FakeShop()


@pytest.fixture
async def served(config: Config) -> AsyncIterator[ServedStore]:
    """A served store."""
    async with ServedStore(config, clock=read_clock) as opened:
        yield opened


async def test_a_served_capture_is_acknowledged_and_then_read(served: ServedStore, shop: FakeShop) -> None:
    """The receipt comes first; then the capture is read and whoever listens hears which orders it touched."""
    ingest = ServedIngest(served, read_clock, (shop,))
    heard: list[frozenset[OrderKey]] = []
    ingest.on_change.append(heard.append)

    receipt, missing = await ingest.receive(make_answer(1, listed(o1="completed")))
    await ingest.settle()

    assert (1, ()) == (receipt.journal_number, missing)
    assert [frozenset({OrderKey(SHOP, "o1")})] == heard
    await ingest.close()


async def test_many_served_captures_are_all_read(served: ServedStore, shop: FakeShop) -> None:
    """Captures that come while others are read are read too, those that crash a parser among them."""
    ingest = ServedIngest(served, read_clock, (shop,))
    bodies = [listed(**{f"o{number}": "completed"}) for number in range(1, 61)]
    bodies[10] = {"kind": "order_list", "crash": True}
    bodies[20] = {**listed(o21="completed"), "words": "\ud83d"}

    await asyncio.gather(*(ingest.receive(make_answer(n, body)) for n, body in enumerate(bodies, start=1)))
    await ingest.settle()

    assert (0, 58) == await served.read(
        lambda store: (store.counts(at(0)).unparsed, store.counts(at(0)).orders)
    )
    assert len(shop.seen) == len(set(shop.seen))
    await ingest.close()


async def test_what_was_unread_is_read_at_start(served: ServedStore, shop: FakeShop, config: Config) -> None:
    """A companion that was killed between acknowledging and reading reads at its next start."""
    await served.add_capture(make_answer(1, listed(o1="completed")))
    bad = make_answer(2, listed(o2="completed"))
    await served.add_capture(bad)
    name = bad.parts[0].sha256 or ""
    (config.blobs_dir / name[:2] / name).unlink()
    ingest = ServedIngest(served, read_clock, (shop,))

    await ingest.run_pending()

    assert ["o1"] == list(await served.read(states))
    await ingest.close()


async def test_closing_while_reading_loses_nothing(served: ServedStore, shop: FakeShop) -> None:
    """A companion that ends while it reads leaves the rest for its next start."""
    ingest = ServedIngest(served, read_clock, (shop,))
    for number in range(1, 6):
        await ingest.receive(make_answer(number, listed(**{f"o{number}": "completed"})))
    await ingest.close()

    await ServedIngest(served, read_clock, (shop,)).run_pending()

    assert 5 == len(await served.read(states))
