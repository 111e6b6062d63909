"""Bytes kept for a corpus of visits, beside one-file HTML and WARC: see `one_file.py`.

The real extension looks at the replica shop (as heavy as a real one: `weighty_shop.py`) on several days:
list, order pages, tracking, products. Every day the same pages again, with other dates in them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import zstandard

from bench.companion import run_companion
from bench.one_file import Visit, make_one_file, measure_warc
from bench.result import Result, judge
from bench.shopping import open_shopper, wait_until_delivered
from bench.weighty_shop import WeightyShop
from companion.config import Config
from companion.model import Capture, PartRole
from companion.store import Store
from tests.browser import kept, shopper
from tests.browser.answers.samples import load_orders
from tests.browser.browser import Browser, Page
from tests.browser.marketplace import SITE

BROWSER = "chromium"
_BLOCK = 4096
_LEAVING_SECONDS = 1.6  # a visit lasts until its page has rested and was frozen


async def measure(folder: Path, quick: bool) -> Result:
    """Shop, then weigh."""
    days = 1 if quick else 3
    data_dir = folder / "data"
    async with run_companion(data_dir) as companion:
        clock = _Days()
        shop = WeightyShop(clock=clock)
        await shop.start()
        try:
            async with open_shopper(BROWSER, shop.make_launch, companion) as browser:
                for _ in range(days):
                    await _look_around(browser, 4 if quick else 16)
                    await wait_until_delivered(browser)
                    clock.move()
                    shop.serve_made()
        finally:
            await shop.stop()
        await companion.wait_until_read()
    return _weigh(Config(data_dir))


class _Days:
    """A clock that moves by a day when told to."""

    def __init__(self) -> None:
        self._now = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self._now

    def move(self) -> None:
        self._now += timedelta(days=1)


async def _look_around(browser: Browser, most: int) -> None:
    page = await shopper.look_at_list(browser)
    await shopper.press_view_orders(page)
    orders = [order.order_id for order in load_orders()]
    products = [f"{SITE}/item/{1005001100000000 + number}.html" for number in range(4)]
    for address in [*shopper.list_addresses(orders)[:most], *products]:
        await _stay(page, address)
    await page.close()


async def _stay(page: Page, address: str) -> None:
    await shopper.look_at(page, address)
    await asyncio.sleep(_LEAVING_SECONDS)


def _weigh(config: Config) -> Result:
    with kept.open_kept(config) as store:
        captures = [store.get_capture(head.capture_id) for head in store.list_captures()]
        visits = _make_visits(store, captures)
    files = [zstandard.ZstdCompressor(level=3).compress(make_one_file(visit)) for visit in visits]
    blobs = [path.stat().st_size for path in config.blobs_dir.rglob("*") if path.is_file()]
    database = config.database_path.stat().st_size
    ours = sum(blobs) + database
    warc, deduplicated = (
        measure_warc(visits, is_deduplicated=False),
        measure_warc(visits, is_deduplicated=True),
    )
    html = sum(map(len, files))
    rows = (
        ("orderproof: every capture and answer", ours, _on_disk([*blobs, database]), 1.0),
        ("  of it the database (orders, search, journal)", database, _on_disk([database]), database / ours),
        ("one-file HTML, zstd-3, one a visit", html, _on_disk(map(len, files)), html / ours),
        ("WARC.gz, one a visit", warc, _on_disk([warc]), warc / ours),
        ("WARC.gz, repeated bytes as revisits", deduplicated, _on_disk([deduplicated]), deduplicated / ours),
    )
    return Result(
        name="corpus",
        columns=("kept as", "bytes", "on disk, in 4 KB blocks", "× ours"),
        rows=rows,
        measured=(
            judge("bytes kept, beside one-file HTML + zstd", "≤ 1/6", ours / html, 1 / 6, unit=" ×"),
            judge("bytes kept, beside WARC.gz", "≤ 1/6", ours / warc, 1 / 6, unit=" ×"),
        ),
        notes=(f"{len(visits)} visits, {len(captures)} captures, {len(blobs)} blobs.",),
    )


def _on_disk(sizes: Iterable[int]) -> int:
    return sum(-(-size // _BLOCK) * _BLOCK for size in sizes)


def _make_visits(store: Store, captures: list[Capture]) -> list[Visit]:
    """Gather the last document of each visit, all its answers, and the bytes the document lists."""
    visits: dict[str, Visit] = {}
    for capture in captures:
        visit = visits.setdefault(capture.visit_id, Visit(capture.url))
        visit.answers += [part for part in capture.parts if part.role is PartRole.API]
        documents = [part for part in capture.parts if part.role is PartRole.PAGE]
        if documents:
            visit.documents = documents
            visit.resources = {
                part.url: (part.media_type, body)
                for part in capture.parts
                if part.role is PartRole.RESOURCE
                and part.sha256
                and part.url
                and (body := store.find_blob(part.sha256)) is not None
            }
    return [visit for visit in visits.values() if visit.documents]
