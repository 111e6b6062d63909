"""The demo: a replica shop with invented orders, browsed by itself, in folders that are thrown away.

Nothing outside is reached: every host but the replica is unknown to the browser, and the extension is told
the port of the demo's own companion before agreement is given, so it never asks a real one.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from companion.client import CompanionClient
from companion.commands.listing import is_live, make_sorted_deadlines, print_deadlines
from companion.config import Config
from companion.model import Deadline, DeadlineKind, Urgency
from companion.printing import Terminal
from companion.store import open_store
from launch.approval import approve_once
from launch.finding import find_browser
from launch.real import EXTENSION
from launch.serving import run_companion
from tests.browser import shopper
from tests.browser.browser import Browser, PageError
from tests.browser.browsers import open_browser
from tests.browser.kept import list_kept_answers
from tests.browser.marketplace import FakeMarketplace, run_marketplace
from tests.browser.rpc import RpcError

# Orders of tests/browser/samples whose own pages are looked at; one on its way is left out on purpose.
LOOKED_AT = (
    "3041870025561204",
    "3041870025541204",
    "3042815590073318",
    "3043240171965520",
    "3042219975540091",
)
# The returns of tests/browser/samples: the list, then one that waits for an answer.
RETURNS = (
    "https://m.aliexpress.com/p/refund-dispute/list.html",
    "https://trade.aliexpress.com/issue/fastissue/Detail.htm?reverseOrderLineId=6240000000110002",
)
_PACE_SECONDS = 1.5  # between steps, where somebody watches
_ARRIVAL_SECONDS = 60.0
_FLAGGED = {Urgency.OVERDUE, Urgency.CRITICAL, Urgency.URGENT, Urgency.SOON}
_NO_DESKTOP = {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent"}  # a demo without a screen warns nobody


class Counts(msgspec.Struct, frozen=True):
    """What the companion says it holds."""

    captures: int
    orders: int
    unparsed: int


@dataclass(frozen=True, slots=True)
class _Stage:
    browser: Browser
    client: CompanionClient
    shop: FakeMarketplace
    config: Config
    pace: float


async def run_demo(names: tuple[str, ...], *, headless: bool) -> int:
    """Run the demo; 0 when it flagged orders, 1 when it did not."""
    try:
        return await _run_demo(names, headless=headless)
    except (PageError, RpcError, TimeoutError) as error:
        print(f"The demo could not go on: {error!r}", file=sys.stderr)
        return 1


async def _run_demo(names: tuple[str, ...], *, headless: bool) -> int:
    async with _set_up(names, headless=headless) as stage:
        await _agree(stage)
        await _browse(stage)
        await _wait_for_arrival(stage)
        flagged = list_flagged(stage.config)
        print_deadlines(Terminal(sys.stdout, sys.stderr, os.environ), flagged)
        if not headless:
            await _stay(stage)
    return 0 if flagged else 1


@asynccontextmanager
async def _set_up(names: tuple[str, ...], *, headless: bool) -> AsyncIterator[_Stage]:
    found = find_browser(*(names or ("chromium", "firefox")))
    environ = _NO_DESKTOP if headless else {}
    with tempfile.TemporaryDirectory(prefix="orderproof-demo-", ignore_cleanup_errors=True) as folder:
        data_dir = Path(folder) / "data"
        data_dir.mkdir(mode=0o700)
        async with run_marketplace() as shop, run_companion(data_dir, port=0, environ=environ) as client:
            launch = shop.make_launch(found.name, EXTENSION, headless=headless)
            async with open_browser(replace(launch, executable=found.executable)) as browser:
                print(f"{browser.version} is open, with a replica shop on port {shop.port}.", flush=True)
                yield _Stage(browser, client, shop, Config(data_dir), 0.0 if headless else _PACE_SECONDS)


async def _agree(stage: _Stage) -> None:
    page = await shopper.set_port(stage.browser, stage.client.running.port)
    await asyncio.sleep(2 * stage.pace)
    approval = asyncio.create_task(approve_once(stage.client, stage.browser.extension_origin))
    await shopper.agree(page)
    print(f"Agreed, and paired with the code {await approval}.", flush=True)
    await shopper.wait_until_paired(page)
    await asyncio.sleep(stage.pace)


async def _browse(stage: _Stage) -> None:
    page = await shopper.look_at_list(stage.browser)
    await asyncio.sleep(stage.pace)
    await shopper.press_view_orders(page)
    print("Looked at the list, and pressed “View orders”.", flush=True)
    for address in shopper.list_addresses(LOOKED_AT):
        await asyncio.sleep(stage.pace)
        await shopper.look_at(page, address)
    print(f"Looked at {len(LOOKED_AT)} orders and at where their parcels are.", flush=True)
    for address in RETURNS:
        await asyncio.sleep(stage.pace)
        await shopper.look_at(page, address)
    print("Looked at the returns, and at an offer of a seller.", flush=True)


async def _wait_for_arrival(stage: _Stage) -> None:
    """Wait until the outbox is empty and the companion has understood everything that was in it."""
    popup = await stage.browser.extension_page("pages/popup.html")
    given = sum(1 for request in stage.shop.requests if request.api)
    async with asyncio.timeout(_ARRIVAL_SECONDS):
        # Both sides are looked at again and again: neither calls us when it is done.
        while len(list_kept_answers(stage.config)) < given or await shopper.count_waiting(popup):
            await asyncio.sleep(0.3)
        while (counts := await asyncio.to_thread(stage.client.get, "/v1/status", Counts)).unparsed:
            await asyncio.sleep(0.1)
    await popup.close()
    print(f"Kept {counts.captures} captures of {counts.orders} orders.\n", flush=True)


async def _stay(stage: _Stage) -> None:
    link = await asyncio.to_thread(stage.client.make_dashboard_link, "/")
    await stage.browser.open(link.url)
    print("\nLook around. The demo ends when you close the browser, and is thrown away.", flush=True)
    await stage.browser.wait_closed()


def list_flagged(config: Config) -> list[Deadline]:
    """List the deadlines that ask for something soon, and the orders without any date."""
    now = datetime.now(UTC)
    with open_store(config, clock=lambda: now) as store:
        deadlines = make_sorted_deadlines(store.order_records(), now)
    return [one for one in deadlines if is_live(one) and _is_flagged(one)]


def _is_flagged(deadline: Deadline) -> bool:
    return deadline.urgency in _FLAGGED or deadline.kind is DeadlineKind.NO_DATE_KNOWN
