"""A data folder with a store in it, and the doctor's look at one thing of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from companion.client import CompanionClient, find_companion
from companion.config import Config
from companion.doctor import Finding, Surroundings, examine
from companion.store import Store, open_store

NOW = datetime(2026, 8, 30, 12, 0, tzinfo=UTC)
Look = Callable[..., Finding]


def read_clock() -> datetime:
    """Tell the time."""
    return NOW


@pytest.fixture
def config(tmp_path: Path) -> Config:
    """An empty data folder."""
    return Config(tmp_path / "data")


@pytest.fixture
def store(config: Config) -> Iterator[Store]:
    """An open, empty store."""
    with open_store(config, clock=read_clock) as opened:
        yield opened


def examine_all(
    config: Config, *, now: datetime = NOW, quick: bool = False, client: CompanionClient | None = None
) -> dict[str, Finding]:
    """Run every check."""
    around = Surroundings(config, client or find_companion(config), now, quick, lambda _done, _total: None)
    found = examine(around, lambda: open_store(config, clock=read_clock))
    return {finding.check: finding for finding in found}


@pytest.fixture
def look(config: Config) -> Look:
    """Run every check, and give what one of them found."""
    return lambda check, **options: examine_all(config, **options)[check]
