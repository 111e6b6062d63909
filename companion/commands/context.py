"""What every command gets: the data folder, the terminal and the clock; and the store when it asks."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from companion.printing import Terminal

if TYPE_CHECKING:
    from companion.config import Config
    from companion.store import Store


@dataclass(frozen=True, slots=True)
class Context:
    """The surroundings of one command."""

    data_dir: Path | None  # as given on the command line
    environ: Mapping[str, str]
    terminal: Terminal
    clock: Callable[[], datetime]

    def make_config(self, port: int | None = None, archive_port: int | None = None) -> Config:
        """Settle the data folder and the ports of this run."""
        from companion.config import Config, find_data_dir  # heavy; --version needs none

        return Config(find_data_dir(self.data_dir, self.environ), port, archive_port)

    def open_store(self) -> Store:
        """Open the store of the data folder; close it with `with`."""
        from companion.store import open_store  # heavy; many commands need no store

        return open_store(self.make_config(), clock=self.clock)


class CommandModule(Protocol):
    """What a module of this package offers to the command line."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the arguments."""

    def run(self, arguments: argparse.Namespace, context: Context) -> int:
        """Do the work and return the exit code."""


def read_clock() -> datetime:
    """Tell the time in UTC, by the whole second: nothing here is finer than that."""
    return datetime.now(UTC).replace(microsecond=0)
