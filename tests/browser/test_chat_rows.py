"""What is kept of a messenger in which rows come and go: the conversation that is open, and nothing else."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from companion.model import Conversation, PartRole
from tests.browser import shopper
from tests.browser.browser import Page
from tests.browser.kept import open_kept
from tests.browser.marketplace import SITE
from tests.browser.scene import Scene

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

_INBOX = Path(__file__).with_name("probe").joinpath("inbox.js").read_text("utf-8")
_PAGE = f"{SITE}/p/message/index.html"
_STEP = "(b => {{ const was = b.scrollTop; b.scrollTop += {step}; return b.scrollTop !== was; }})({box})"
_FRAME = """(() => {
  const frame = document.createElement("iframe");
  frame.style.cssText = "width: 900px; height: 700px";
  document.body.append(frame);
  window.inner = document.createElement("main");
  frame.contentDocument.body.append(inner);
})()"""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(scene: Scene) -> Scene:
    """A person who agreed."""
    await scene.agree_and_pair()
    return scene


@pytest_asyncio.fixture(loop_scope="module")
async def page(stage: Scene) -> AsyncIterator[Page]:
    """An empty page of the messenger."""
    page = await stage.browser.open(_PAGE)
    await shopper.wait_until_shown(page)
    await page.evaluate(f"(() => {{ {_INBOX} }})()")
    yield page
    await page.close()


async def _build(page: Page, sellers: list[str], count: int = 50, host: str = "document.body") -> None:
    about = json.dumps({"count": count, "sellers": sellers})
    await page.evaluate(f"(() => {{ window.box = inbox.build({host}, {about}); box.open(0); }})()")


async def _scroll(page: Page, box: str, step: int) -> None:
    """Scroll by steps as far as it goes."""
    while await page.evaluate(_STEP.format(box=box, step=step)):
        await asyncio.sleep(0.04)


async def _read(stage: Scene, page: Page) -> dict[str, Conversation]:
    """Leave the page, and read the conversations kept, by their seller."""
    await page.go(f"{SITE}/p/order/index.html")
    await stage.wait_until_delivered()
    with open_kept(stage.companion.config) as store:
        found = list(store.threads.all())
    return {one.seller.name: one for one in found if one.seller and one.seller.name}


def _list_texts(conversation: Conversation) -> list[str | None]:
    return [one.message.text for one in conversation.messages]


async def test_only_the_open_conversation_is_kept(stage: Scene, page: Page) -> None:
    """Neither the list of sellers, scrolled through too, nor what is being typed is taken for messages."""
    await _build(page, ["Lyra Lamps Store"])
    await _scroll(page, "box.sessions", 200)
    await _scroll(page, "box.composer", 40)
    await _scroll(page, "box.list", -300)
    await asyncio.sleep(1)
    kept = (await _read(stage, page))["Lyra Lamps Store"]
    assert [f"Lyra Lamps Store says {n}" for n in range(50)] == _list_texts(kept)
    assert () == kept.gaps
    with open_kept(stage.companion.config) as store:
        assert not any("Preview" in str(text) for one in store.threads.all() for text in _list_texts(one))
        assert not any("Unsent" in str(text) for one in store.threads.all() for text in _list_texts(one))


async def test_another_conversation_in_the_same_place_is_another(stage: Scene, page: Page) -> None:
    """Messages belong to the seller under whose name they stood, also where the address stays the same."""
    sellers = ["Orion Store", "Carina Cases Store"]
    await _build(page, sellers, 30)
    for number in (1, 0, 1):
        await _scroll(page, "box.list", -300)
        await page.evaluate(f"box.open({number})")
    await asyncio.sleep(1)
    kept = await _read(stage, page)
    for seller in sellers:
        assert [f"{seller} says {n}" for n in range(30)] == _list_texts(kept[seller])


async def test_who_jumps_leaves_a_gap(stage: Scene, page: Page) -> None:
    """What was jumped over is missing, and the gap is where it is missing; nothing is joined over it."""
    await _build(page, ["Vega Store"])
    await asyncio.sleep(0.3)
    await page.evaluate("(() => { box.list.scrollTop = 0; })()")
    await asyncio.sleep(1)
    kept = (await _read(stage, page))["Vega Store"]
    texts = _list_texts(kept)
    [gap] = kept.gaps
    assert ["Vega Store says 0", "Vega Store says 49"] == [texts[0], texts[-1]]
    assert (texts.index("Vega Store says 41") - 1, True) == (gap.behind, len(texts) < 25)


async def test_a_conversation_in_a_frame_without_an_address_is_kept(stage: Scene, page: Page) -> None:
    """A frame that the page writes itself has no script of ours; its rows are kept all the same."""
    await page.evaluate(_FRAME)
    await _build(page, ["Mira Store"], host="inner")
    await asyncio.sleep(4)  # such a frame is found when the page is looked over again
    await _scroll(page, "box.list", -300)
    await asyncio.sleep(1)
    found = await _read(stage, page)
    kept = found["Mira Store"]
    assert [f"Mira Store says {n}" for n in range(50)] == _list_texts(kept)


_REUSED = """(() => {
  const words = n => n === 4 ? "Same words" : `Words ${n}`;
  const row = n => `<div class="msg msg-${n % 2 ? "peer" : "own"}" data-message-id="m-10${n}">` +
    `<div class="text">${words(n)}</div><span class="time">2026-11-03 10:00</span></div>`;
  document.body.innerHTML = `<h2 class="chat-peer-name">Again Store</h2>
    <div class="chat-rows" style="height: 200px; overflow-y: auto"></div>`;
  window.again = document.querySelector(".chat-rows");
  again.innerHTML = Array.from({ length: 9 }, (_, n) => row(n)).join("");
  again.scrollTop = 10;
})()"""


async def test_an_element_that_is_used_again_for_the_same_words(stage: Scene, page: Page) -> None:
    """Another message in the same element is another one, also where nothing but its id differs."""
    await page.evaluate(_REUSED)
    await asyncio.sleep(1.5)
    await page.evaluate("void (again.children[4].dataset.messageId = 'm-200')")
    await asyncio.sleep(1.0)
    kept = (await _read(stage, page))["Again Store"]
    ids = [one.message.message_id for one in kept.messages if one.message.text == "Same words"]
    assert ["m-104", "m-200"] == sorted(str(one) for one in ids)


_LONG = """(() => {
  const text = n => `<div class="text">Long ${n}</div> <input>`;
  const row = n => `<div class="msg msg-${n % 2 ? "peer" : "own"}">${text(n)}</div>\\n`;
  const list = document.createElement("div");
  list.className = "chat-rows";
  list.innerHTML = "&amp; first" + Array.from({ length: 900 }, (_, n) => row(n)).join("");
  list.children[7].querySelector("input").value = "typed";
  list.children[8].attachShadow({ mode: "closed" }).innerHTML = "<p class='text'>In the shade</p>";
  document.body.append(list);
  return list.outerHTML;
})()"""


async def test_a_long_list_is_frozen_like_any(stage: Scene, page: Page) -> None:
    """A list whose rows are copied one by one stands in the frozen page as it stood on the page."""
    shown = str(await page.evaluate(_LONG))
    kept = await _wait_for_page(stage, "Long 899")
    start = kept.index('<div class="chat-rows">')
    rows = kept[start : kept.index("</body>", start)]
    rows = rows.replace(' value="typed"', "", 1)
    attributes = 'shadowrootmode="open" data-orderproof-shadow="closed"'
    shade = f'<template {attributes}><p class="text">In the shade</p></template>'
    assert shown.rstrip() == rows.replace(shade, "", 1).rstrip()
    assert (1, 1) == (kept.count("typed"), kept.count(shade))


async def _wait_for_page(stage: Scene, text: str) -> str:
    """Await a frozen page that shows a text."""
    async with asyncio.timeout(40):
        while True:
            pages = (
                (part.body or b"").decode("utf-8", "replace")
                for capture in stage.companion.read_captures()
                for part in capture.parts
                if part.role is PartRole.PAGE
            )
            found = next((one for one in pages if text in one and "data-orderproof-rows" not in one), None)
            if found is not None:
                return found
            await asyncio.sleep(0.5)  # a page is frozen again once a minute at most, and tells nobody
