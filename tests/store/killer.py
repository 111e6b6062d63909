"""A process that forks writers and kills each at a random moment; prints what they acknowledged.

Forked, because a fresh interpreter for each kill would take most of the time.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from pathlib import Path

from tests.store.sender import send

PER_RUN = 1000  # more than a writer ever gets to


def kill_one(folder: Path, first: int, chosen: random.Random) -> list[int]:
    """Fork a writer, kill it a moment after some acknowledgements, and read what it acknowledged."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.dup2(writing, 1)
        send(folder, first, PER_RUN)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as output:
        heard = [output.readline() for _ in range(chosen.randrange(12))]
        time.sleep(chosen.uniform(0, 0.02))  # the moment of the kill, not a wait for anything
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        heard += output.readlines()
    # A number that the kill cut off has no line end and acknowledges nothing.
    return [int(line) for line in heard if line.endswith(b"\n") and line.strip().isdigit()]


def run(folder: Path, kills: int) -> None:
    """Kill writers one after the other and print every number that was acknowledged."""
    chosen = random.Random()  # noqa: S311  # other moments each run, on purpose
    for number in range(kills):
        for acknowledged in kill_one(folder, 1 + number * PER_RUN, chosen):
            print(acknowledged)  # noqa: T201  # read by the test


if __name__ == "__main__":
    run(Path(sys.argv[1]), int(sys.argv[2]))
