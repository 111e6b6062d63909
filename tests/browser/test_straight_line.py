"""The straight line in a real browser: consent, page, capture, order, statement, deadline, warning."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio

from companion import __version__
from companion.model import DeadlineKind, PartRole, StatementKind
from companion.protection.deadlines import make_deadlines
from companion.store import Losses
from companion.web.pairing_list import Pairings
from tests.browser import shopper
from tests.browser.answers.samples import Days, load_orders
from tests.browser.browser import Page
from tests.browser.marketplace import SITE
from tests.browser.scene import Scene
from tests.browser.when_now import utc_now

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

URGENT = "3041870025561204"
TOKEN = b"feedfacecafebeef"  # what the marketplace's cookie, and so its addresses, carry


@dataclass(frozen=True, slots=True)
class Walk:
    """A scene in which a person has agreed, looked around and waited."""

    scene: Scene
    given_before: list[str]
    kept_before: int
    local_fetch: str


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def walk(scene: Scene) -> AsyncIterator[Walk]:
    """Look at the list without having agreed, agree, and look at the list and two orders."""
    early = await shopper.look_at_list(scene.browser)
    given_before = scene.list_given_answers()
    kept_before = (await scene.companion.status()).captures
    await early.close()
    scene.marketplace.requests.clear()
    await scene.agree_and_pair()
    page = await shopper.look_at_list(scene.browser)
    await shopper.press_view_orders(page)
    for address in shopper.list_addresses([URGENT, "3042219975540091"]):
        await shopper.look_at(page, address)
    local_fetch = await _try_local_fetch(scene, page)
    await scene.wait_for_answers()
    await scene.companion.wait_until(lambda status: status.captures >= 12)
    await scene.wait_until_delivered()
    yield Walk(scene, given_before, kept_before, local_fetch)


async def _try_local_fetch(scene: Scene, page: Page) -> str:
    target = f"http://127.0.0.1:{scene.companion.port}/v1/hello?nonce=0123456789abcdef"
    attempt = f"fetch('{target}', {{mode: 'no-cors'}}).then(() => 'reached', () => 'refused')"
    return await page.read_text(
        f"Promise.race([{attempt}, new Promise(done => setTimeout(done, 1500, 'held'))])"
    )


async def test_nothing_is_captured_before_consent(walk: Walk) -> None:
    """Pages seen before the person agreed leave nothing at the companion."""
    assert 2 == len(walk.given_before)
    assert 0 == walk.kept_before


async def test_every_answer_of_the_site_is_kept_once(walk: Walk) -> None:
    """JSONP, POST and fetch answers are all kept, each exactly once."""
    assert walk.scene.list_given_answers() == walk.scene.companion.list_kept_answers()
    transports = {
        part.transport for capture in walk.scene.companion.read_captures() for part in capture.parts
    }
    assert {"jsonp", "xhr", "fetch"} <= transports


async def test_the_page_is_held_to_the_local_network_restriction(walk: Walk) -> None:
    """The page cannot reach the companion while the extension's background does."""
    assert walk.local_fetch in {"refused", "held"}


async def test_the_frozen_pages_come_with_their_resources(walk: Walk) -> None:
    """Every visit has a frozen page whose pictures and style sheet are held as bytes."""
    captures = walk.scene.companion.read_captures()
    visits = {capture.visit_id for capture in captures}
    frozen = [capture for capture in captures if any(part.role is PartRole.PAGE for part in capture.parts)]
    resources = [part for capture in frozen for part in capture.parts if part.role is PartRole.RESOURCE]
    assert visits == {capture.visit_id for capture in frozen}
    assert [] == [part.url for part in resources if part.unavailable]
    assert any((part.url or "").endswith("/shop.css") for part in resources)
    assert [] == walk.scene.companion.list_wanted_blobs()


async def test_no_token_reaches_the_companion(walk: Walk) -> None:
    """Neither the token nor its signature is in anything that is kept."""
    kept = [
        text
        for capture in walk.scene.companion.read_captures()
        for part in capture.parts
        for text in (part.body or b"", (part.url or "").encode(), (part.request or "").encode())
    ]
    assert [] == [text for text in kept if TOKEN in text or b"sign=" in text]


async def test_the_extension_asks_the_marketplace_for_nothing_but_pictures(walk: Walk) -> None:
    """Every API call came from a page, and no other host was asked for anything."""
    assert [] == walk.scene.marketplace.strangers
    asked = [one for one in walk.scene.marketplace.requests if one.api]
    assert 7 == len(asked)


async def test_orders_are_understood(walk: Walk) -> None:
    """All orders of both list pages are records, with every line, option, quantity, price and seller."""
    records = walk.scene.companion.read_orders()
    for made in load_orders():
        order = records[made.order_id].order
        assert made.seller.name == (order.seller.name if order.seller else None)
        assert made.total == (str(order.total.amount) if order.total else None)
        assert [(line.title, line.quantity, line.price, line.options) for line in made.lines] == [
            (
                line.title,
                line.quantity,
                str(line.unit_price and line.unit_price.amount),
                dict(line.options or {}),
            )
            for line in order.lines
        ]
    assert len(load_orders()) == len(records)


