"""A store as after years of heavy use: start, dashboard, popup, deadlines; messages are apart."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from bench.asking import open_dashboard, time_answer, time_start
from bench.companion import run_companion
from bench.result import Cell, Result, Spread, judge, make_spread
from bench.seeding import NOW, Size, seed
from companion.config import Config
from companion.lookout import Lookout
from companion.store import Store, open_store


async def measure(folder: Path, quick: bool) -> Result:
    """Fill a store, start over it, and ask."""
    size = Size(100, 20) if quick else Size(10_000, 250)
    asks, starts = (5, 1) if quick else (300, 7)
    config = Config(folder / "data")
    with open_store(config, clock=lambda: NOW) as store:
        captures = seed(store, size)
        looks = _look(store, asks)
    first_start = await time_start(config.data_dir)
    start = median([await time_start(config.data_dir) for _ in range(starts)])
    answers = await _ask(config.data_dir, asks)
    return _make_result(size, captures, looks, {"first": first_start, "usual": start}, answers)


def _look(store: Store, asks: int) -> dict[str, Spread]:
    """Time looks at all orders: with nothing noted, after a start, and in the minutes after."""
    found: dict[str, list[float]] = {"first look ever": [], "first look of a run": [], "every later look": []}
    lookout = Lookout()
    found["first look ever"].append(_time_look(lookout, store))
    seen = Lookout().look(store.watch, datetime.now(UTC))
    store.watch.note_quiet(seen.quiet, seen.at, seen.rules)
    for _ in range(max(3, asks // 10)):
        lookout = Lookout()
        found["first look of a run"].append(_time_look(lookout, store))
        found["every later look"] += [_time_look(lookout, store) for _ in range(10)]
    return {name: make_spread(seconds) for name, seconds in found.items()}


def _time_look(lookout: Lookout, store: Store) -> float:
    started = time.perf_counter()
    lookout.look(store.watch, datetime.now(UTC))
    return time.perf_counter() - started


async def _ask(data_dir: Path, asks: int) -> dict[str, Spread]:
    """Start a companion and ask for the dashboard and the popup in turn."""
    pages: dict[str, list[float]] = {"dashboard": [], "closed orders": [], "popup": []}
    async with run_companion(data_dir) as companion, open_dashboard(companion) as http:
        for _ in range(asks):
            pages["dashboard"].append(await time_answer(http, f"{companion.origin}/"))
            pages["closed orders"].append(await time_answer(http, f"{companion.origin}/closed"))
            popup = await time_answer(http, f"{companion.origin}/v1/status", companion.headers)
            pages["popup"].append(popup)
    return {name: make_spread(seconds[1:]) for name, seconds in pages.items()}


def _make_result(
    size: Size, captures: int, looks: dict[str, Spread], starts: dict[str, float], answers: dict[str, Spread]
) -> Result:
    rows: list[tuple[Cell, ...]] = [
        (name, spread.p50 * 1e3, spread.p99 * 1e3, spread.most * 1e3)
        for name, spread in (*looks.items(), *answers.items())
    ]
    dashboard, first = answers["dashboard"].p99 * 1e3, looks["first look of a run"].p50 * 1e3
    return Result(
        name="scale",
        columns=("what", "p50 ms", "p99 ms", "longest ms"),
        rows=(
            *rows,
            ("start → first answer, by an older version's store", starts["first"] * 1e3, "", ""),
            ("start → first answer", starts["usual"] * 1e3, "", ""),
        ),
        measured=(
            judge("start over a large store", "< 1 s", starts["usual"], 1.0, unit=" s"),
            judge("its dashboard, p99", "≤ 25 ms", dashboard, 25, unit=" ms"),
            judge("its popup, p99", "≤ 25 ms", answers["popup"].p99 * 1e3, 25, unit=" ms"),
            judge("deadlines of all open orders, worked out anew", "≤ 50 ms", first, 50, unit=" ms"),
        ),
        notes=(f"{captures:,} captures, {size.orders:,} orders, {size.open_orders} of them on their way.",),
    )
