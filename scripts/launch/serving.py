"""Starts a companion of its own for a data folder, or finds the one that runs already."""

from __future__ import annotations

import os
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from companion.client import CompanionClient, connect, find_companion
from companion.config import Config
from launch.child import ChildProcess


@asynccontextmanager
async def run_companion(
    data_dir: Path, *, port: int | None = None, environ: Mapping[str, str] | None = None
) -> AsyncIterator[CompanionClient]:
    """Run a companion and stop it at the end; one that runs already is used and left running."""
    config = Config(data_dir)
    found = find_companion(config)
    if found is not None:
        yield found
        return
    child = await start_companion(data_dir, port=port, environ=environ)
    try:
        yield connect(config)
    finally:
        await child.stop()


async def start_companion(
    data_dir: Path, *, port: int | None = None, environ: Mapping[str, str] | None = None
) -> ChildProcess:
    """Start a companion and await the moment it listens; the caller stops it."""
    command = [sys.executable, "-m", "companion", "--data-dir", str(data_dir), "serve"]
    if port is not None:
        command += ["--port", str(port)]
    child = await ChildProcess.start(command, environ={**os.environ, **(environ or {})})
    try:
        await child.wait_for_line(r"serves on port (\d+)")
    except BaseException:  # also when we are interrupted: nothing may be left running
        await child.stop()
        raise
    return child