async def test_both_refund_dates_are_statements_with_their_quotes(walk: Walk) -> None:
    """The tracking page's date and the order page's date stand beside each other, quoted."""
    days = Days(utc_now().date())
    record = walk.scene.companion.read_orders()[URGENT]
    quotes = {
        seen.statement.quote
        for seen in record.statements
        if seen.statement.kind is StatementKind.REFUND_IF_NOT_DELIVERED_BY
    }
    assert f"Refund if no delivery before {days.text(2)}" in quotes
    assert f"Refund if no delivery before {days.text(3)}" in quotes


async def test_the_earlier_date_is_the_deadline(walk: Walk) -> None:
    """The deadline of the order that runs out rests on the earlier of the two dates."""
    days = Days(utc_now().date())
    record = walk.scene.companion.read_orders()[URGENT]
    deadlines = make_deadlines(record, utc_now())
    refund = next(one for one in deadlines if one.kind is DeadlineKind.NOT_DELIVERED_REFUND)
    assert f"Refund if no delivery before {days.text(2)}" == refund.quote
    assert refund.urgency in {"urgent", "critical"}


async def test_the_desktop_is_told_and_a_click_opens_the_order(walk: Walk) -> None:
    """A notification names the order that runs out, and clicking it opens its page in the browser."""
    desktop = walk.scene.desktop
    shown = [one for one in desktop.shown if "Voltbird Power Store" in one.body]
    assert ["Orderproof"] == sorted({one.app_name for one in shown})
    desktop.click(shown[-1])
    async with asyncio.timeout(10):
        while not walk.scene.read_opened():
            await asyncio.sleep(0.05)  # the opened address is written by another process
    page = await walk.scene.browser.open(walk.scene.read_opened()[0])
    await page.wait_for(f"location.pathname === '/orders/{URGENT}'")
    assert "Refund if no delivery before" in await page.read_text()
    await page.close()


async def test_the_popup_shows_the_order_that_runs_out(walk: Walk) -> None:
    """The popup says that all is well, what was captured today, and which order is most urgent."""
    popup = await walk.scene.open_popup()
    await popup.wait_for("document.getElementById('order').innerText.includes('Voltbird Power Store')")
    assert "0" == await popup.read_text("document.getElementById('waiting').innerText")
    assert "Refund if no delivery before" in await popup.read_text(
        "document.getElementById('quote').innerText"
    )
    await popup.close()


async def test_the_browser_says_that_nothing_waits_in_it(walk: Walk) -> None:
    """The companion knows the browser and the extension by version, and that all of it came over."""
    pairings = await asyncio.to_thread(walk.scene.companion.client.get, "/v1/pairings", Pairings)
    [paired] = pairings.pairings
    assert paired.last_report is not None
    said = paired.last_report.report
    assert (0, None, 0, Losses(0, 0, 0), __version__) == (
        said.waiting,
        said.waiting_since,
        said.refused,
        said.lost,
        said.extension_version,
    )
    assert walk.scene.browser.name in said.browser.lower()


async def test_the_dashboard_finds_the_order_by_a_word(walk: Walk) -> None:
    """A seller's name, typed into the dashboard's box, leads to the order."""
    link = await asyncio.to_thread(walk.scene.companion.client.make_dashboard_link, "/")
    page = await walk.scene.browser.open(link.url)
    await page.wait_for("location.pathname === '/' && document.querySelector('[name=q]')")
    await page.evaluate("document.querySelector('[name=q]').value = 'voltbird'")
    await page.evaluate("document.querySelector('.search').requestSubmit()")
    await page.wait_for("location.pathname === '/search' && document.readyState === 'complete'")
    assert URGENT in await page.read_text()
    assert "Voltbird" in await page.read_text("document.querySelector('mark').innerText")
    await page.close()


async def test_the_dashboard_shows_the_quote_and_the_archived_page(walk: Walk) -> None:
    """The dashboard quotes the reason, and the archived page shows what the person saw."""
    link = await asyncio.to_thread(walk.scene.companion.client.make_dashboard_link, f"/orders/{URGENT}")
    page = await walk.scene.browser.open(link.url)
    await page.wait_for(f"location.pathname === '/orders/{URGENT}'")
    assert "Refund if no delivery before" in await page.read_text()
    archived = await page.read_text("document.querySelector('a[href^=\"/captures/\"]').getAttribute('href')")
    await page.go(f"http://127.0.0.1:{walk.scene.companion.port}{archived}")
    await page.wait_for("location.hostname === 'localhost'")
    assert "Refund if no delivery before" in await page.read_text()
    await page.close()


async def test_chat_addresses_are_no_order_pages(walk: Walk) -> None:
    """A chat's address carries an orderId and still makes no order out of it."""
    page = await walk.scene.browser.open(f"{SITE}/p/message/index.html?orderId=9999999999999999")
    await shopper.wait_until_shown(page)
    await page.close()
    await walk.scene.wait_until_delivered()
    assert "9999999999999999" not in walk.scene.companion.read_orders()
