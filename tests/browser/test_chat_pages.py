"""The fake chat pages do what they are for: each build shows all of a conversation to who scrolls."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from companion.model import Author
from tests.browser.browser import Browser, Page
from tests.browser.browsers import open_browser
from tests.browser.chat_shells import Build, make_chat_address
from tests.browser.chat_walk import count_loaded, wait_for_chat, walk_to_end, walk_to_top
from tests.browser.marketplace import FakeMarketplace, run_marketplace

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

# Frames apart are on another host, into which a test does not look.
_ROWS = {
    Build.PLAIN: "document.querySelectorAll('.msg-row, .msg-system')",
    Build.SHADOW: "document.querySelector('chat-thread').shadowRoot.querySelectorAll('[data-message-id]')",
    Build.FRAME: "frames[0].document.querySelectorAll('.talk__message, .talk__notice, .talk__recalled')",
}
_MOST_ROWS = {Build.PLAIN: 46, Build.SHADOW: 24, Build.FRAME: 34}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(browser_name: str) -> AsyncIterator[tuple[FakeMarketplace, Browser]]:
    """A browser without the extension, and the marketplace."""
    async with (
        run_marketplace() as marketplace,
        open_browser(marketplace.make_launch(browser_name)) as browser,
    ):
        yield marketplace, browser


async def _open(stage: tuple[FakeMarketplace, Browser], build: Build, count: int = 46) -> Page:
    marketplace, browser = stage
    page = await browser.open(make_chat_address(build, marketplace.chat.make(count).order_id))
    await wait_for_chat(page)
    return page


async def _read_rows(page: Page, build: Build) -> list[str]:
    texts = await page.evaluate(f"[...{_ROWS[build]}].map(row => row.textContent)")
    assert isinstance(texts, list)
    return [str(text) for text in texts]


@pytest.mark.parametrize("build", list(Build))
async def test_scrolling_up_loads_everything(stage: tuple[FakeMarketplace, Browser], build: Build) -> None:
    """A page begins with the newest page of history, and has all of it when the top is reached."""
    page = await _open(stage, build)
    assert 20 == await count_loaded(page)
    await walk_to_top(page, pause=0)
    assert 46 == await count_loaded(page)
    await walk_to_end(page, pause=0)
    await page.close()


@pytest.mark.parametrize("build", list(_ROWS))
async def test_how_many_rows_exist(stage: tuple[FakeMarketplace, Browser], build: Build) -> None:
    """The plain list keeps every row; the two virtual ones have only those around the view."""
    page = await _open(stage, build)
    await walk_to_top(page, pause=0)
    rows = len(await _read_rows(page, build))
    assert (46 if build is Build.PLAIN else rows) == rows
    assert 5 < rows <= _MOST_ROWS[build]
    await page.close()


@pytest.mark.parametrize("is_scrambled", [False, True])
@pytest.mark.parametrize("build", list(_ROWS))
async def test_what_comes_by_socket_is_shown(
    stage: tuple[FakeMarketplace, Browser], build: Build, *, is_scrambled: bool
) -> None:
    """Frames, packed ones, bells and recalls reach the page at once, in either form of the data."""
    chat = stage[0].chat
    chat.is_scrambled = is_scrambled
    page = await _open(stage, build)
    await stage[0].sockets.wait_for_open(1)
    plain = await chat.say(Author.SELLER, "By a plain frame")
    await chat.say(Author.BUYER, "By a packed frame", is_packed=True)
    await chat.ring(Author.SELLER, "After a bell")
    await chat.recall(plain.message_id)
    await page.wait_for(f"[...{_ROWS[build]}].some(row => row.textContent.includes('After a bell'))")
    await page.wait_for(f"![...{_ROWS[build]}].some(row => row.textContent.includes('By a plain frame'))")
    assert any("By a packed frame" in text for text in await _read_rows(page, build))
    assert 23 == await count_loaded(page)
    await page.close()
    chat.is_scrambled = False
