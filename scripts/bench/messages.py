"""A store with a million messages: taking more of them in, listing and reading conversations, searching.

A million in two thousand conversations, a hundred of them with five thousand each; seeding them takes about
five minutes of processor time. `--quick` has six thousand.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from statistics import median
from urllib.parse import quote

from bench.asking import open_dashboard, time_answer, time_start
from bench.companion import run_companion
from bench.result import Cell, Result, Spread, judge, make_spread
from bench.talking import (
    COMMON,
    LONG,
    NOW,
    PAGE,
    SELDOM,
    USUAL,
    Reading,
    TalkSize,
    make_reading,
    make_thread_id,
    seed_talks,
)
from companion.config import Config
from companion.store import Store, open_store

_LISTED_ANEW = 20  # conversations that something was added to before they are listed again
_FULL = TalkSize(2_000, 100, 1_000_000)
_QUICK = TalkSize(40, 1, 6_000)
Spreads = dict[str, Spread]


async def measure(folder: Path, quick: bool) -> Result:
    """Fill a store, then write to it, list it, and ask for it over HTTP."""
    size, rounds = (_QUICK, 3) if quick else (_FULL, 100)
    config = Config(folder / "data")
    with open_store(config, clock=lambda: NOW) as store:
        started = time.perf_counter()
        captures = seed_talks(store, size)
        seconds, messages = time.perf_counter() - started, store.threads.count_messages()
        taken = _measure_taking(store, size, rounds)
        listed = _measure_listing(store, size, max(3, rounds // 10))
    listed["chats, the whole command"] = make_spread([_time_command(config) for _ in range(5)])
    start, asked = await _ask(config, size, rounds)
    notes = (
        f"{messages:,} messages in {size.conversations:,} conversations, {size.long} of them with {LONG:,}; "
        f"{captures:,} captures, seeded in {seconds:.0f} s.",
        f"The database takes {config.database_path.stat().st_size / messages:.0f} bytes a message.",
    )
    return _make_result({**taken, **listed, **asked}, start, notes)


def _measure_taking(store: Store, size: TalkSize, rounds: int) -> Spreads:
    """Time how long the writer is held by what comes in."""
    long, short = 0, size.conversations - 1
    ends = {number: size.count(number) for number in (long, short)}
    return {
        f"a pushed message, conversation of {ends[long]:,}": _time_taking(
            store, (make_reading(long, ends[long] + n, 1, visit=1, is_pushed=True) for n in range(rounds))
        ),
        f"a pushed message, conversation of {ends[short]:,}": _time_taking(
            store, (make_reading(short, ends[short] + n, 1, visit=1, is_pushed=True) for n in range(rounds))
        ),
        f"a page of {PAGE}, new, conversation of {ends[long]:,}": _time_taking(
            store, (make_reading(long, ends[long] + (n + 9) * PAGE, PAGE, visit=2) for n in range(rounds))
        ),
        f"a page of {PAGE}, seen before": _time_taking(
            store, (make_reading(long, n * PAGE, PAGE, visit=3) for n in range(rounds))
        ),
        f"an answer with {LONG:,}, new": _time_taking(
            store, (make_reading(size.conversations + n, 0, LONG, visit=4) for n in range(3))
        ),
        f"an answer with {LONG:,}, seen before": _time_taking(
            store, (make_reading(size.conversations + n, 0, LONG, visit=5) for n in range(3))
        ),
    }


def _time_taking(store: Store, readings: Iterable[Reading]) -> Spread:
    """Keep captures; what is timed is taking over what was read in them."""
    seconds: list[float] = []
    for capture, parsed in readings:
        store.add_capture(capture)
        seconds.append(_time(lambda: store.apply_parsed(capture, (parsed,))))  # noqa: B023  # called at once
    return make_spread(seconds)


def _measure_listing(store: Store, size: TalkSize, rounds: int) -> Spreads:
    def list_all() -> None:
        store.threads.keep_summaries()
        sum(1 for _ in store.threads.summaries())

    found = {"chats: what a list tells, of all for the first time": make_spread([_time(list_all)])}
    found["chats, nothing new"] = make_spread([_time(list_all) for _ in range(rounds)])
    again: list[float] = []
    for visit in range(6, 6 + rounds):
        for number in range(size.long, size.long + _LISTED_ANEW):
            capture, parsed = make_reading(number, size.count(number) + visit, 1, visit=visit)
            store.add_capture(capture)
            store.apply_parsed(capture, (parsed,))
        again.append(_time(list_all))
    found[f"chats, {_LISTED_ANEW} conversations went on"] = make_spread(again)
    return found


def _time(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _time_command(config: Config) -> float:
    command = [sys.executable, "-m", "companion", "--data-dir", str(config.data_dir), "chats"]
    return _time(lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL))


async def _ask(config: Config, size: TalkSize, rounds: int) -> tuple[float, Spreads]:
    """Start a companion, which is timed, and ask for its pages in turn."""
    starts = [await time_start(config.data_dir) for _ in range(3)]
    pages = {
        "dashboard: list of conversations": "/chats",
        f"dashboard: a conversation of {LONG:,}, its newest part": _make_path(0),
        "dashboard: a short conversation": _make_path(size.conversations - 1),
        "search, a word said seldom": f"/search?q={SELDOM}",
        "search, a usual word": f"/search?q={USUAL}",
        "search, the most frequent word": f"/search?q={COMMON}",
    }
    seconds: dict[str, list[float]] = {name: [] for name in pages}
    async with run_companion(config.data_dir) as companion, open_dashboard(companion) as http:
        for _ in range(rounds + 1):
            for name, path in pages.items():
                seconds[name].append(await time_answer(http, f"{companion.origin}{path}"))
    return median(starts), {name: make_spread(found[1:]) for name, found in seconds.items()}


def _make_path(number: int) -> str:
    return f"/chats/{quote(f'id:{make_thread_id(number)}', safe='')}"


def _make_result(spreads: Spreads, start: float, notes: tuple[str, ...]) -> Result:
    rows: list[tuple[Cell, ...]] = [
        (name, spread.p50 * 1e3, spread.p99 * 1e3, spread.most * 1e3) for name, spread in spreads.items()
    ]
    searches = [name for name in spreads if name.startswith("search")]
    return Result(
        name="messages",
        columns=("what", "p50 ms", "p99 ms", "longest ms"),
        rows=(*rows, ("start → first answer", start * 1e3, "", "")),
        measured=(
            judge("start over many messages", "< 1 s", start, 1.0, unit=" s"),
            *(judge(f"{name}, p99", "≤ 25 ms", spreads[name].p99 * 1e3, 25, unit=" ms") for name in searches),
        ),
        notes=notes,
    )
