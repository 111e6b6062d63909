"""`scripts/dev.py`, run as a contributor runs it, without a screen."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

from launch.child import ChildProcess
from launch.source import find_changed, read_times, wait_for_change

PROJECT = Path(__file__).resolve().parents[2]


@pytest.mark.browser
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
async def test_everything_runs_and_is_put_away(short_folder: Path) -> None:
    """With both browsers it comes to be ready, starts the companion again at a change, and leaves nothing."""
    path = os.pathsep.join([str(PROJECT), str(PROJECT / "scripts")])
    own = {"PYTHONPATH": path, "TMPDIR": str(short_folder), "ORDERPROOF_HOME": str(short_folder / "real")}
    child = await ChildProcess.start(
        [sys.executable, "-m", "launch.dev", "--headless"], environ={**os.environ, **own}
    )
    try:
        await child.wait_for_line(r"^Ready\.", seconds=120)
        opened = [line for line in child.tail.splitlines() if "is open and paired" in line]
        assert 2 == len(opened), child.tail
        touched = PROJECT / "companion" / "web" / "static" / "mark.svg"
        touched.touch()
        async with asyncio.timeout(60):
            while "The companion runs again" not in child.tail:
                await asyncio.sleep(0.1)  # its further output is read, and announced to nobody
        os.kill(child.pid, signal.SIGINT)
        assert 0 == await asyncio.wait_for(child.wait(), 60), child.tail
    finally:
        await child.stop()

    assert "Everything is put away." in child.tail
    assert [] == sorted(entry.name for entry in short_folder.iterdir())


def test_changes_are_told_apart(tmp_path: Path) -> None:
    """A file that was written, came or went is a change; one of another kind is none."""
    kept, written, gone = (tmp_path / name for name in ("kept.py", "written.css", "gone.html"))
    for path in (kept, written, gone):
        path.write_text("1")
    before = read_times(tmp_path)
    os.utime(written, ns=(1, 1))
    gone.unlink()
    (tmp_path / "new.py").write_text("1")
    (tmp_path / "notes.txt").write_text("1")

    assert (gone, tmp_path / "new.py", written) == find_changed(before, read_times(tmp_path))


async def test_a_change_is_waited_for(tmp_path: Path) -> None:
    """The wait ends once a file has changed, and names it."""
    path = tmp_path / "a.py"
    path.write_text("1")
    waiting = asyncio.create_task(wait_for_change(tmp_path, read_times(tmp_path)))
    os.utime(path, ns=(1, 1))

    assert (path,) == await asyncio.wait_for(waiting, 10)
