"""A process that adds captures and says which are acknowledged; tests kill it, or run two of them."""

from __future__ import annotations

import sys
from pathlib import Path

from companion.config import Config
from companion.store import open_store
from tests.store.conftest import read_clock
from tests.store.samples import make_capture, make_part


def send(folder: Path, first: int, count: int) -> None:
    """Add captures and print the number of each once it is acknowledged."""
    with open_store(Config(folder), clock=read_clock) as store:
        print("open", flush=True)  # noqa: T201  # read by the test
        for number in range(first, first + count):
            body = f"body {number} ".encode() * (50 + number * 37 % 3000)
            store.add_capture(make_capture(number, make_part(body), minutes=0))
            print(number, flush=True)  # noqa: T201  # read by the test


if __name__ == "__main__":
    send(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
