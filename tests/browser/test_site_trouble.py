"""What a real browser brings home when the site refuses, changes or shows something unknown."""

from __future__ import annotations

import asyncio

import pytest
import pytest_asyncio

from companion.model import OrderRecord, PageKind, PartRole
from tests.browser import shopper
from tests.browser.companion_under_test import Status
from tests.browser.marketplace import ORDERS_PAGE, SITE, Case
from tests.browser.scene import Scene

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

ORDER = "3041870025561204"
DETAIL, TRACKING = shopper.list_addresses([ORDER])


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def known(scene: Scene) -> tuple[Scene, OrderRecord]:
    """A scene in which one order was seen while all was well, and its record of then."""
    await scene.agree_and_pair()
    page = await scene.browser.open(ORDERS_PAGE)
    await shopper.wait_until_shown(page)
    for address in (DETAIL, TRACKING):
        await shopper.look_at(page, address)
    await page.close()
    await scene.wait_for_answers()
    await scene.wait_until_delivered()
    return scene, scene.companion.read_orders()[ORDER]


async def look_again(scene: Scene, address: str, case: Case = Case.NORMAL) -> Status:
    """Look at a page while the site behaves in a certain way, and tell how things stand after it."""
    known = {capture.capture_id for capture in scene.companion.read_captures()}
    scene.marketplace.case = case
    page = await scene.browser.open(address)
    await shopper.wait_until_shown(page)
    await scene.wait_for_answers()
    async with asyncio.timeout(20):
        while not _list_pages(scene, known):
            await asyncio.sleep(0.2)  # the page freezes when it is quiet, and tells nobody here
    await page.close()
    scene.marketplace.case = Case.NORMAL
    await scene.wait_until_delivered()
    return await scene.companion.status()


def _list_pages(scene: Scene, known: set[str]) -> list[str]:
    return [
        capture.url
        for capture in scene.companion.read_captures()
        if capture.capture_id not in known and any(part.role is PartRole.PAGE for part in capture.parts)
    ]


@pytest.mark.parametrize("case", [Case.LOGGED_OUT, Case.CAPTCHA, Case.EMPTY_DETAIL])
async def test_a_refusal_overwrites_nothing(known: tuple[Scene, OrderRecord], case: Case) -> None:
    """Logged out, asked to prove oneself, or given an empty order: the record stays, the popup tells."""
    scene, before = known
    status = await look_again(scene, DETAIL, case)
    after = scene.companion.read_orders()[ORDER]
    assert before.order == after.order
    assert {seen.statement for seen in before.statements} == {seen.statement for seen in after.statements}
    assert status.problems
    popup = await scene.open_popup()
    await popup.wait_for("document.getElementById('problem-text').innerText")
    assert "0" != await popup.read_text("document.getElementById('problems').innerText")
    await popup.close()


async def test_a_renewed_token_is_no_problem(known: tuple[Scene, OrderRecord]) -> None:
    """The routine answer "token expired", which the page repeats by itself, leaves the order as it was."""
    scene, before = known
    await look_again(scene, DETAIL, Case.TOKEN_EXPIRED)
    assert before.order == scene.companion.read_orders()[ORDER].order


async def test_a_changed_layout_is_kept_and_counted(known: tuple[Scene, OrderRecord]) -> None:
    """An answer whose components have other names is acknowledged, and counted with a next action."""
    scene, before = known
    counted = sum(problem.count for problem in (await scene.companion.status()).problems)
    status = await look_again(scene, ORDERS_PAGE, Case.CHANGED_LAYOUT)
    assert sum(problem.count for problem in status.problems) > counted
    assert all(problem.next_action for problem in status.problems)
    assert before.order == scene.companion.read_orders()[ORDER].order


async def test_a_page_that_nobody_reads_yet_is_kept(known: tuple[Scene, OrderRecord]) -> None:
    """A page of a kind without a reader is archived and acknowledged, and makes no order."""
    scene, _ = known
    before = await scene.companion.status()
    status = await look_again(scene, f"{SITE}/p/message/index.html?orderId={ORDER}1")
    assert before.orders == status.orders
    assert before.captures < status.captures
    assert 0 == status.unparsed


async def test_an_unknown_page_among_the_orders_is_kept_and_counted(known: tuple[Scene, OrderRecord]) -> None:
    """A page that nobody has described is archived, and is a problem with one next action."""
    scene, _ = known
    status = await look_again(scene, f"{SITE}/p/order/overview.html")
    problems = [problem for problem in status.problems if problem.page_kind is PageKind.UNKNOWN]
    assert [True] == [bool(problem.next_action) for problem in problems]


async def test_an_unknown_answer_is_kept(known: tuple[Scene, OrderRecord]) -> None:
    """An answer of an API that nobody has described is kept as it came."""
    scene, _ = known
    assert "mtop.aliexpress.trade.buyer.order.count" in scene.companion.list_kept_answers()
