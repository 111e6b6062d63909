"""What the extension costs the page: the longest block of its main thread, and each answer of its API.

A heartbeat in the page notes the longest time between two of its ticks while the page is frozen and sent. The
same page is looked at in the same browser without the extension, in turns.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from bench.bodies import make_order_answer, make_page
from bench.companion import RunningCompanion, run_companion
from bench.result import Cell, Measured, Result, judge
from bench.shopping import MakeLaunch, open_shopper
from tests.browser.browser import Page
from tests.browser.browsers import open_browser
from tests.browser.marketplace import run_marketplace
from tests.browser.probe_site import SITE, ProbeSite

BROWSERS = ("chromium", "firefox")
ORDER = f"{SITE}/p/order/detail.html?orderId=3041870025561204"
HEAVY = "/p/order/detail.html"
EMPTY = f"{SITE}/probe/empty.html"
_PICTURES = 200
_WATCHED_SECONDS = 2.5  # a page rests 0.65 s before it is frozen
_ARRIVAL_SECONDS = 20.0
_ANSWERS = 30

START_BEAT = """void (globalThis.beat = (() => {
  let last = performance.now(), longest = 0, goesOn = true;
  const tick = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    if (goesOn) setTimeout(tick, 4);
  };
  tick();
  return () => { goesOn = false; return longest; };
})())"""
# Answers come at a pace at which what the extension does with one is over before the next.
_CALL = f"""(async () => {{
  const call = async () => {{
    const began = performance.now();
    await (await fetch("https://acs.aliexpress.com/h5/mtop.bench/1.0/", {{credentials: "include"}})).json();
    return performance.now() - began;
  }};
  const first = await call();
  let sum = 0;
  for (let n = 0; n < {_ANSWERS}; n += 1) {{
    await new Promise((done) => setTimeout(done, 60));
    sum += await call();
  }}
  return [first, sum / {_ANSWERS}];
}})()"""


@dataclass(slots=True)
class Figures:
    """Milliseconds, with the extension and without."""

    with_it: list[float] = field(default_factory=list)
    without: list[float] = field(default_factory=list)

    def make_row(self, browser: str, what: str) -> tuple[Cell, ...]:
        """Write both, and what the extension adds."""
        ours, bare = median(self.with_it), median(self.without)
        return (browser, what, ours, max(self.with_it), bare, max(self.without), ours - bare)

    @property
    def added(self) -> float:
        """What the extension adds, in the middle."""
        return median(self.with_it) - median(self.without)

    @property
    def swing(self) -> float:
        """How far the rounds without the extension lie from their own middle: less cannot be told."""
        middle = median(self.without)
        return median(abs(one - middle) for one in self.without)


async def measure(folder: Path, quick: bool) -> Result:
    """Look at both pages and call the API in both browsers."""
    rounds = 2 if quick else 12
    rows: list[tuple[Cell, ...]] = []
    measured: list[Measured] = []
    for name in BROWSERS:
        async with run_companion(folder / name) as companion:
            order = await _measure_order(name, companion, rounds)
            heavy, cold, warm = await _measure_probe(name, companion, rounds)
        rows += [
            order.make_row(name, "longest block, order page"),
            heavy.make_row(name, f"longest block, 1 MB page with {_PICTURES} pictures"),
            warm.make_row(name, "an answer of the API"),
            cold.make_row(name, "the first answer in a document"),
        ]
        measured += [
            _judge_block(f"longest block, order page, {name}", order, 16),
            _judge_block(f"longest block, 1 MB page, {name}", heavy, 50),
            judge(
                f"tap, per answer, {name}",
                "≤ 1 ms",
                max(0.0, warm.added),
                1,
                unit=" ms",
                without_us=warm.swing,
            ),
        ]
    columns = ("browser", "what", "with ms", "most", "without ms", "most", "added ms")
    return Result("pages", columns, tuple(rows), tuple(measured))


def _judge_block(what: str, found: Figures, most: int) -> Measured:
    ours, bare = median(found.with_it), median(found.without)
    return judge(what, f"≤ {most} ms", ours, most, unit=" ms", without_us=bare)


async def _measure_order(name: str, companion: RunningCompanion, rounds: int) -> Figures:
    async with run_marketplace() as shop, open_both(name, shop.make_launch, companion) as (ours, bare):
        figures = Figures()
        for _ in range(rounds):
            figures.without.append(await _watch(bare, ORDER, "document.body.dataset.state"))
            before = (await companion.status()).captures
            figures.with_it.append(await _watch(ours, ORDER, "document.body.dataset.state"))
            await wait_for_page(companion, before)
        return figures


async def _measure_probe(
    name: str, companion: RunningCompanion, rounds: int
) -> tuple[Figures, Figures, Figures]:
    site = ProbeSite()
    site.pages[HEAVY] = _make_heavy_page()
    site.answers["mtop.bench"] = make_order_answer()
    heavy, cold, warm = Figures(), Figures(), Figures()
    async with site.run(), open_both(name, site.make_launch, companion) as (ours, bare):
        for _ in range(rounds):
            heavy.without.append(await _watch(bare, f"{SITE}{HEAVY}", "document.readyState === 'complete'"))
            before = (await companion.status()).captures
            heavy.with_it.append(await _watch(ours, f"{SITE}{HEAVY}", "document.readyState === 'complete'"))
            await wait_for_page(companion, before)
            for page, firsts, others in (
                (bare, cold.without, warm.without),
                (ours, cold.with_it, warm.with_it),
            ):
                first, other = await _call(page)
                firsts.append(first)
                others.append(other)
    return heavy, cold, warm


@asynccontextmanager
async def open_both(
    name: str, make_launch: MakeLaunch, companion: RunningCompanion
) -> AsyncIterator[tuple[Page, Page]]:
    """Open an empty page in a browser with the extension and in one without."""
    with_it, without = open_shopper(name, make_launch, companion), open_browser(make_launch(name, None))
    async with with_it as ours, without as bare:
        yield await ours.open(EMPTY), await bare.open(EMPTY)


async def _watch(page: Page, address: str, is_shown: str) -> float:
    """Go to a page and give the longest block after it was shown."""
    await page.go(address)
    await page.wait_for(is_shown)
    await page.evaluate(START_BEAT)
    await asyncio.sleep(_WATCHED_SECONDS)
    return to_ms(await page.evaluate("beat()"))


async def _call(page: Page) -> tuple[float, float]:
    await page.go(EMPTY)
    await asyncio.sleep(1)  # the extension greets its background first
    first, others = to_figures(await page.evaluate(_CALL))
    return first, others


async def wait_for_page(companion: RunningCompanion, before: int) -> None:
    """Make sure that the page was captured while it was watched, or right after."""
    async with asyncio.timeout(_ARRIVAL_SECONDS):
        while (await companion.status()).captures <= before:
            await asyncio.sleep(0.1)


def _make_heavy_page() -> str:
    pictures = "".join(
        f'<img src="https://ae01.alicdn.com/kf/S{number}.png" width="40" height="40" alt="">'
        for number in range(_PICTURES)
    )
    return make_page(1_000_000, 1).replace("</body>", f"{pictures}</body>")


def to_ms(value: object) -> float:
    """Read the time that a page measured."""
    if not isinstance(value, int | float):
        raise TypeError(f"the page gave no time but {value!r}")
    return float(value)


def to_figures(value: object) -> list[float]:
    """Read the milliseconds that a page measured."""
    return [to_ms(one) for one in value] if isinstance(value, list) else []
