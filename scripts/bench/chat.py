"""What the extension costs a chat page of 5,000 messages: while it rests, is scrolled through, and grows.

A heartbeat in the page notes the longest time between two of its ticks: after the page was shown and while it
is frozen; while it is scrolled from its end to its beginning in steps; and while 200 rows are added one by
one. At rest, frames arrive on its socket. The same browser without the extension does the same in turns.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field, fields
from pathlib import Path

from bench.chat_page import draw_new_row, make_chat_page
from bench.companion import RunningCompanion, run_companion
from bench.pages import BROWSERS, START_BEAT, Figures, open_both, to_ms, wait_for_page
from bench.result import Cell, Measured, Result, judge
from bench.sockets import hear_resting
from tests.browser.browser import Page
from tests.browser.probe_site import SITE, ProbeSite

_PATH = "/p/message/index.html"
_APPENDED = 200
_SCROLL = f"""(async () => {{
  {START_BEAT};
  const list = document.querySelector(".message-list");
  const step = list.scrollHeight / 50;
  for (let n = 0; n < 50; n += 1) {{
    list.scrollTop -= step;
    await new Promise((done) => setTimeout(done, 20));
  }}
  return beat();
}})()"""
_APPEND = f"""(async () => {{
  const rows = %s;
  {START_BEAT};
  const list = document.querySelector(".message-list");
  for (const row of rows) {{
    list.insertAdjacentHTML("beforeend", row);
    list.scrollTop = list.scrollHeight;
    await new Promise((done) => setTimeout(done, 4));
  }}
  return beat();
}})()"""


@dataclass(frozen=True, slots=True)
class _Size:
    """How large the page is, how often it is visited, and how long it is watched at rest.

    A page rests 0.65 s before it is frozen, and a large one is frozen in many slices.
    """

    messages: int
    rounds: int
    rest_seconds: float


@dataclass(slots=True)
class _Phases:
    """The figures of each thing that happens to the page."""

    rest: Figures = field(default_factory=Figures)
    scroll: Figures = field(default_factory=Figures)
    append: Figures = field(default_factory=Figures)
    frame: Figures = field(default_factory=Figures)


@dataclass(frozen=True, slots=True)
class _Visit:
    """Milliseconds of one visit: the longest block of each phase, and a frame."""

    rest: float
    scroll: float
    append: float
    frame: float


async def measure(folder: Path, quick: bool) -> Result:
    """Visit the page in both browsers."""
    rows: list[tuple[Cell, ...]] = []
    measured: list[Measured] = []
    size = _Size(500, 1, 1.5) if quick else _Size(5_000, 3, 2.0)
    for name in BROWSERS:
        async with run_companion(folder / name) as companion:
            found = await _measure_phases(name, companion, size)
        blocks = {
            "shown and frozen": found.rest,
            "scrolled through": found.scroll,
            f"{_APPENDED} rows added": found.append,
        }
        rows += [figures.make_row(name, f"longest block, {what}") for what, figures in blocks.items()]
        rows.append(found.frame.make_row(name, "a frame"))
        measured += [_judge(f"longest block, {what}, {name}", one, 50) for what, one in blocks.items()]
        measured.append(_judge(f"tap, per frame on this page, {name}", found.frame, 1))
    columns = ("browser", "what", "with ms", "most", "without ms", "most", "added ms")
    return Result("chat", columns, tuple(rows), tuple(measured), (f"A page of {size.messages:,} messages.",))


def _judge(what: str, found: Figures, most: int) -> Measured:
    """Hold what the extension adds against its budget."""
    return judge(what, f"adds ≤ {most} ms", max(0.0, found.added), most, unit=" ms", without_us=found.swing)


async def _measure_phases(name: str, companion: RunningCompanion, size: _Size) -> _Phases:
    site = ProbeSite()
    site.pages[_PATH] = make_chat_page(size.messages)
    added = json.dumps([draw_new_row(place, size.messages) for place in range(_APPENDED)])
    phases = _Phases()
    async with site.run(), open_both(name, site.make_launch, companion) as (ours, bare):
        for _ in range(size.rounds):
            without = await _visit(bare, added, size.rest_seconds)
            with_it = await _visit(ours, added, size.rest_seconds, companion)
            for phase in fields(_Phases):
                figures: Figures = getattr(phases, phase.name)
                figures.without.append(getattr(without, phase.name))
                figures.with_it.append(getattr(with_it, phase.name))
    return phases


async def _visit(
    page: Page, added: str, rest_seconds: float, companion: RunningCompanion | None = None
) -> _Visit:
    before = (await companion.status()).captures if companion else 0
    await page.go(f"{SITE}{_PATH}?orderId=3041870025561204")
    await page.wait_for("document.readyState === 'complete'")
    await page.evaluate(START_BEAT)
    await asyncio.sleep(rest_seconds)
    rest = to_ms(await page.evaluate("beat()"))
    if companion:
        await wait_for_page(companion, before)
        await companion.wait_until_read()
        await asyncio.sleep(1.0)  # its pictures are fetched
    # Before anything changes, for that is a reason to freeze the page again.
    frame = await hear_resting(page, "text")
    return _Visit(
        rest=rest,
        scroll=to_ms(await page.evaluate(_SCROLL)),
        append=to_ms(await page.evaluate(_APPEND % added)),
        frame=frame,
    )
