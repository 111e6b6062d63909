"""What the extension costs the page for each frame that a socket of its chat receives.

A page asks the other end for a frame and notes the time until it is here: one by one with rests, as in a
conversation, and one right after the other, so that what the extension does with a frame lies in the way of
the next. Frames are 4 kB long, as a packed sync of some messages is. The same is done in the same browser
without the extension, in turns.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from pathlib import Path

from bench.companion import RunningCompanion, run_companion
from bench.pages import BROWSERS, EMPTY, Figures, open_both, to_figures
from bench.result import Cell, Measured, Result, judge
from tests.browser.browser import Page
from tests.browser.probe_site import ProbeSite

_RESTING = 20
_AT_ONCE = 300
_WATCH = f"""(async () => {{
  const socket = new WebSocket("wss://msgacs.m.aliexpress.com/accs/echo");
  const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
  await new Promise((done) => {{ socket.onopen = done; }});
  socket.binaryType = "%(binary_type)s";
  const command = JSON.stringify({{ say: [%(frame)s] }});
  const hear = () => new Promise((done) => {{
    const began = performance.now();
    socket.onmessage = () => done(performance.now() - began);
    socket.send(command);
  }});
  await hear();
  let rested = 0;
  for (let n = 0; n < {_RESTING}; n += 1) {{
    await wait(60);
    rested += await hear();
  }}
  const began = performance.now();
  for (let n = 0; n < {_AT_ONCE}; n += 1) await hear();
  const busy = performance.now() - began;
  socket.close();
  return [rested / {_RESTING}, busy / {_AT_ONCE}];
}})()"""
_FRAMES = {
    "text": '{text: "x".repeat(4096)}',
    "Blob": '{base64: "AAAA".repeat(1365)}',
    "ArrayBuffer": '{base64: "AAAA".repeat(1365)}',
}


@dataclass(slots=True)
class _Kind:
    """The figures of one kind of frame."""

    resting: Figures = field(default_factory=Figures)
    at_once: Figures = field(default_factory=Figures)


async def measure(folder: Path, quick: bool) -> Result:
    """Receive frames of each kind in both browsers."""
    rows: list[tuple[Cell, ...]] = []
    measured: list[Measured] = []
    for name in BROWSERS:
        async with run_companion(folder / name) as companion:
            found = await _measure_kinds(name, companion, 2 if quick else 12)
        for kind, figures in found.items():
            rows += [
                figures.resting.make_row(name, f"a frame, {kind}"),
                figures.at_once.make_row(name, f"a frame in a burst of {_AT_ONCE}, {kind}"),
            ]
            measured.append(_judge(f"tap, per frame, {kind}, {name}", figures.resting))
    columns = ("browser", "what", "with ms", "most", "without ms", "most", "added ms")
    return Result("sockets", columns, tuple(rows), tuple(measured))


def _judge(what: str, found: Figures) -> Measured:
    return judge(what, "≤ 1 ms", max(0.0, found.added), 1, unit=" ms", without_us=found.swing)


async def _measure_kinds(name: str, companion: RunningCompanion, rounds: int) -> dict[str, _Kind]:
    site = ProbeSite()
    kinds = {kind: _Kind() for kind in _FRAMES}
    async with site.run(), open_both(name, site.make_launch, companion) as (ours, bare):
        for _ in range(rounds):
            for kind, figures in kinds.items():
                rested, busy = await _watch(bare, kind)
                figures.resting.without.append(rested)
                figures.at_once.without.append(busy)
                rested, busy = await _watch(ours, kind)
                figures.resting.with_it.append(rested)
                figures.at_once.with_it.append(busy)
    return kinds


async def _watch(page: Page, kind: str) -> tuple[float, float]:
    await page.go(EMPTY)
    await asyncio.sleep(1)  # the extension greets its background first
    names = {"binary_type": "arraybuffer" if kind == "ArrayBuffer" else "blob", "frame": _FRAMES[kind]}
    rested, busy = to_figures(await page.evaluate(_WATCH % names))
    return rested, busy
