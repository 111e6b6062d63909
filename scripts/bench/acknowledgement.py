"""Capture → durable acknowledgement, as the extension waits for it: an order page with its answer."""

from __future__ import annotations

import time
from pathlib import Path

from bench.bodies import Body, make_body, make_order_answer, make_page
from bench.companion import run_companion
from bench.contestants import Keeper
from bench.posting import post_all
from bench.result import Cell, Result, Spread, judge, make_spread

CLIENTS = (1, 4)
_PAGE_CHARACTERS = 60_000  # what a frozen order page of the site comes to, its pictures aside
_WARM_UP = 5
_FOUR_EVERY = 3  # rounds


async def measure(folder: Path, quick: bool) -> Result:
    """Post an order page, or four at once, to a companion that has read everything before."""
    rounds = 4 if quick else 300
    seconds: dict[int, list[float]] = {clients: [] for clients in CLIENTS}
    keeper, floor = Keeper(folder / "bare"), list[float]()
    async with run_companion(folder / "data") as companion:
        await post_all(companion.captures, _make_bodies(_WARM_UP, 0), 1)
        for number in range(1, rounds + 1):
            await companion.wait_until_read()
            floor += _keep_bare(keeper, _make_bodies(1, number))
            clients = 1 if number % _FOUR_EVERY else 4
            posted = await post_all(companion.captures, _make_bodies(clients, number), clients)
            seconds[clients] += posted.seconds
    bare = make_spread(floor)
    spreads = {clients: make_spread(found) for clients, found in seconds.items()}
    one, four, alone = spreads[1], spreads[4], bare.p99 / bare.p50
    return Result(
        name="acknowledgement",
        columns=("clients", "captures", "p50 ms", "p99 ms", "longest ms", "p99 / p50"),
        rows=(
            *(_make_row(str(clients), len(seconds[clients]), spread) for clients, spread in spreads.items()),
            _make_row("none: the bare work, without HTTP", len(floor), bare),
        ),
        measured=(
            judge(
                "capture → acknowledgement of an order page, p50", "≤ 25 ms", one.p50 * 1e3, 25, unit=" ms"
            ),
            judge("the same, p99 / p50", "≤ 2.5", one.p99 / one.p50, 2.5, without_us=alone),
            judge("four at once, p99 / p50", "≤ 2.5", four.p99 / four.p50, 2.5, without_us=alone),
        ),
        notes=(f"A capture waits {one.p50 / bare.p50:.1f} × as long as the bare work takes (p50).",),
    )


def _make_bodies(count: int, start: int) -> list[Body]:
    answer = make_order_answer()
    return [make_body(make_page(_PAGE_CHARACTERS, start * 1000 + n), [answer]) for n in range(count)]


def _keep_bare(keeper: Keeper, bodies: list[Body]) -> list[float]:
    """Time what no acknowledgement can do without on this disk: hash, compress, sync, rename, commit."""
    seconds: list[float] = []
    for body in bodies:
        started = time.perf_counter()
        keeper.keep(body.data, is_packed=False)
        seconds.append(time.perf_counter() - started)
    return seconds


def _make_row(clients: str, captures: int, spread: Spread) -> tuple[Cell, ...]:
    return (clients, captures, spread.p50 * 1e3, spread.p99 * 1e3, spread.most * 1e3, spread.p99 / spread.p50)
