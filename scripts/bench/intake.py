"""Intake of 1 MB pages beside bare servers that do the same work: see `contestants.py`.

The pages are of no marketplace, so that nobody reads them: reading happens after the acknowledgement and in a
process of its own, and has a bench of its own.
"""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from statistics import median

from bench.bodies import UNREAD_URL, Body, make_body, make_page
from bench.companion import run_companion
from bench.contestants import READY, SERVERS
from bench.posting import Posted, Target, post_all
from bench.result import Result, judge_least, make_spread
from launch.child import ChildProcess

OURS = "orderproof"
CLIENTS = (1, 4, 16)
_PAGE_CHARACTERS = 1_000_000


async def measure(folder: Path, quick: bool) -> Result:
    """Post the same pages to each in turn; the order turns with every round."""
    rounds, posts = (1, 8) if quick else (7, 48)
    pages = [make_page(_PAGE_CHARACTERS, number) for number in range(posts)]
    found: dict[tuple[str, int, bool], list[Posted]] = {}
    async with AsyncExitStack() as stack:
        ours = await stack.enter_async_context(run_companion(folder / "data"))
        targets = {OURS: ours.captures}
        for name in SERVERS:
            targets[name] = await stack.enter_async_context(_run_contestant(name, folder / name))
        for number in range(rounds + 1):
            for is_packed in (False, True):
                for clients in CLIENTS:
                    for name in _turn(list(targets), number):
                        bodies = _make_bodies(pages, number, is_packed=is_packed)
                        posted = await post_all(targets[name], bodies, clients)
                        if name == OURS:
                            await ours.wait_until_read()  # reading must not run into the next one's round
                        if number:  # the first round only warms up
                            found.setdefault((name, clients, is_packed), []).append(posted)
    return _make_result(found)


def _turn(names: list[str], number: int) -> list[str]:
    return names[number % len(names) :] + names[: number % len(names)]


def _make_bodies(pages: list[str], number: int, *, is_packed: bool) -> list[Body]:
    # A mark at the end makes the bytes new to every server in every round.
    mark = f"<!-- {number} {is_packed} {{}} -->"
    return [
        make_body(page + mark.format(index), url=UNREAD_URL, is_packed=is_packed)
        for index, page in enumerate(pages)
    ]


@asynccontextmanager
async def _run_contestant(name: str, folder: Path) -> AsyncIterator[Target]:
    folder.mkdir()
    child = await ChildProcess.start([sys.executable, "-m", "bench.contestants", name, str(folder)])
    try:
        line = await child.wait_for_line(rf"{READY} (\d+)")
        yield Target(f"http://127.0.0.1:{line.group(1)}/captures", {})
    finally:
        await child.stop()


def _make_result(found: dict[tuple[str, int, bool], list[Posted]]) -> Result:
    rates = {key: median(posted.rate for posted in rounds) for key, rounds in found.items()}
    names = list(dict.fromkeys(name for name, _, _ in found))
    kinds = [(clients, is_packed) for is_packed in (False, True) for clients in CLIENTS]
    ratios = {
        kind: rates[(OURS, *kind)] / max(rates[(name, *kind)] for name in names if name != OURS)
        for kind in kinds
    }
    rows = [
        (name, *(_make_cell(rates[(name, *kind)], found[(name, *kind)]) for kind in kinds)) for name in names
    ]
    return Result(
        name="intake",
        columns=("captures/s; p50, p99 ms", *(f"{_NAMES[packed]} c{clients}" for clients, packed in kinds)),
        rows=(*rows, ("orderproof / best of the others", *(ratios[kind] for kind in kinds))),
        measured=tuple(
            judge_least(
                f"intake of 1 MB pages, {_NAMES[packed]}, {clients} at once, beside the best bare server",
                "≥ 0.9 ×",
                ratios[(clients, packed)],
                0.9,
                unit=" ×",
            )
            for clients, packed in kinds
        ),
    )


_NAMES = {False: "plain", True: "gzip"}


def _make_cell(rate: float, rounds: list[Posted]) -> str:
    spread = make_spread([seconds for posted in rounds for seconds in posted.seconds])
    return f"{rate:.0f}; {spread.p50 * 1e3:.0f}, {spread.p99 * 1e3:.0f}"
