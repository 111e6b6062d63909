"""A store that an old adapter has read, and a process that reads it anew; tests kill it."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from companion.config import Config
from companion.ingest import Ingest
from companion.ingest.reparsing import finish_reparse
from companion.model import Capture, OrderState, Parsed, Part
from companion.store import open_store
from companion.worker import BlockingWorker
from tests.store.conftest import read_clock
from tests.store.shop import FakeShop, listed, make_answer


class NewShop(FakeShop):
    """The adapter after an update: it reads "completed" where the old one read "awaiting_delivery"."""

    version = 2

    def parse(self, capture: Capture, part: Part) -> Parsed:
        """Read the orders a part names, with another state."""
        parsed = super().parse(capture, part)
        orders = tuple(
            replace(
                order,
                state=OrderState.CLOSED if order.state is OrderState.AWAITING_DELIVERY else order.state,
            )
            for order in parsed.orders
        )
        return replace(parsed, orders=orders)


class TellingShop(NewShop):
    """Says each capture it reads."""

    def parse(self, capture: Capture, part: Part) -> Parsed:
        """Read and say so."""
        print(capture.capture_id, flush=True)  # noqa: T201  # read by the test
        return super().parse(capture, part)


def seed(config: Config, count: int, shop: FakeShop | None = None) -> None:
    """Fill a folder with captures that an adapter has read: each shows two orders, one of them often."""
    with open_store(config, clock=read_clock) as store:
        ingest = Ingest(store, read_clock, (shop or FakeShop(),))
        for number in range(1, count + 1):
            orders = {f"o{number}": "awaiting_delivery", f"shared{number % 3}": "awaiting_delivery"}
            ingest.receive(make_answer(number, listed(**orders)))


def read_anew(folder: Path) -> None:
    """Read a store anew, saying each capture, and then each step of turning its orders."""
    with open_store(Config(folder), clock=read_clock) as store, BlockingWorker() as worker:
        for _ in finish_reparse(store, (TellingShop(),), worker):
            print("turned", flush=True)  # noqa: T201  # read by the test


if __name__ == "__main__":
    read_anew(Path(sys.argv[1]))
