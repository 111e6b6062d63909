"""The second command of the README, run as a newcomer runs it, with each browser."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import BROWSERS

PROJECT = Path(__file__).resolve().parents[2]


@pytest.mark.browser
@pytest.mark.parametrize("name", BROWSERS)
def test_the_demo_prints_the_flagged_orders_and_cleans_up(name: str, short_folder: Path) -> None:
    """`run.py --demo --headless` flags urgent, claimable and dateless orders, exits 0 and leaves nothing."""
    path = os.pathsep.join([str(PROJECT), str(PROJECT / "scripts")])
    own = {"PYTHONPATH": path, "TMPDIR": str(short_folder), "ORDERPROOF_HOME": str(short_folder / "real")}
    command = [sys.executable, "-m", "launch", "--demo", "--headless", "--browser", name]
    done = subprocess.run(
        command, env={**os.environ, **own}, capture_output=True, text=True, check=False, timeout=150
    )
    assert 0 == done.returncode, done.stdout + done.stderr
    flagged = done.stdout
    assert "3041870025561204  not delivered refund" in flagged
    assert "3041870025541204  not delivered refund" in flagged
    assert "3043702260918846  no date known" in flagged
    assert [] == sorted(entry.name for entry in short_folder.iterdir())
