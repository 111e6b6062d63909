"""Conversations in frames of a chat page: read without an address, and told by the tab elsewhere."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from companion.model import Capture, PartRole
from tests.browser import kept, shopper
from tests.browser.browser import Page
from tests.browser.marketplace import SITE
from tests.browser.scene import Scene

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

ORDER = "3041870025561204"
CHAT = f"{SITE}/p/message/index.html?orderId={ORDER}"
ABROAD = "https://www.aliexpress.us/app/im/frame.html"
ROWS = "".join(
    f'<li class="line line--{side}"><p>{text}</p><time>Sep {day}, 2026 10:00</time></li>'
    for side, text, day in (("incoming", "It was sent today.", 1), ("outgoing", "Which number has it?", 2))
)
SRCDOC = f'<ol class="dialog">{ROWS}</ol><textarea></textarea>'
# The page's own conversation goes away, as it does where all of it is in a frame.
_OPEN = f"""(() => {{
  document.querySelector(".message-view").remove();
  for (const [name, value] of [["srcdoc", {SRCDOC!r}], ["src", "{ABROAD}?locale=en_US"]]) {{
    const frame = document.createElement("iframe");
    frame[name] = value;
    document.body.append(frame);
  }}
}})()"""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def chat(scene: Scene) -> AsyncIterator[Page]:
    """A person who agreed and looks at a chat page whose conversation is in a frame."""
    await scene.agree_and_pair()
    page = await scene.browser.open(CHAT)
    await page.wait_for("document.body.dataset.state")
    await page.evaluate(_OPEN)
    await shopper.wait_until_shown(page)
    yield page
    await page.close()


async def _wait_for_document(scene: Scene, url: str) -> Capture:
    """Await a capture that holds a document of this address."""
    async with asyncio.timeout(60):
        while True:
            await scene.wait_until_delivered()
            for capture in scene.companion.read_captures():
                parts = (part for part in capture.parts if part.role is PartRole.PAGE)
                if any((part.url or "").startswith(url) for part in parts):
                    return capture
            await asyncio.sleep(0.3)  # the page is frozen once it is quiet, and tells nobody


async def test_a_frame_without_an_address_is_read(scene: Scene, chat: Page) -> None:
    """What two people wrote in a frame that a script of the page filled is kept with the tab's order."""
    capture = await _wait_for_document(scene, "about:srcdoc")
    with kept.open_kept(scene.companion.config) as store:
        [talk] = [one for one in store.threads.all() if ORDER in one.order_ids]
    assert ["It was sent today.", "Which number has it?"] == [one.message.text for one in talk.messages][-2:]
    assert ["seller", "buyer"] == [one.message.author for one in talk.messages][-2:]
    assert CHAT == capture.url


async def test_a_frame_of_another_origin_is_told_by_its_tab(scene: Scene, chat: Page) -> None:
    """A frame that keeps itself says that its tab shows a chat, not which order the tab names."""
    capture = await _wait_for_document(scene, ABROAD)
    assert CHAT.partition("?")[0] == capture.url
    assert ["0.1"] == [part.frame_id for part in capture.parts if part.role is PartRole.PAGE]
