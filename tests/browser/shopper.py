"""What a person does in the browser: agree, look at orders, wait until everything has arrived.

Used by the tests and by `scripts/run.py --demo`.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence

from tests.browser.browser import Browser, Page
from tests.browser.marketplace import ORDERS_PAGE, SITE

# Nobody leaves a page in the millisecond in which it shows; what is copied needs a few to get out of it.
GLANCE_SECONDS = 0.3

API = "(globalThis.browser ?? chrome)"


async def set_port(browser: Browser, port: int) -> Page:
    """Tell the fresh extension the only port to look at, and return its consent page."""
    page = await browser.wait_for_page("pages/consent.html")
    await page.evaluate(f"{API}.storage.local.set({json.dumps({'port': port})}).then(() => true)")
    await page.wait_for("document.getElementById('agree')?.offsetParent")
    return page


async def agree(page: Page) -> None:
    """Agree on the consent page; the extension then asks to be paired."""
    await page.click("#agree")


async def wait_until_paired(page: Page) -> None:
    """Await the end of the consent page, after somebody approved the pairing."""
    await page.wait_for("document.getElementById('done').offsetParent", seconds=20)


async def look_at_list(browser: Browser) -> Page:
    """Open the order list and await what it shows."""
    page = await browser.open(ORDERS_PAGE)
    await wait_until_shown(page)
    return page


async def press_view_orders(page: Page) -> None:
    """Press “View orders” and await the second page of the list."""
    await page.click("[data-pl=order_more] button")
    await page.wait_for("document.body.dataset.pages === '2'")
    await asyncio.sleep(GLANCE_SECONDS)


def list_addresses(order_ids: Sequence[str]) -> list[str]:
    """List the order page and the tracking page of some orders."""
    return [
        address
        for order_id in order_ids
        for address in (
            f"{SITE}/p/order/detail.html?orderId={order_id}",
            f"{SITE}/p/tracking/index.html?tradeOrderId={order_id}",
        )
    ]


async def look_at(page: Page, address: str) -> None:
    """Go to a page of the shop and await what it shows."""
    await page.go(address)
    await wait_until_shown(page)


async def wait_until_shown(page: Page) -> None:
    """Await the moment at which the shop's page has rendered its answer, whatever that says; glance at it."""
    await page.wait_for("document.body.dataset.state")
    await asyncio.sleep(GLANCE_SECONDS)


async def count_waiting(extension_page: Page) -> int:
    """Count the captures that the extension has not delivered yet, from one of its pages."""
    code = f"{API}.storage.local.get('outbox').then(all => all.outbox?.waiting ?? 0)"
    value = await extension_page.evaluate(code)
    return value if isinstance(value, int) else -1
