"""A backup of two years, put back elsewhere, says what the store said that it was made of."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from companion.config import Config
from companion.store import Store, open_store
from tests.corpus.conftest import NOW, read_clock
from tests.corpus.importing import PROJECT
from tests.corpus.said import read_sayings

_LISTINGS = (
    ("orders", "--json"),
    ("deadlines", "--json", "--now", "2026-11-26T00:00:00Z"),
    ("verify", "--json"),
)


@pytest.fixture(scope="module")
def restored(store: Store, store_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty data folder into which a backup of the corpus' store was put back."""
    folder = tmp_path_factory.mktemp("restored")
    archive = folder / "orders.zip"
    call(store_folder, "backup", str(archive))
    call(folder / "data", "restore", "--check", str(archive))
    call(folder / "data", "restore", str(archive))
    return folder / "data"


def call(data_dir: Path, *arguments: str) -> str:
    """Call the command line as a process of its own, as on the other machine, and give what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "companion", "--data-dir", str(data_dir), *arguments],
        cwd=PROJECT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert 0 == done.returncode, done.stderr
    return done.stdout


@pytest.mark.parametrize("command", _LISTINGS, ids=lambda command: command[0])
def test_commands_print_the_same(store_folder: Path, restored: Path, command: tuple[str, ...]) -> None:
    """`orders`, `deadlines` and `verify` print the same of both."""
    assert json.loads(call(store_folder, *command)) == json.loads(call(restored, *command))


def test_everything_said_is_the_same(store: Store, restored: Path) -> None:
    """Records, histories, statements, deadlines and problems are the same too."""
    with open_store(Config(restored), clock=read_clock) as opened:
        assert read_sayings(store, NOW) == read_sayings(opened, NOW)
        assert store.order_records() == opened.order_records()
