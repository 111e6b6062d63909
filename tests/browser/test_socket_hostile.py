"""A page that plays tricks with its sockets learns nothing and drives nothing beyond its bounds."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.browser.browser import Page
from tests.browser.browsers import open_browser
from tests.browser.probe_site import SITE, ProbeSite
from tests.browser.recorder import make_recorder
from tests.conftest import BROWSERS

PAGE = f"{SITE}/probe/hostile-sockets.html"
PLAIN = f"{SITE}/probe/socket-page.html"
_PLAIN_PAGE = '<!DOCTYPE html><title>Messages</title><script src="sockets.js"></script>'
_REPLACED = """(async () => {
  const Native = WebSocket;
  window.WebSocket = class { constructor() { throw new Error("no sockets here"); } };
  Native.prototype.constructor = window.WebSocket;
  EventTarget.prototype.addEventListener = () => { throw new Error("no listeners here"); };
  Reflect.construct = () => { throw new Error("mine"); };
  const socket = new Native("wss://msgacs.m.aliexpress.com/accs/echo?token=5ec2e7");
  await new Promise((resolve) => { socket.onopen = resolve; });
  socket.send(JSON.stringify({say: [{text: '{"n":2}'}]}));
  await new Promise((resolve) => { socket.onmessage = resolve; });
})()"""
pytestmark = pytest.mark.browser


@asynccontextmanager
async def _open(name: str, folder: Path, address: str) -> AsyncIterator[tuple[ProbeSite, Page, Page]]:
    """Open a page, and the extension's own page that records what comes of it."""
    site = ProbeSite()
    site.pages["/probe/socket-page.html"] = _PLAIN_PAGE
    async with site.run(), open_browser(site.make_launch(name, make_recorder(folder))) as browser:
        record = await browser.extension_page("recorder.html")
        page = await browser.open(address)
        await record.wait_for("hellos > 0")
        yield site, record, page


@pytest.mark.parametrize("name", BROWSERS)
async def test_a_page_that_took_everything_over_sees_nothing_of_the_tap(name: str, tmp_path: Path) -> None:
    """With its own getters, Blob and functions in place, a page neither notices the copy nor prevents it."""
    async with _open(name, tmp_path, PAGE) as (_, record, page):
        await page.evaluate("""hear("blob", '{"say":[{"text":"{}"}]}')""")
        await page.evaluate("""hear("blob", '{"say":[{"base64":"AQID"}]}')""")
        await page.evaluate("""hear("arraybuffer", '{"say":[{"base64":"BAUG"}]}')""")
        await record.wait_for("frames().length === 3")
        bodies = await record.read_text("frames().map((one) => one.body).sort().join()")
        tricks = await page.read_text("tricks.join()")
        overheard = await page.evaluate("overheard.length")
    assert "AQID,BAUG,{}" == bodies
    assert "" == tricks
    assert 0 == overheard


@pytest.mark.parametrize("name", BROWSERS)
async def test_a_page_that_replaces_the_constructor_harms_only_itself(name: str, tmp_path: Path) -> None:
    """Whatever a page puts in the place of WebSocket and its functions, real sockets are heard."""
    async with _open(name, tmp_path, PLAIN) as (_, record, page):
        await page.evaluate(_REPLACED)
        await record.wait_for("frames().length === 1")
        assert '{"n":2}' == await record.read_text("frames()[0].body")


@pytest.mark.parametrize("name", BROWSERS)
async def test_a_flood_of_frames_is_bounded(name: str, tmp_path: Path) -> None:
    """Of 3,500 frames at once no more than one burst passes, and giant ones not at all; all lives on."""
    async with _open(name, tmp_path, PLAIN) as (site, record, page):
        await page.evaluate("sockets.open().then((socket) => { window.socket = socket; })")
        await site.sockets.say("x" * (6 * 1024 * 1024 + 1), bytes(5 * 1024 * 1024))
        await site.sockets.say(*['{"type":"DATA"}' for _ in range(3500)])
        await record.wait_for("frames().length > 0")
        count, last = -1, 0
        while count != last:  # until nothing more comes
            count = last
            await asyncio.sleep(0.5)
            last = int(str(await record.evaluate("frames().length")))
        longest = await record.evaluate("Math.max(...frames().map((one) => one.body.length))")
    assert 2900 < last <= 3300  # a burst, and what the seconds of the test add
    assert 15 == longest
