"""Walks through the conversation of a chat page as a reader does: by scrolling, in steps that overlap.

page = await browser.open(make_chat_address(Build.SHADOW, order_id))
await wait_for_chat(page)
await walk_to_top(page)      # each page of history is awaited; returns at the first message
await walk_to_end(page)
"""

from __future__ import annotations

import asyncio

from tests.browser.browser import Page, PageError
from tests.browser.rpc import Node

STEP = 0.7  # of what is in view: each row is seen whole
_MAX_STEPS = 3_000


async def wait_for_chat(page: Page) -> None:
    """Await the newest messages on a page that was opened."""
    await page.wait_for("document.body.dataset.state === 'SUCCESS'", seconds=20)


async def walk_to_top(page: Page, *, pause: float = 0.05) -> int:
    """Scroll up to the first message of the conversation; gives the number of steps."""
    return await _walk(page, -STEP, ("isTop", "hasBegun"), pause)


async def walk_to_end(page: Page, *, pause: float = 0.05) -> int:
    """Scroll down to the newest message; gives the number of steps."""
    return await _walk(page, STEP, ("isEnd",), pause)


async def count_loaded(page: Page) -> int:
    """Count the messages that the page has got from the site so far."""
    return Node(await page.evaluate("chatProbe.step(0)"))["messages"].number


async def _walk(page: Page, part: float, wanted: tuple[str, ...], pause: float) -> int:
    for steps in range(_MAX_STEPS):
        state = Node(await page.evaluate(f"chatProbe.step({part})"))
        if all(state[name].value for name in wanted):
            return steps + 1
        await asyncio.sleep(pause)  # a reader looks at what came into view
    raise PageError(f"not at the end of the conversation after {_MAX_STEPS} steps")
