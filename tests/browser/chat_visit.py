"""One visit to a chat: scrolled through once, while something new comes; and what is kept of it then."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from companion.model import Author, Conversation
from tests.browser.answers.chat import MadeChat
from tests.browser.answers.samples import load_orders
from tests.browser.browser import Page
from tests.browser.chat_shells import Build, make_chat_address
from tests.browser.chat_told import Told, tell_kept, tell_made
from tests.browser.chat_walk import wait_for_chat, walk_to_end, walk_to_top
from tests.browser.kept import open_kept
from tests.browser.scene import Scene

COUNT = 47
PATIENCE = 40  # seconds in which what was delivered is read


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit and what it left behind.

    Attributes:
        made: what was said, at the end of the visit.
        kept: the conversations that are kept about its order.
        missing_pictures: addresses of pictures and films shown whose bytes are not held.
    """

    made: list[Told]
    told: list[Told]
    kept: tuple[Conversation, ...]
    missing_pictures: tuple[str, ...]


class Visits:
    """The visits to all builds in one browser, each made once, to a conversation of its own."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._made: dict[tuple[Build, bool], Visit] = {}

    async def get(self, build: Build, *, is_scrambled: bool = False) -> Visit:
        """Make a visit, or give the one that was made."""
        if (build, is_scrambled) not in self._made:
            place = list(Build).index(build) + len(Build) * is_scrambled
            order_id = load_orders()[place].order_id
            self._made[build, is_scrambled] = await _visit(
                self._scene, build, order_id, is_scrambled=is_scrambled
            )
        return self._made[build, is_scrambled]


async def _visit(scene: Scene, build: Build, order_id: str, *, is_scrambled: bool) -> Visit:
    """Open a chat, read it from the newest message to the first and back, and hear what comes meanwhile."""
    chat = scene.marketplace.chat
    unseen = begin(scene, order_id, is_scrambled=is_scrambled)
    page = await scene.browser.open(make_chat_address(build, order_id))
    try:
        await _read(scene, page, knows_ids=build.has_ids or not is_scrambled)
        return await wait_for_kept(scene, unseen)
    finally:
        await page.close()
        await scene.marketplace.sockets.wait_for_open(0)
        chat.is_scrambled = False


def begin(scene: Scene, order_id: str, *, is_scrambled: bool) -> frozenset[str]:
    """Begin a conversation anew; gives the messages that were taken back before anybody saw them."""
    scene.marketplace.chat.is_scrambled = is_scrambled
    made = scene.marketplace.chat.make(COUNT, order_id)
    return frozenset(one.message_id for one in made.messages if one.is_recalled)


async def _read(scene: Scene, page: Page, *, knows_ids: bool) -> None:
    await wait_for_chat(page)
    await scene.marketplace.sockets.wait_for_open(1)
    await asyncio.sleep(2.0)  # a reader looks at the newest messages first; the page is frozen meanwhile
    await walk_to_top(page)
    await walk_to_end(page)
    await _hear_news(scene, page)
    if knows_ids:  # rows without any do not tell which of them was taken back
        await _hear_recalls(scene, page)
    await asyncio.sleep(1.0)  # somebody sees the last of it
    await scene.wait_until_delivered()


async def _hear_news(scene: Scene, page: Page) -> None:
    """Have news come in every way there is: frames, a packed one, one again, a bell."""
    chat = scene.marketplace.chat
    told = await chat.say(Author.SELLER, "Your parcel is on a lorry now")
    await chat.say(Author.BUYER, "Which one?", is_packed=True)
    await chat.repeat(told)
    await chat.ring(Author.SELLER, "It comes tomorrow")
    await _wait_for_news(scene, page)


async def _hear_recalls(scene: Scene, page: Page) -> None:
    """Have an older message taken back, and one soon after it was read."""
    chat = scene.marketplace.chat
    await chat.recall(chat.conversation.messages[COUNT - 1].message_id)
    fleeting = await chat.say(Author.SELLER, "The blue one, it says")
    await _wait_for_news(scene, page)
    await asyncio.sleep(1.0)
    await chat.recall(fleeting.message_id)


async def _wait_for_news(scene: Scene, page: Page) -> None:
    count = len(scene.marketplace.chat.conversation.messages)
    await page.wait_for(f"chatProbe.step(1).then(state => state.messages === {count})")


async def wait_for_kept(scene: Scene, unseen: frozenset[str]) -> Visit:
    """Await what was said in the store, for captures are read after they were taken."""
    chat, by_data = scene.marketplace.chat.conversation, not scene.marketplace.chat.is_scrambled
    made = tell_made(chat.messages, unseen, by_data=by_data)
    for _ in range(PATIENCE):
        visit = _look(scene, chat, made, by_data=by_data)
        if visit.told == made and not visit.missing_pictures:
            break
        await asyncio.sleep(1.0)
    return visit


def _look(scene: Scene, chat: MadeChat, made: list[Told], *, by_data: bool) -> Visit:
    with open_kept(scene.companion.config) as store:
        kept = tuple(one for one in store.threads.all() if chat.order_id in one.order_ids)
        shown = dict.fromkeys(url for one in chat.messages for url in (one.picture, one.video))
        missing = tuple(url for url in shown if url and not store.find_resources(url, 1))
    told = [one for conversation in kept for one in tell_kept(conversation, by_data=by_data)]
    return Visit(made, told, kept, missing)
