"""Memory under attack, measured in a process of its own."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent.parent
MEGABYTE = 1024 * 1024


@pytest.mark.skipif(not importlib.util.find_spec("resource"), reason="peak memory is not told on Windows")
def test_gzip_bombs_leave_memory_flat() -> None:
    """Bombs of one gigabyte, alone and several at once, are refused within a fixed amount of memory."""
    finished = subprocess.run(
        [sys.executable, "-m", "tests.web.bombed"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=240,
        check=True,
    )
    told = json.loads(finished.stdout)
    assert ([413], 201) == ([each for each in told["statuses"] if each != 503], told["honest"])
    # The bound of one body, and the copy that aiohttp and the list of pieces may hold for a moment.
    assert told["one_bytes"] < 48 * MEGABYTE, told
    # The budget of all bodies in flight (`Limits.body_bytes`), and as much again for fragments.
    assert told["many_bytes"] < 160 * MEGABYTE, told
