"""Memory that large bodies took does not stay."""

from __future__ import annotations

import subprocess
import sys

import pytest

# One large body, then some of another size with something small kept behind each.
_CHILD = """
import asyncio, sys, time
from pathlib import Path
from companion.memory import FreedMemory

def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096

def use():
    large = b"x" * 20_000_000
    del large
    bodies, kept = [], []
    for number in range(40):
        bodies.append(b"x" * (1_000_000 + number))
        kept.append(b"y" * (3_000 + number))
    return kept

async def main():
    await asyncio.get_running_loop().run_in_executor(None, time.sleep, 0)  # starts the thread that gives back
    before = resident()
    kept = use()
    memory = FreedMemory(quiet_seconds=0.05)
    for _ in range(3 if sys.argv[1] == "given back" else 0):
        memory.note_use()
    await asyncio.sleep(0.5)
    print((resident() - before) // 1_000_000)

asyncio.run(main())
"""


def grow(how: str) -> int:
    """Have a process of its own take forty megabytes and let go of them; tell how many it still has."""
    answer = subprocess.run([sys.executable, "-c", _CHILD, how], capture_output=True, text=True, check=True)
    return int(answer.stdout)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a matter of Linux' C library")
def test_freed_memory_goes_back_to_the_system() -> None:
    """What forty bodies took is gone soon after their use was noted; without that most of it stays."""
    assert grow("given back") < 4
    assert grow("left alone") > 20
