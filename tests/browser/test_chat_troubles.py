"""Whatever happens on the way, a chat is kept whole: nothing twice, nothing lost, all in its place."""

from __future__ import annotations

import asyncio
import json

import pytest
import pytest_asyncio

from companion.model import Author
from tests.browser.answers.samples import load_orders
from tests.browser.browser import Page
from tests.browser.chat_service import HISTORY
from tests.browser.chat_shells import Build, make_chat_address
from tests.browser.chat_visit import Visit, begin, wait_for_kept
from tests.browser.chat_walk import wait_for_chat, walk_to_end, walk_to_top
from tests.browser.scene import Scene

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

_GLANCE = 1.0  # seconds somebody looks at the last of it


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(scene: Scene) -> Scene:
    """A person who agreed."""
    await scene.agree_and_pair()
    return scene


async def _open(stage: Scene, build: Build, order_id: str) -> Page:
    page = await stage.browser.open(make_chat_address(build, order_id))
    await wait_for_chat(page)
    await asyncio.sleep(_GLANCE)
    return page


async def _finish(stage: Scene, unseen: frozenset[str], *pages: Page) -> Visit:
    await asyncio.sleep(_GLANCE)
    for page in pages:
        await page.close()
    await stage.wait_until_delivered()
    return await wait_for_kept(stage, unseen)


async def test_a_page_that_is_reloaded_in_the_middle(stage: Scene) -> None:
    """Rows that passed by before a reload are kept with those after it."""
    order_id = load_orders()[0].order_id
    unseen = begin(stage, order_id, is_scrambled=True)
    page = await _open(stage, Build.SHADOW, order_id)
    for _ in range(12):
        await page.evaluate("chatProbe.step(-0.7)")
        await asyncio.sleep(0.1)
    await page.go(make_chat_address(Build.SHADOW, order_id))
    await wait_for_chat(page)
    await walk_to_top(page)
    visit = await _finish(stage, unseen, page)
    assert visit.made == visit.told
    assert [()] == [one.gaps for one in visit.kept]


async def test_two_tabs_on_one_conversation(stage: Scene) -> None:
    """Two tabs that show the same conversation in different places make one of it."""
    order_id = load_orders()[1].order_id
    unseen = begin(stage, order_id, is_scrambled=True)
    one = await _open(stage, Build.SHADOW, order_id)
    for _ in range(6):
        await one.evaluate("chatProbe.step(-0.7)")
    other = await _open(stage, Build.PLAIN, order_id)
    await walk_to_top(other)
    await stage.marketplace.chat.say(Author.SELLER, "Both of you hear this")
    await asyncio.sleep(_GLANCE)
    await other.close()  # a tab behind another one shows nothing, so it cannot be scrolled
    await walk_to_top(one)
    await walk_to_end(one)
    visit = await _finish(stage, unseen, one)
    assert visit.made == visit.told
    assert 1 == len(visit.kept)


async def test_a_socket_that_is_cut_off(stage: Scene) -> None:
    """What is said while the socket is cut off, and said again when it is back, is kept once."""
    order_id = load_orders()[2].order_id
    chat, sockets = stage.marketplace.chat, stage.marketplace.sockets
    unseen = begin(stage, order_id, is_scrambled=False)
    page = await _open(stage, Build.PLAIN, order_id)
    await sockets.wait_for_open(1)
    before = await chat.say(Author.SELLER, "Before the cut")
    await sockets.close(1012, "restart")
    during = await chat.say(Author.SELLER, "During the cut")
    await sockets.wait_for_open(1)
    for message in (before, during, before):
        await chat.repeat(message)
    await chat.say(Author.BUYER, "After the cut", is_packed=True)
    await page.wait_for(f"chatProbe.step(1).then(state => state.messages >= {20 + 3})")
    await walk_to_top(page)
    visit = await _finish(stage, unseen, page)
    assert visit.made == visit.told


async def test_pages_of_history_that_come_in_any_order(stage: Scene) -> None:
    """Answers that overlap, come again, and come from the oldest to the newest, make one conversation."""
    order_id = load_orders()[3].order_id
    unseen = begin(stage, order_id, is_scrambled=False)
    made = stage.marketplace.chat.conversation
    page = await _open(stage, Build.PLAIN, order_id)
    for place in (9, 30, 18, 30, 46, 20):
        data = {"sessionId": made.session_id, "before": made.messages[place].message_id}
        request = json.dumps({"api": HISTORY, "data": data, "by": "fetch"})
        await page.evaluate(f"lib.mtop.request({request}).then(() => true)")
    visit = await _finish(stage, unseen, page)
    assert visit.made == visit.told
