"""Tells when the source of the companion has changed: its files are looked at again and again."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path

_LOOK_AGAIN_SECONDS = 0.5
_KINDS = {".py", ".html", ".css", ".js", ".svg", ".toml"}

Times = Mapping[Path, int]


def read_times(folder: Path) -> Times:
    """Note when each source file was last written; a file that goes meanwhile is left out."""
    times: dict[Path, int] = {}
    for path in folder.rglob("*"):
        if path.suffix in _KINDS:
            try:
                times[path] = path.stat().st_mtime_ns
            except FileNotFoundError:
                continue
    return times


def find_changed(before: Times, now: Times) -> tuple[Path, ...]:
    """List files that were written, came or went."""
    return tuple(sorted(path for path in before.keys() | now.keys() if before.get(path) != now.get(path)))


async def wait_for_change(folder: Path, seen: Times) -> tuple[Path, ...]:
    """Await the moment at which files are not as they were seen, and have been left alone for a look."""
    last = seen
    while True:
        await asyncio.sleep(_LOOK_AGAIN_SECONDS)
        now = await asyncio.to_thread(read_times, folder)
        if now != seen and now == last:  # an editor or a checkout may still be writing
            return find_changed(seen, now)
        last = now
