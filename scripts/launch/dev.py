"""What `scripts/dev.py` does once the environment is there."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from companion.client import CompanionClient, connect
from companion.config import Config
from companion.errors import CompanionError
from companion.ingest import Ingest
from companion.store import open_store
from launch.__main__ import end_on_signals
from launch.approval import approve_once
from launch.child import ChildError, ChildProcess
from launch.finding import FoundBrowser, NoBrowser, find_browser
from launch.real import EXTENSION
from launch.serving import start_companion
from launch.source import Times, read_times, wait_for_change
from tests.browser import shopper
from tests.browser.browser import Browser, PageError
from tests.browser.browsers import open_browser
from tests.browser.marketplace import ORDERS_PAGE, FakeMarketplace, run_marketplace
from tests.browser.rpc import RpcError
from tests.corpus.captures import make_captures
from tests.corpus.corpus import make_corpus

SOURCE = Path(__file__).resolve().parents[2] / "companion"
DRIVEN = ("chromium", "firefox")  # the browsers that can be told to take the fake marketplace for the shop
_SEED_ORDERS = 40
_NO_DESKTOP = {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent"}  # without a screen nobody is warned


@dataclass(slots=True)
class RestartedCompanion:
    """A companion that is started again on the port it had, for the browsers that are paired with it."""

    config: Config
    environ: dict[str, str]
    port: int = 0
    child: ChildProcess | None = None

    @property
    def client(self) -> CompanionClient:
        """A client for the companion that runs now."""
        return connect(self.config)

    async def start(self) -> None:
        """Start it, and keep its port for the next time."""
        self.child = await start_companion(self.config.data_dir, port=self.port, environ=self.environ)
        self.port = self.client.running.port

    async def stop(self) -> None:
        """Stop it."""
        child, self.child = self.child, None
        if child is not None:
            await child.stop()


def main() -> int:
    """Run until Ctrl-C and return the exit code."""
    arguments = _parse_arguments()
    try:
        return asyncio.run(_run(arguments.browser or [], headless=arguments.headless))
    except (KeyboardInterrupt, asyncio.CancelledError):
        print("\nEverything is put away.", flush=True)
        return 0
    except (NoBrowser, ChildError, PageError, RpcError, CompanionError) as error:
        print(error, file=sys.stderr)
        return 1


async def _run(names: list[str], *, headless: bool) -> int:
    end_on_signals()
    found = _find_browsers(names)
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(
            tempfile.TemporaryDirectory(prefix="orderproof-dev-", ignore_cleanup_errors=True)
        )
        companion = RestartedCompanion(Config(Path(folder) / "data"), _NO_DESKTOP if headless else {})
        await asyncio.to_thread(_seed, companion.config)
        seen = await asyncio.to_thread(read_times, SOURCE)  # what changes while all this starts counts too
        stack.push_async_callback(companion.stop)
        await companion.start()
        shop = await stack.enter_async_context(run_marketplace())
        print(f"Companion on port {companion.port}, fake marketplace on {shop.port}, data in {folder}.")
        for one in found:
            await _open(stack, one, shop, companion, headless=headless)
        print(
            "Ready. A change below companion/ starts the companion again; Ctrl-C puts everything away.",
            flush=True,
        )
        await _restart_on_change(companion, seen)
    return 0


def _find_browsers(names: list[str]) -> list[FoundBrowser]:
    if names:
        return [find_browser(name) for name in names]
    found: list[FoundBrowser] = []
    for name in DRIVEN:
        try:
            found.append(find_browser(name))
        except NoBrowser:
            print(f"{name} is not on this machine and is left out.", flush=True)
    if not found:
        return [find_browser(*DRIVEN)]  # says that there is none
    return found


def _seed(config: Config) -> None:
    """Fill the store with invented orders and two years of looking at them, up to today."""
    now = datetime.now(UTC)
    with open_store(config, clock=lambda: now) as store:
        ingest = Ingest(store, lambda: now)
        with store.transaction():  # one wait for the disk instead of hundreds
            for capture in make_captures(make_corpus(orders=_SEED_ORDERS, today=now.date())):
                ingest.receive(capture)
        print(f"Seeded {store.counts(now).orders} invented orders.", flush=True)


async def _open(
    stack: AsyncExitStack,
    found: FoundBrowser,
    shop: FakeMarketplace,
    companion: RestartedCompanion,
    *,
    headless: bool,
) -> None:
    launch = replace(shop.make_launch(found.name, EXTENSION, headless=headless), executable=found.executable)
    browser: Browser = await stack.enter_async_context(open_browser(launch))
    page = await shopper.set_port(browser, companion.port)
    approval = asyncio.create_task(approve_once(companion.client, browser.extension_origin))
    await shopper.agree(page)
    await approval
    await shopper.wait_until_paired(page)
    await browser.open(ORDERS_PAGE)
    await browser.open(await _make_link(companion))
    print(f"{browser.version} is open and paired: the shop's orders, and the dashboard.", flush=True)


async def _restart_on_change(companion: RestartedCompanion, seen: Times) -> None:
    """Start the companion again at each change; one that does not start waits for the next change."""
    while True:
        changed = await wait_for_change(SOURCE, seen)
        seen = await asyncio.to_thread(read_times, SOURCE)
        names = ", ".join(str(path.relative_to(SOURCE.parent)) for path in changed[:3])
        await companion.stop()
        try:
            await companion.start()
        except (ChildError, CompanionError) as error:
            print(f"{names} changed, and the companion does not start any more:\n{error}", flush=True)
        else:
            print(f"{names} changed. The companion runs again: {await _make_link(companion)}", flush=True)


async def _make_link(companion: RestartedCompanion) -> str:
    return (await asyncio.to_thread(companion.client.make_dashboard_link, "/")).url


def _parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="dev.py", description="Everything running, on invented orders.")
    parser.add_argument(
        "--browser", action="append", choices=DRIVEN, help="only this one; may be given twice"
    )
    parser.add_argument("--headless", action="store_true", help="without a screen")
    arguments = parser.parse_args()
    if not arguments.headless and sys.platform == "linux" and not _has_screen():
        parser.error("there is no screen here; --headless runs without one")
    return arguments


def _has_screen() -> bool:
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


if __name__ == "__main__":
    sys.exit(main())
