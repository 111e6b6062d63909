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

_ROUNDS = 5
_RESTING = 8
_PACE_MS = 100  # what the extension and the companion do with a frame is over before the next one
_AT_ONCE = 150
_SETTLE_SECONDS = 1.0  # the extension greets its background first
_OPEN = """(async () => {
  const socket = new WebSocket("wss://msgacs.m.aliexpress.com/accs/echo");
  await new Promise((done) => { socket.onopen = done; });
  socket.binaryType = "%(binary_type)s";
  const command = JSON.stringify({ say: [%(frame)s] });
  const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
  const hear = () => new Promise((done) => {
    const began = performance.now();
    socket.onmessage = () => done(performance.now() - began);
    socket.send(command);
  });
  await hear();
"""
_REST = f"""{_OPEN}
  let sum = 0;
  for (let n = 0; n < {_RESTING}; n += 1) {{
    await wait({_PACE_MS});
    sum += await hear();
  }}
  socket.close();
  return [sum / {_RESTING}];
}})()"""
# What an earlier burst left for the extension to do is over before the next one.
_BURST = f"""{_OPEN}
  await wait(200);
  const began = performance.now();
  for (let n = 0; n < {_AT_ONCE}; n += 1) await hear();
  const sum = performance.now() - began;
  socket.close();
  return [sum / {_AT_ONCE}];
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
            found = await _measure_kinds(name, companion, 1 if quick else _ROUNDS)
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
        for number in range(rounds):
            await asyncio.gather(bare.go(EMPTY), ours.go(EMPTY))
            await asyncio.sleep(_SETTLE_SECONDS)
            for kind, figures in _turn(kinds, number):
                figures.resting.without.append(await hear_resting(bare, kind))
                figures.resting.with_it.append(await hear_resting(ours, kind))
            # Those without the extension first: a burst leaves its background and the companion work to do.
            for kind, figures in _turn(kinds, number):
                figures.at_once.without.append(await _hear(bare, _BURST, kind))
            for kind, figures in _turn(kinds, number):
                figures.at_once.with_it.append(await _hear(ours, _BURST, kind))
    return kinds


def _turn(kinds: dict[str, _Kind], by: int) -> list[tuple[str, _Kind]]:
    """Begin each round with another kind, so that none always comes after the others."""
    items = list(kinds.items())
    return items[by % len(items) :] + items[: by % len(items)]


async def hear_resting(page: Page, kind: str) -> float:
    """Receive frames one by one, and tell how long one takes on its way."""
    return await _hear(page, _REST, kind)


async def _hear(page: Page, script: str, kind: str) -> float:
    names = {"binary_type": "arraybuffer" if kind == "ArrayBuffer" else "blob", "frame": _FRAMES[kind]}
    [milliseconds] = to_figures(await page.evaluate(script % names))
    return milliseconds
