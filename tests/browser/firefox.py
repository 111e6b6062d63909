"""Firefox with an unpacked extension, driven over WebDriver BiDi; see `browser.py` for how to use it.

Beyond the protocol: `suspend_extension_worker()` ends the event page as idleness does, and
`evaluate_in_chrome(code)` runs code with the browser's own rights.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import uuid
from pathlib import Path

import aiohttp

from launch.child import ChildError, ChildProcess
from launch.finding import find_browser
from tests.browser import bidi
from tests.browser.bidi import BidiPage
from tests.browser.browser import Launch, PageError
from tests.browser.profile import Profile
from tests.browser.rpc import Node, Rpc, RpcError

_QUIET: dict[str, str | int | bool] = {
    "app.normandy.enabled": False,
    "app.update.auto": False,
    "browser.aboutwelcome.enabled": False,
    "browser.safebrowsing.downloads.remote.enabled": False,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.page": 0,
    "captivedetect.canonicalURL": "",
    "datareporting.policy.dataSubmissionEnabled": False,
    "dom.push.connection.enabled": False,
    "extensions.getAddons.cache.enabled": False,
    "extensions.systemAddon.update.enabled": False,
    "extensions.update.enabled": False,
    "extensions.webextensions.crash.threshold": 1000,  # we kill its process more often than a day would
    "media.gmp-gmpopenh264.allow-chromium-update": False,
    "media.gmp-manager.url": "",
    "media.gmp-widevinecdm.allow-chromium-update": False,  # else it asks a host of its own after a minute
    "media.gmp-widevinecdm-l1.allow-chromium-update": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "network.dns.disableIPv6": True,
    "network.http.http3.enable": False,
    "network.prefetch-next": False,
    "network.trr.mode": 5,
    "remote.prefs.recommended": True,
    "services.settings.server": "data:,#remote-settings-dummy/v1",
    "toolkit.telemetry.enabled": False,
    "toolkit.telemetry.server": "",
}

# A release build takes the address of its settings server from the preference only with this.
_ENVIRON = {"MOZ_REMOTE_SETTINGS_DEVTOOLS": "1", "MOZ_CRASHREPORTER_DISABLE": "1"}

_EXTENSION_UUID = str(uuid.uuid4())
_FIND = "const policy = WebExtensionPolicy.getByID(%s);"
_SUSPEND = "(async () => { " + _FIND + " await policy.extension.terminateBackground(); })()"
# A content process of its own holds every extension page; ending it by signal is what a crash does.
_PROCESS = (
    "(async () => (await ChromeUtils.requestProcInfo()).children.find(c => c.type === 'extension')?.pid)()"
)
_STATE = "(() => { " + _FIND + " return policy.extension.backgroundState })()"
_TAB_EVENTS = (
    "browsingContext.contextCreated",
    "browsingContext.navigationCommitted",
    "browsingContext.load",
)


class Firefox:
    """One running Firefox."""

    name = "firefox"

    def __init__(self, process: ChildProcess, http: aiohttp.ClientSession, rpc: Rpc, launch: Launch) -> None:
        self._process = process
        self._http = http
        self._rpc = rpc
        self._launch = launch
        self._profile: Profile | None = None
        self._chrome = ""
        self.version = ""
        self._quoted_id = json.dumps(find_gecko_id(launch.extension)) if launch.extension else ""
        self.extension_origin = f"moz-extension://{_EXTENSION_UUID}"

    @classmethod
    async def start(cls, launch: Launch) -> Firefox:
        """Start Firefox and install the extension for this run."""
        executable = launch.executable or find_browser("firefox").executable
        profile = Profile(launch.profile)
        write_preferences(launch, profile.path)
        command = [str(executable), "--no-remote", "--profile", str(profile.path)]
        command += ["--remote-debugging-port", "0", "--remote-allow-system-access"]
        command += ["--headless"] if launch.headless else []
        environ = {**os.environ, **profile.environ, **_ENVIRON, **launch.environ}
        process = await ChildProcess.start(command, environ=environ)
        http = aiohttp.ClientSession()
        try:
            address = await process.wait_for_line(r"WebDriver BiDi listening on (ws://\S+)")
            rpc = await Rpc.connect(http, f"{address.group(1)}/session")
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

    async def open(self, url: str) -> BidiPage:
        """Open a tab and await its load event."""
        answer = await self._rpc.call("browsingContext.create", {"type": "tab"})
        page = BidiPage(self._rpc, answer["context"].text, self._chrome)
        await page.go(url)
        return page

    async def extension_page(self, path: str) -> BidiPage:
        """Open a page of the extension in a tab."""
        return await self.open(f"{self.extension_origin}/{path}")

    async def wait_for_page(self, url_part: str, *, seconds: float = 10.0) -> BidiPage:
        """Await a tab whose address holds `url_part`."""
        changes: asyncio.Queue[Node] = asyncio.Queue()
        for name in _TAB_EVENTS:
            self._rpc.listen(name, changes.put_nowait)
        try:
            async with asyncio.timeout(seconds):
                while (page := await self._find_page(url_part)) is None:
                    await changes.get()
        except TimeoutError:
            raise PageError(f"no tab came at {url_part} within {seconds} s") from None
        finally:
            self._rpc.forget(changes.put_nowait)
        await page.wait_until_loaded(url_part)
        return page

    async def evaluate_in_chrome(self, code: str) -> object:
        """Evaluate code with the browser's own rights."""
        return await bidi.evaluate(self._rpc, self._chrome, code)

    async def kill_extension_worker(self) -> None:
        """Kill the process that holds the event page; returns when the page is gone."""
        pid = await self.evaluate_in_chrome(_PROCESS)
        if isinstance(pid, int):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        await self._wait_until_stopped()

    async def suspend_extension_worker(self) -> None:
        """End the event page as idleness does; returns when it is gone."""
        await self.evaluate_in_chrome(_SUSPEND % self._quoted_id)
        await self._wait_until_stopped()

    async def _wait_until_stopped(self) -> None:
        async with asyncio.timeout(10):
            while await self.evaluate_in_chrome(_STATE % self._quoted_id) != "stopped":
                await asyncio.sleep(0.02)  # the state announces no event to us

    async def wait_closed(self) -> None:
        """Await the end of the browser, e.g. because its window was closed."""
        await self._process.wait()

    async def close(self) -> None:
        """End the browser and everything it started, and remove a temporary profile."""
        with contextlib.suppress(RpcError):
            await self._rpc.call("browser.close", seconds=5)
        await self._rpc.close()
        await self._http.close()
        await self._process.stop()
        if self._profile is not None:
            self._profile.remove()

    async def _prepare(self) -> None:
        answer = await self._rpc.call(
            "session.new", {"capabilities": {"alwaysMatch": {"acceptInsecureCerts": True}}}
        )
        capabilities = answer["capabilities"]
        self.version = f"Firefox/{capabilities['browserVersion'].text}"
        tree = await self._rpc.call("browsingContext.getTree", {"moz:scope": "chrome"})
        self._chrome = next(iter(tree["contexts"]))["context"].text
        await self._rpc.call("session.subscribe", {"events": list(_TAB_EVENTS)})
        if self._launch.extension is not None:
            folder = str(self._launch.extension.resolve())
            await self._rpc.call("webExtension.install", {"extensionData": {"type": "path", "path": folder}})

    async def _find_page(self, url_part: str) -> BidiPage | None:
        tree = await self._rpc.call("browsingContext.getTree", {"maxDepth": 0})
        matching = [one["context"].text for one in tree["contexts"] if url_part in one["url"].text]
        return BidiPage(self._rpc, matching[-1], self._chrome) if matching else None


def find_gecko_id(extension: Path) -> str:
    """Read the id that the manifest gives the extension in Firefox."""
    manifest = Node(json.loads((extension / "manifest.json").read_text("utf-8")))
    return manifest["browser_specific_settings"]["gecko"]["id"].text


def write_preferences(launch: Launch, profile: Path) -> None:
    """Write user.js: quiet, hermetic, and with the rules for public pages that reach for local addresses."""
    preferences = dict(_QUIET)
    if launch.extension is not None:
        uuids = {find_gecko_id(launch.extension): _EXTENSION_UUID}
        preferences["extensions.webextensions.uuids"] = json.dumps(uuids)
    port = launch.marketplace_port
    preferences["network.dns.forceResolve"] = "127.0.0.1"  # no other host is ever looked up
    preferences["network.socket.forcePort"] = f"443={port or 1};80={port or 1}"
    preferences["network.lna.enabled"] = True
    preferences["network.lna.blocking"] = True
    if port is not None:
        preferences["network.lna.address_space.public.override"] = f"127.0.0.1:{port}"
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in preferences.items()]
    (profile / "user.js").write_text("\n".join(lines) + "\n", "utf-8")
