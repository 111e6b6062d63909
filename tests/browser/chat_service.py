"""The messenger of the fake marketplace: what it answers and pushes about one conversation.

chat = marketplace.chat
chat.make(count=5_000)                       # another length
chat.is_scrambled = True                     # from now on only the page's own script understands the data
await chat.say(Author.SELLER, "It arrived")  # pushed to every open page
await chat.say(Author.SELLER, "Really", is_packed=True)   # the frame is gzip
await chat.ring(Author.SELLER, "Now")        # only a bell; pages then ask for it
await chat.recall(message_id)
chat.conversation.messages                   # what a page that has seen all must have shown
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime

from companion.model import Author
from tests.browser.answers import chat_wire
from tests.browser.answers.calls import make_envelope
from tests.browser.answers.chat import DEFAULT_COUNT, ORDER_ID, MadeChat, make_chat
from tests.browser.answers.chat_made import MadeMessage
from tests.browser.rpc import Node
from tests.browser.socket_feed import SocketFeed

HISTORY = "mtop.aliexpress.im.buyer.messagebox.direction.querybysessionid"
SESSIONS = "mtop.aliexpress.im.buyer.messagebox.querysessionlist"
SYNC = "mtop.aliexpress.im.buyer.js.sync"
PAGE_SIZE = 20


class ChatService:
    """One conversation, and the sockets of the pages that show it.

    Attributes:
        conversation: the conversation as it is now.
        is_scrambled: whether answers and frames come in a form that no reader of data understands.
        delay_seconds: how long an answer takes.
        page_size: how many messages a page of history has.
    """

    def __init__(self, clock: Callable[[], datetime], sockets: SocketFeed) -> None:
        self._clock = clock
        self._sockets = sockets
        self._numbers = 90
        self._unseen: list[MadeMessage] = []
        self.conversation: MadeChat = make_chat(clock())
        self.is_scrambled = False
        self.delay_seconds = 0.0
        self.page_size = PAGE_SIZE

    def make(self, count: int = DEFAULT_COUNT, order_id: str = ORDER_ID) -> MadeChat:
        """Begin anew with a conversation of this length about an order, each with a seller of its own."""
        self.conversation = make_chat(self._clock(), count, order_id)
        self._unseen.clear()
        return self.conversation

    async def find(self, api: str, request: Node) -> str | None:
        """Find the answer to a call about the conversation."""
        data = self._find_data(api, request)
        if data is None:
            return None
        await asyncio.sleep(self.delay_seconds)
        return make_envelope(api, chat_wire.scramble(data) if self.is_scrambled else data)

    async def say(self, author: Author, text: str, *, is_packed: bool = False) -> MadeMessage:
        """Say something new; pages hear it by a frame."""
        message = self._add(author, text)
        await self._push(message, is_packed=is_packed)
        return message

    async def ring(self, author: Author, text: str) -> MadeMessage:
        """Say something new; pages hear a bell alone, and ask for it."""
        message = self._add(author, text)
        self._unseen.append(message)
        await self._sockets.say(chat_wire.make_bell(self._count()))
        return message

    async def recall(self, message_id: str) -> None:
        """Take a message back; pages hear it by a frame."""
        self.conversation = self.conversation.recall(message_id)
        message = next(one for one in self.conversation.messages if one.message_id == message_id)
        await self._push(message, is_packed=False)

    async def repeat(self, message: MadeMessage) -> None:
        """Push a message once more, as a messenger that connects again does."""
        await self._push(message, is_packed=False)

    def _add(self, author: Author, text: str) -> MadeMessage:
        self.conversation = self.conversation.say(author, text, self._clock())
        return self.conversation.messages[-1]

    async def _push(self, message: MadeMessage, *, is_packed: bool) -> None:
        item = chat_wire.make_item(self.conversation, message)
        await self._sockets.say(
            chat_wire.make_frame([item], self._count(), is_packed=is_packed, is_scrambled=self.is_scrambled)
        )

    def _count(self) -> int:
        self._numbers += 1
        return self._numbers

    def _find_data(self, api: str, request: Node) -> Mapping[str, object] | None:
        if api == HISTORY:
            return chat_wire.make_history(self.conversation, request["before"].text, self.page_size)
        if api == SESSIONS:
            return chat_wire.make_sessions(self.conversation)
        if api == SYNC:
            unseen, self._unseen = self._unseen, []
            return chat_wire.make_sync(self.conversation, unseen)
        return None
