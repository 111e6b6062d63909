"""A hostile page learns nothing of the tap and cannot drive the extension beyond its bounds."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.browser.browsers import open_browser
from tests.browser.probe_site import SITE, ProbeSite
from tests.browser.recorder import make_recorder
from tests.conftest import BROWSERS

PAGE = f"{SITE}/probe/hostile.html"
pytestmark = pytest.mark.browser

_FLOOD = """(async () => {
  for (let n = 0; n < 450; n += 15) {
    await Promise.all(Array.from({length: 15}, () => fetch(API + "mtop.flood/1.0/").then((r) => r.text())));
  }
})()"""


@pytest.mark.parametrize("name", BROWSERS)
async def test_page_neither_sees_nor_forges_the_handshake(name: str, tmp_path: Path) -> None:
    """The port passes before the page's first script; a forged one is taken by nobody."""
    async with (
        ProbeSite().run() as site,
        open_browser(site.make_launch(name, make_recorder(tmp_path))) as browser,
    ):
        record = await browser.extension_page("recorder.html")
        page = await browser.open(PAGE)
        await page.evaluate("fetch(API + 'mtop.fetched/1.0/').then((r) => r.text())")
        await record.wait_for("answers().length === 1")
        assert 0 == await page.evaluate("stolen.length")
        overheard = await page.read_text("overheard.map((data) => data.kind ?? data.orderproof).join()")
    assert "port" == overheard  # its own


@pytest.mark.parametrize("name", BROWSERS)
async def test_flood_of_answers_is_bounded(name: str, tmp_path: Path) -> None:
    """Of 450 answers at once no more than one burst passes, however large; page and extension live on."""
    flooding = ProbeSite()
    flooding.answers["mtop.flood"] = '{"api": "mtop.flood", "data": "' + "x" * 200_000 + '"}'
    async with (
        flooding.run() as site,
        open_browser(site.make_launch(name, make_recorder(tmp_path))) as browser,
    ):
        record = await browser.extension_page("recorder.html")
        await record.evaluate("replies.ok = false")
        page = await browser.open(f"{SITE}/probe/empty.html")
        await record.wait_for("hellos > 0")
        await page.evaluate(_FLOOD)
        await record.evaluate("replies.ok = true")
        await record.wait_for("messages.length > 0")
        count, last = -1, 0
        while count != last:  # until nothing more comes
            count = last
            await asyncio.sleep(0.5)
            last = int(str(await record.evaluate("messages.length")))
        size = int(str(await record.evaluate("answers().reduce((sum, a) => sum + a.body.length, 0)")))
    assert 50 < last <= 320  # a burst, and what the seconds of the test add
    assert size <= 64 * 1024 * 1024
