"""Returns and disputes in a real browser: the list, each page of its own, and the order page."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from companion.model import DeadlineKind, DeadlineStatus, Dispute
from companion.protection.deadlines import make_deadlines
from tests.browser import shopper
from tests.browser.answers.disputes import MadeDispute, load_disputes
from tests.browser.answers.samples import load_orders
from tests.browser.scene import Scene
from tests.browser.when_now import utc_now

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

LIST = "https://m.aliexpress.com/p/refund-dispute/list.html"
DETAIL = (
    "https://trade.aliexpress.com/issue/fastissue/Detail.htm?tradeOrderLineId={}&reverseOrderLineId={}&from=1"
)
AMOUNT = "https://m.aliexpress.com/p/refund-amount/detail.html?pha_manifest=refund-amount&tradeOrderLineId={}"
OFFERED, TO_POST, REFUNDED = load_disputes()
LINES = {order.order_id: order.lines[0].line_id for order in load_orders()}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def disputed(scene: Scene) -> AsyncIterator[Scene]:
    """Look at the orders, at the list of returns and at each return's own page."""
    await scene.agree_and_pair()
    page = await shopper.look_at_list(scene.browser)
    await shopper.press_view_orders(page)
    await shopper.look_at(page, LIST)
    for dispute in (OFFERED, TO_POST):
        await shopper.look_at(page, DETAIL.format(LINES[dispute.order_id], dispute.dispute_id))
    await shopper.look_at(page, AMOUNT.format(LINES[REFUNDED.order_id]))
    await scene.wait_for_answers()
    await scene.wait_until_delivered()
    yield scene


def read_dispute(scene: Scene, made: MadeDispute) -> Dispute:
    """Read the one dispute of an order."""
    [dispute] = scene.companion.read_orders()[made.order_id].disputes
    return dispute


@pytest.mark.parametrize("made", load_disputes(), ids=lambda made: made.state)
async def test_a_dispute_is_one_whatever_page_showed_it(disputed: Scene, made: MadeDispute) -> None:
    """List, dispute page and refund page, each read twice, meet on the same dispute."""
    dispute = read_dispute(disputed, made)

    assert (made.dispute_id, LINES[made.order_id], made.state, made.reason) == (
        dispute.dispute_id, dispute.line_id, dispute.site_state, dispute.reason,
    )  # fmt: skip
    assert (made.amount, made.status == 4) == (
        str(dispute.amount and dispute.amount.amount),
        dispute.is_closed,
    )
    assert [(offer.role.lower(), offer.amount) for offer in made.offers] == [
        (offer.author, str(offer.amount and offer.amount.amount)) for offer in dispute.offers
    ]


async def test_an_offer_has_to_be_answered(disputed: Scene) -> None:
    """The seller's offer becomes a deadline of the buyer, and so does the evidence asked for."""
    made = make_deadlines(disputed.companion.read_orders()[OFFERED.order_id], utc_now())
    open_kinds = {one.kind for one in made if one.status is DeadlineStatus.OPEN and one.quote}

    assert {DeadlineKind.BUYER_RESPONSE, DeadlineKind.EVIDENCE_DUE} <= open_kinds


async def test_a_return_has_to_be_posted(disputed: Scene) -> None:
    """The address that goods go back to and the day until which are kept."""
    record = disputed.companion.read_orders()[TO_POST.order_id]
    [posting] = [one for one in make_deadlines(record, utc_now()) if one.kind is DeadlineKind.RETURN_SHIP]

    assert (TO_POST.return_address, DeadlineStatus.OPEN) == (
        read_dispute(disputed, TO_POST).return_address,
        posting.status,
    )


async def test_nothing_was_left_unread(disputed: Scene) -> None:
    """No page of returns is a problem where its answer was understood."""
    problems = (await disputed.companion.status()).problems

    assert [] == [one for one in problems if one.page_kind in {"refund_list", "dispute"}]


async def test_the_popup_keeps_its_width(disputed: Scene) -> None:
    """However long the words about the most urgent order, nothing in the popup stands out of it."""
    popup = await disputed.open_popup()
    await popup.wait_for("document.getElementById('order')?.textContent")
    ends = "[...document.body.querySelectorAll('*')].map(one => one.getBoundingClientRect().right)"
    over = await popup.evaluate(f"Math.max(...{ends}) - document.body.getBoundingClientRect().right")
    await popup.close()

    assert 0 == over


async def test_the_order_page_shows_the_dispute(disputed: Scene) -> None:
    """The dashboard shows whose turn it is, what was offered, and where that was seen."""
    link = await asyncio.to_thread(
        disputed.companion.client.make_dashboard_link, f"/orders/{OFFERED.order_id}"
    )
    page = await disputed.browser.open(link.url)
    await page.wait_for(f"location.pathname === '/orders/{OFFERED.order_id}'")
    shown = await page.read_text("document.getElementById('disputes').innerText")
    await page.close()

    for words in (
        "Your turn",
        "The seller offers",
        "3.00",
        "You ask for",
        "Evidence asked for",
        "archived page",
    ):
        assert words in shown, words
