"""A chat page that a person saves, without any data, tells each of its rows: author, time, words, media."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import pytest_asyncio

from companion.marketplaces import parse_capture
from companion.model import PartRole, Thread
from tests.browser.browser import Browser, Page
from tests.browser.browsers import open_browser
from tests.browser.chat_shells import SITE, Build, make_chat_address
from tests.browser.chat_told import Told, tell_made, tell_message
from tests.browser.chat_walk import wait_for_chat, walk_to_top
from tests.browser.marketplace import FakeMarketplace, run_marketplace
from tests.marketplaces.captures import make_capture, make_part

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

BUILDS = (Build.PLAIN, Build.SHADOW, Build.FRAME)
# As a browser saves a page: frames are files of their own, open shadow roots templates in their hosts.
_SAVE = """(() => {
  const page = frames[0]?.document ?? document;
  const copy = page.documentElement.cloneNode(true);
  const [host, twin] = [page, copy].map(root => root.querySelector("chat-thread"));
  if (host) {
    const template = page.createElement("template");
    template.setAttribute("shadowrootmode", "open");
    template.innerHTML = host.shadowRoot.innerHTML;
    twin.append(template);
  }
  return `<!doctype html>${copy.outerHTML}`;
})()"""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(browser_name: str) -> AsyncIterator[tuple[FakeMarketplace, Browser]]:
    """A browser without the extension, and the marketplace."""
    async with (
        run_marketplace() as marketplace,
        open_browser(marketplace.make_launch(browser_name)) as browser,
    ):
        yield marketplace, browser


async def _read_saved(page: Page, build: Build) -> Thread:
    html = (await page.read_text(_SAVE)).encode()
    url = f"{SITE}/p/message/thread.html" if build is Build.FRAME else await page.url()
    part = make_part(html, url, PartRole.PAGE)
    capture = make_capture(part, url=await page.url(), language=None)
    zone = await page.read_text("Intl.DateTimeFormat().resolvedOptions().timeZone")
    [parsed] = parse_capture(replace(capture, captured_at=datetime.now(UTC), time_zone=zone))
    assert () == parsed.problems
    [thread] = parsed.threads
    return thread


def _find_shown(rows: list[Told], made: list[Told]) -> list[Told]:
    """Find the part of the conversation that begins and is as long as what was read."""
    starts = (place for place, one in enumerate(made) if one == rows[0])
    parts = [made[place : place + len(rows)] for place in starts]
    return next((part for part in parts if part == rows), parts[0] if parts else [])


@pytest.mark.parametrize("build", BUILDS)
async def test_each_row_of_a_saved_page_is_read(stage: tuple[FakeMarketplace, Browser], build: Build) -> None:
    """Wherever the page was scrolled to when it was saved, its rows are a part of the conversation."""
    chat = stage[0].chat.make(60)
    unseen = frozenset(one.message_id for one in chat.messages if one.is_recalled)
    made = tell_made(chat.messages, unseen, by_data=False)
    page = await stage[1].open(make_chat_address(build, chat.order_id))
    await wait_for_chat(page)
    for _ in range(4):
        thread = await _read_saved(page, build)
        rows = [tell_message(message, by_data=False) for message in thread.messages]
        assert _find_shown(rows, made) == rows
        assert 4 < len(rows)
        for _ in range(7):
            await page.evaluate("chatProbe.step(-0.7)")
    await page.close()


@pytest.mark.parametrize("build", BUILDS)
async def test_a_saved_page_names_its_conversation(
    stage: tuple[FakeMarketplace, Browser], build: Build
) -> None:
    """The seller, the order and, at the top, the beginning of the conversation are read."""
    chat = stage[0].chat.make(30)
    page = await stage[1].open(make_chat_address(build, chat.order_id))
    await wait_for_chat(page)
    assert not (await _read_saved(page, build)).complete_from_start
    await walk_to_top(page, pause=0)
    thread = await _read_saved(page, build)
    await page.close()
    assert thread.seller is not None
    expected = (chat.seller, (chat.order_id,), True)
    assert expected == (thread.seller.name, thread.order_ids, thread.complete_from_start)
