"""Start and memory of `orderproof serve` beside a bare server of its kind: see `bare.py`."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import aiohttp
import psutil

from bench.bare import READY
from bench.bodies import make_body, make_page
from bench.companion import RunningCompanion, run_companion
from bench.posting import post_all
from bench.result import Result, judge
from launch.child import ChildProcess
from tests.reminders.notification_service import NotificationService, SessionBus

_HELLO = "/v1/hello?nonce=0123456789abcdef"
_SETTLE_SECONDS = 4.0  # until the desktop was found and the first look at the orders is over
_PAGES = 20
_READ_SECONDS = 900.0
_MB = 1024 * 1024
BARE, OURS = "bare aiohttp + sqlite", "orderproof serve, desktop connected"


@dataclass(frozen=True, slots=True)
class Memory:
    """What a process takes, in MB: resident, its share of it, and what is its alone."""

    rss: float
    pss: float
    uss: float


@dataclass(frozen=True, slots=True)
class Run:
    """One start."""

    start_ms: float
    idle: Memory


async def measure(folder: Path, quick: bool) -> Result:
    """Start each in turn; then give a companion twenty pages of a megabyte to read."""
    rounds = 2 if quick else 10
    runs: dict[str, list[Run]] = {BARE: [], OURS: []}
    async with _run_desktop() as address:
        await _start_ours(folder / "data", address)  # makes the store, and warms the disk cache for both
        await _start_bare(folder)
        for number in range(rounds):
            for name in sorted(runs, reverse=bool(number % 2)):
                start = _start_bare(folder) if name == BARE else _start_ours(folder / "data", address)
                runs[name].append(await start)
        read, workers = await _read_pages(folder / "pages", address, 2 if quick else _PAGES)
    return _make_result(runs, read, workers)


@asynccontextmanager
async def _run_desktop() -> AsyncIterator[str]:
    bus, desktop = SessionBus(), NotificationService()
    try:
        address = await bus.start()
        await desktop.start(address)
        yield address
    finally:
        await desktop.stop()
        await bus.stop()


async def _start_bare(folder: Path) -> Run:
    started = time.perf_counter()
    child = await ChildProcess.start([sys.executable, "-m", "bench.bare", str(folder / "bare.db")])
    try:
        line = await child.wait_for_line(rf"{READY} (\d+)")
        await _ask(f"http://127.0.0.1:{line.group(1)}")
        start_ms = (time.perf_counter() - started) * 1e3
        await asyncio.sleep(_SETTLE_SECONDS)
        return Run(start_ms, _weigh(child.pid))
    finally:
        await child.stop()


async def _start_ours(data_dir: Path, address: str, tries: int = 3) -> Run:
    started = time.perf_counter()
    async with run_companion(data_dir, {"DBUS_SESSION_BUS_ADDRESS": address}) as companion:
        await _ask(companion.origin)
        start_ms = (time.perf_counter() - started) * 1e3
        if await _settle(companion):
            return Run(start_ms, _weigh(companion.child.pid))
    if tries == 0:
        raise RuntimeError("the companion does not find the desktop that was started for it")
    return await _start_ours(data_dir, address, tries - 1)


async def _ask(origin: str) -> None:
    async with aiohttp.ClientSession() as http, http.get(f"{origin}{_HELLO}") as answer:
        answer.raise_for_status()


async def _settle(companion: RunningCompanion) -> bool:
    """Wait until it idles; False when it did not find the desktop in time, as happens on a busy machine."""
    await asyncio.sleep(_SETTLE_SECONDS)
    return (await companion.status()).channel == "desktop"


async def _read_pages(data_dir: Path, address: str, pages: int) -> tuple[Memory, list[Memory]]:
    async with run_companion(data_dir, {"DBUS_SESSION_BUS_ADDRESS": address}) as companion:
        bodies = [make_body(make_page(1_000_000, number), is_packed=True) for number in range(pages)]
        await post_all(companion.captures, bodies, 1)
        await companion.wait_until_read(seconds=_READ_SECONDS)
        await _settle(companion)
        workers = psutil.Process(companion.child.pid).children(recursive=True)
        return _weigh(companion.child.pid), [_weigh(worker.pid) for worker in workers]


def _weigh(pid: int) -> Memory:
    process = psutil.Process(pid)
    try:
        full = process.memory_full_info()
        return Memory(full.rss / _MB, getattr(full, "pss", 0) / _MB, full.uss / _MB)
    except psutil.AccessDenied:
        return Memory(process.memory_info().rss / _MB, 0.0, 0.0)


def _make_result(runs: dict[str, list[Run]], read: Memory, workers: list[Memory]) -> Result:
    start = {name: median(run.start_ms for run in found) for name, found in runs.items()}
    rss = {name: median(run.idle.rss for run in found) for name, found in runs.items()}
    rows = [
        (
            name,
            start[name],
            rss[name],
            median(run.idle.pss for run in found),
            median(run.idle.uss for run in found),
        )
        for name, found in runs.items()
    ]
    ratio = ("ratio", *(_divide(ours, bare) for bare, ours in zip(rows[0][1:], rows[1][1:], strict=True)))
    after = f"orderproof after {_PAGES} pages of 1 MB"
    return Result(
        name="daemon",
        columns=("process", "start → first answer ms", "idle RSS MB", "PSS MB", "USS MB"),
        rows=(
            *rows,
            ratio,
            (after, "", read.rss, read.pss, read.uss),
            *(("its worker process", "", worker.rss, worker.pss, worker.uss) for worker in workers),
        ),
        measured=(
            judge(
                "start to the first answer, beside a bare server", "≤ 1.3 ×", start[OURS] / start[BARE], 1.3
            ),
            judge(
                "idle RSS, notifier connected, beside a bare server", "≤ 1.4 ×", rss[OURS] / rss[BARE], 1.4
            ),
            judge(f"RSS after {_PAGES} one-megabyte pages", "≤ 60 MB", read.rss, 60, unit=" MB"),
        ),
    )


def _divide(ours: float | str, bare: float | str) -> float | str:
    return ours / bare if isinstance(ours, float) and isinstance(bare, float) and bare else ""
