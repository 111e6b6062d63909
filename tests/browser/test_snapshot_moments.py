"""When a page is frozen: once quiet, again when its text has changed, and when it is hidden or left."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.browser.browser import Browser, Page
from tests.browser.browsers import open_browser
from tests.browser.probe_site import SITE, ProbeSite
from tests.browser.recorder import make_recorder
from tests.conftest import BROWSERS

ORDER_PAGE = f"{SITE}/p/order/detail.html?orderId=8200000000000001"
pytestmark = [pytest.mark.browser, pytest.mark.parametrize("name", BROWSERS)]

_PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Order</title></head>
<body><h1 id="state">Awaiting delivery</h1><p>Closes in <b id="clock"><i>00</i>:<i>00</i></b></p>
<div id="tab" style="display: none">Hidden words</div><script src="calls.js"></script>
<script>
let n = 0;
const last = document.querySelector("#clock i:last-child");
const tick = () => { last.textContent = String(++n % 60).padStart(2, "0"); };
setInterval(tick, 150);
</script></body></html>"""
# What was kept, one line each: why, and what the heading said.
_KEPT = """pages().map(({trigger, documents: [{html}]}) =>
`${trigger} ${/<h1[^>]*>(.*?)<\\/h1>/.exec(html)[1]}`).join("; ")"""


@asynccontextmanager
async def _run(
    name: str, folder: Path, *, minute: int = 60_000
) -> AsyncIterator[tuple[Browser, Page, ProbeSite]]:
    site = ProbeSite()
    for path in ("/p/order/detail.html", "/p/order/index.html", "/somewhere/else.html"):
        site.pages[path] = _PAGE.replace("calls.js", "/probe/calls.js")
    async with site.run():
        launch = site.make_launch(name, make_recorder(folder, minute=minute))
        async with open_browser(launch) as browser:
            yield browser, await browser.extension_page("recorder.html"), site


async def test_page_is_frozen_once_its_answers_are_there(name: str, tmp_path: Path) -> None:
    """A page that waits for a call of its API is not frozen before the answer has been shown."""
    async with _run(name, tmp_path) as (browser, record, site):
        site.pages["/p/order/detail.html"] = site.pages["/p/order/detail.html"].replace(
            "let n = 0;",
            """fetch("https://acs.aliexpress.com/slow/h5/mtop.detail/1.0/").then((r) => r.json())
              .then(() => { document.querySelector("#state").textContent = "Shipped"; }); let n = 0;""",
        )
        await browser.open(ORDER_PAGE)
        await asyncio.sleep(1.5)  # longer than a page without calls needs
        assert 0 == await record.evaluate("pages().length")
        site.go.set()
        await record.wait_for("pages().length > 0")
        assert "load Shipped" == await record.read_text(_KEPT)


async def test_page_is_frozen_again_when_its_words_change(name: str, tmp_path: Path) -> None:
    """A clock that ticks is no change; a word is, and so is a part that comes into view."""
    async with _run(name, tmp_path, minute=300) as (browser, record, _site):
        page = await browser.open(ORDER_PAGE)
        await record.wait_for("pages().length > 0")
        await asyncio.sleep(2.5)  # the clock ticks on; nothing is to come
        assert "load Awaiting delivery" == await record.read_text(_KEPT)
        await page.evaluate("void (document.querySelector('#state').firstChild.nodeValue = 'Delivered')")
        await record.wait_for("pages().length > 1")
        await page.evaluate("void (document.querySelector('#tab').style.display = 'block')")
        await record.wait_for("pages().length > 2")
        assert "load Awaiting delivery; change Delivered; change Delivered" == await record.read_text(_KEPT)


