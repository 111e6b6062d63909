"""A running web for every test that asks for one."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.web.running import RunningWeb, run_web


@pytest.fixture
async def web(tmp_path: Path) -> AsyncIterator[RunningWeb]:
    """Both applications over an empty store."""
    async with run_web(tmp_path / "data") as running:
        yield running
