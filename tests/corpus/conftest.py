"""The corpus, and a store that took all of it in, in order."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from companion.config import Config
from companion.ingest import Ingest
from companion.model import OrderRecord
from companion.store import Store, open_store
from tests.corpus.captures import make_captures
from tests.corpus.corpus import Corpus, make_corpus

TODAY = date(2026, 11, 25)
NOW = datetime(2026, 11, 26, tzinfo=UTC)  # after the last visit


def read_clock() -> datetime:
    """Tell the time at which everything is taken in."""
    return NOW


@pytest.fixture(scope="package")
def corpus() -> Corpus:
    """Three hundred orders and two years of visits."""
    return make_corpus(today=TODAY)


@pytest.fixture(scope="package")
def store_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of that store."""
    return tmp_path_factory.mktemp("corpus")


@pytest.fixture(scope="package")
def store(corpus: Corpus, store_folder: Path) -> Iterator[Store]:
    """A store that took all captures in, in the order in which they were made."""
    with (
        open_folder(store_folder) as opened,
        Ingest(opened, read_clock) as ingest,
    ):
        for capture in make_captures(corpus):
            ingest.receive(capture)
        yield opened


@pytest.fixture(scope="package")
def records(store: Store) -> dict[str, OrderRecord]:
    """The records by order."""
    return {record.order.order_id: record for record in store.order_records()}


def open_folder(folder: Path) -> Store:
    """Open the store of a folder."""
    return open_store(Config(folder), clock=read_clock)


def make_day(day: int) -> date:
    """The date of a day of the corpus."""
    return TODAY + timedelta(days=day)
