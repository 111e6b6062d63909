"""An empty data folder and the store in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from companion.config import Config
from companion.store import Store, open_store
from tests.store.finding import fill


def read_clock() -> datetime:
    """Tell the time."""
    return datetime.now(UTC)


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
def filled(store: Store) -> Store:
    """A store with one order that has everything."""
    fill(store)
    return store
