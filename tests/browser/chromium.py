"""Chromium with an unpacked extension, driven over CDP; see `browser.py` for how to use it.

Beyond the protocol: `evaluate_in_worker(code)` runs code in the extension's service worker.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
from pathlib import Path

import aiohttp

from launch.child import ChildError, ChildProcess
from launch.finding import find_browser
from launch.opening import is_root, make_chromium_origin
from tests.browser import cdp
from tests.browser.browser import Launch, PageError
from tests.browser.cdp import CdpPage
from tests.browser.profile import Profile
from tests.browser.rpc import Node, Rpc, RpcError

SHOP_HOSTS = ("*.aliexpress.com", "*.aliexpress.us", "*.alicdn.com", "*.aliexpress-media.com")
_QUIET = (
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--disable-gpu",
    "--password-store=basic",
    "--use-mock-keychain",
    "--disable-features=Translate,OptimizationHints,MediaRouter",
)


class Chromium:
    """One running Chromium."""

    name = "chromium"

    def __init__(self, process: ChildProcess, http: aiohttp.ClientSession, rpc: Rpc, launch: Launch) -> None:
        self._process = process
        self._http = http
        self._rpc = rpc
        self._launch = launch
        self._profile: Profile | None = None
        self.version = ""
        self.extension_origin = make_chromium_origin(launch.extension) if launch.extension else ""

    @classmethod
    async def start(cls, launch: Launch) -> Chromium:
        """Start Chromium and, if there is an extension, await its worker."""
        executable = launch.executable or find_browser("chromium").executable
        profile = Profile(launch.profile)
        command = [str(executable), *make_arguments(launch, profile.path)]
        process = await ChildProcess.start(
            command, environ={**os.environ, **profile.environ, **launch.environ}
        )
        http = aiohttp.ClientSession()
        try:
            address = await process.wait_for_line(r"DevTools listening on (ws://\S+)")
            rpc = await Rpc.connect(http, address.group(1))
        except (ChildError, aiohttp.ClientError):
            await process.stop()
            await http.close()
            profile.remove()
            raise
        browser = cls(process, http, rpc, launch)
        browser._profile = profile
        try:
            await browser._prepare()
        except BaseException:  # also when we are interrupted: nothing may be left running
            await browser.close()
            raise
        return browser

    async def open(self, url: str) -> CdpPage:
        """Open a tab and await its load event."""
        answer = await self._rpc.call("Target.createTarget", {"url": "about:blank"})
        page = await CdpPage.of_target(self._rpc, answer["targetId"].text)
        await page.go(url)
        return page

    async def extension_page(self, path: str) -> CdpPage:
        """Open a page of the extension in a tab."""
        return await self.open(f"{self.extension_origin}/{path}")

    async def wait_for_page(self, url_part: str, *, seconds: float = 10.0) -> CdpPage:
        """Await a tab whose address holds `url_part`."""
        target = await self._wait_for_target("page", url_part, seconds)
        page = await CdpPage.of_target(self._rpc, target["targetId"].text)
        await page.wait_until_loaded(url_part)
        return page

    async def evaluate_in_worker(self, code: str) -> object:
        """Evaluate code in the extension's service worker, which must be running."""
        target = await self._wait_for_target("service_worker", self.extension_origin, 10.0)
        session_id = await cdp.attach(self._rpc, target["targetId"].text)
        try:
            return await cdp.evaluate(self._rpc, session_id, code)
        finally:  # an attached debugger would keep the worker alive
            await self._rpc.call("Target.detachFromTarget", {"sessionId": session_id})

    async def kill_extension_worker(self) -> None:
        """End the extension's service worker at once; returns when it is gone."""
        target = await self._find_target("service_worker", self.extension_origin)
        if target is None:
            return
        target_id = target["targetId"].text
        gone = self._rpc.expect(
            "Target.targetDestroyed", lambda event: event["params"]["targetId"].text == target_id
        )
        page = await self.open("about:blank")
        await page.stop_workers()
        await asyncio.wait_for(gone, 10)
        await page.close()

    async def wait_closed(self) -> None:
        """Await the end of the browser, e.g. because its window was closed."""
        await self._process.wait()

    async def close(self) -> None:
        """End the browser and everything it started, and remove a temporary profile."""
        with contextlib.suppress(RpcError):
            await self._rpc.call("Browser.close", seconds=5)
        await self._rpc.close()
        await self._http.close()
        await self._process.stop()
        if self._profile is not None:
            self._profile.remove()

    async def _prepare(self) -> None:
        self.version = (await self._rpc.call("Browser.getVersion"))["product"].text
        await self._rpc.call("Target.setDiscoverTargets", {"discover": True})
        if self._launch.extension is not None:
            await self._wait_for_target("service_worker", self.extension_origin, 20.0)

    async def _find_target(self, kind: str, url_part: str) -> Node | None:
        answer = await self._rpc.call("Target.getTargets")
        matching = [
            one for one in answer["targetInfos"] if one["type"].text == kind and url_part in one["url"].text
        ]
        return matching[-1] if matching else None

    async def _wait_for_target(self, kind: str, url_part: str, seconds: float) -> Node:
        changes: asyncio.Queue[Node] = asyncio.Queue()
        self._rpc.listen("Target.targetCreated", changes.put_nowait)
        self._rpc.listen("Target.targetInfoChanged", changes.put_nowait)
        try:
            async with asyncio.timeout(seconds):
                while (target := await self._find_target(kind, url_part)) is None:
                    await changes.get()
        except TimeoutError:
            raise PageError(f"no {kind} came at {url_part} within {seconds} s") from None
        finally:
            self._rpc.forget(changes.put_nowait)
        return target


def make_arguments(launch: Launch, profile: Path) -> list[str]:
    """Make the command line of an automated, hermetic Chromium."""
    arguments = [*_QUIET, f"--user-data-dir={profile}", "--remote-debugging-port=0"]
    if launch.headless:
        arguments.append("--headless=new")
    if is_root():  # its sandbox refuses to run as root
        arguments.append("--no-sandbox")
    if launch.extension is not None:
        folder = launch.extension.resolve()
        arguments += [f"--disable-extensions-except={folder}", f"--load-extension={folder}"]
    arguments.append(f"--host-resolver-rules={_make_resolver_rules(launch.marketplace_port)}")
    if launch.marketplace_port is not None:
        # The marketplace is on the loopback interface; without this the browser would treat its pages as
        # local ones, and not hold them to the rules for public pages that reach for local addresses.
        arguments.append(f"--ip-address-space-overrides=127.0.0.1:{launch.marketplace_port}=public")
    if launch.certificate_pin is not None:
        arguments.append(f"--ignore-certificate-errors-spki-list={launch.certificate_pin}")
    return [*arguments, "about:blank"]


def _make_resolver_rules(port: int | None) -> str:
    maps = [] if port is None else [f"MAP {host} 127.0.0.1:{port}" for host in SHOP_HOSTS]
    return ", ".join([*maps, "MAP * ~NOTFOUND", "EXCLUDE 127.0.0.1", "EXCLUDE localhost"])