async def test_a_page_that_a_clock_began_is_no_clock(name: str, tmp_path: Path) -> None:
    """An area in which only digits changed while it was nearly empty is watched again when words fill it."""
    async with _run(name, tmp_path, minute=300) as (browser, record, site):
        bare = '<!DOCTYPE html><html><body><div id="all"><i id="n">1</i><h1></h1></div></body></html>'
        site.pages["/p/order/detail.html"] = bare
        page = await browser.open(ORDER_PAGE)
        await record.wait_for("pages().length > 0")
        for number in (2, 3, 4):
            await page.evaluate(f"void (document.querySelector('#n').textContent = '{number}')")
        for count, price in ((2, "US $11.00"), (3, "US $12.00")):
            words = f"Words that fill the area in which nothing stood but a number: {price}"
            await page.evaluate(f"void (document.querySelector('h1').textContent = '{words}')")
            await record.wait_for(f"pages().length === {count}")
        await page.close()


async def test_a_minute_passes_between_two_freezes(name: str, tmp_path: Path) -> None:
    """Words that change right after a freeze wait, and are kept when the page is left first."""
    async with _run(name, tmp_path) as (browser, record, _site):
        page = await browser.open(ORDER_PAGE)
        await record.wait_for("pages().length > 0")
        await page.evaluate("void (document.querySelector('#state').textContent = 'Delivered')")
        await asyncio.sleep(1.5)
        assert "load Awaiting delivery" == await record.read_text(_KEPT)
        await page.go(f"{SITE}/somewhere/else.html")
        await record.wait_for("pages().length > 1")
        assert "load Awaiting delivery; leave Delivered" == await record.read_text(_KEPT)


async def test_page_left_at_once_is_kept_too(name: str, tmp_path: Path) -> None:
    """A page that is left before it was quiet leaves what it showed, answers before the page."""
    async with _run(name, tmp_path) as (browser, record, _site):
        page = await browser.open(ORDER_PAGE)
        await page.evaluate("calls.fetchGet('mtop.detail', {})")
        await record.wait_for("messages.length > 0")
        await page.go(f"{SITE}/somewhere/else.html")
        await record.wait_for("pages().length > 0")
        assert "leave Awaiting delivery" == await record.read_text(_KEPT)
        assert "answer,page" == await record.read_text("messages.map((m) => m.type).join()")


async def test_new_address_of_a_single_page_app_is_a_new_page(name: str, tmp_path: Path) -> None:
    """`pushState` and going back each start a new freeze, under the address of that moment, in one visit."""
    async with _run(name, tmp_path) as (browser, record, _site):
        page = await browser.open(f"{SITE}/p/order/index.html")
        await record.wait_for("pages().length > 0")
        await page.evaluate(
            """(() => { history.pushState(null, "", "/p/order/detail.html?orderId=8200000000000001");
            document.querySelector("#state").textContent = "Order details"; })()"""
        )
        await record.wait_for("pages().length > 1")
        await page.evaluate("history.back()")
        await record.wait_for("pages().length > 2")
        urls = await record.read_text(
            "pages().map((page) => new URL(page.page_url).pathname + page.trigger).join()"
        )
        visits = await record.evaluate("new Set(messages.map((m) => m.visit_id)).size")
    assert "/p/order/index.htmlload,/p/order/detail.htmlload,/p/order/index.htmlload" == urls
    assert 1 == visits


async def test_other_pages_and_pages_before_consent_are_not_frozen(name: str, tmp_path: Path) -> None:
    """A path of no kind is never frozen, and no page is while the user has not agreed."""
    async with _run(name, tmp_path, minute=300) as (browser, record, _site):
        other = await browser.open(f"{SITE}/somewhere/else.html")
        await record.evaluate("void (replies.enabled = false)")
        page = await browser.open(ORDER_PAGE)
        await asyncio.sleep(1.5)
        await page.close()
        await other.close()
        assert 0 == await record.evaluate("messages.length")
        await record.evaluate("void (replies.enabled = true)")
        await browser.open(ORDER_PAGE)
        await record.wait_for("messages.length > 0")
        assert "load Awaiting delivery" == await record.read_text(_KEPT)
