"""Memory that large bodies took does not stay."""

from __future__ import annotations

import subprocess
import sys

import pytest

# One large body, then some of another size with something small kept behind each.
_CHILD = """
import sys
from pathlib import Path
from companion.memory import give_memory_back

def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096

if sys.argv[1] == "given back" and not give_memory_back():
    sys.exit("this C library has no such setting")
before = resident()
large = b"x" * 20_000_000
del large
bodies, kept = [], []
for number in range(40):
    bodies.append(b"x" * (1_000_000 + number))
    kept.append(b"y" * (3_000 + number))
bodies.clear()
print((resident() - before) // 1_000_000)
"""


def grow(how: str) -> int:
    """Have a process of its own take forty megabytes and let go of them; tell how many it still has."""
    answer = subprocess.run([sys.executable, "-c", _CHILD, how], capture_output=True, text=True, check=True)
    return int(answer.stdout)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a setting of Linux' C library")
def test_freed_memory_goes_back_to_the_system() -> None:
    """What forty bodies took is gone when they are; without the setting most of it stays."""
    assert grow("given back") < 4
    assert grow("left alone") > 20
