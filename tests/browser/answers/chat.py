"""An invented conversation of any length: one list of messages, from which answers, frames and pages come.

chat = make_chat(datetime.now(UTC), count=120)
chat.messages[-1]                    # the newest, some minutes old
chat.say(Author.SELLER, "Sent", at)  # the same conversation with one message more
chat.recall(message_id)              # the same conversation after somebody took a message back
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import accumulate, cycle, islice

from companion.model import Author, MessageKind
from tests.browser.answers.chat_cards import MAKERS
from tests.browser.answers.chat_lines import LINES, PAUSES
from tests.browser.answers.chat_made import MadeMessage
from tests.browser.answers.samples import MadeOrder, load_orders

DEFAULT_COUNT = 120
ORDER_ID = "3041870025561204"
_FIRST_ID = 3_810_000_000_000_000_117  # beyond 2^53, as the site's are
_ID_STEP = 1_300_021
_AUTHORS = {"b": Author.BUYER, "s": Author.SELLER, "r": Author.BOT, "p": Author.PLATFORM}


@dataclass(frozen=True, slots=True)
class MadeChat:
    """An invented conversation about one order, oldest message first."""

    session_id: str
    order_id: str
    seller: str
    store_id: str
    messages: tuple[MadeMessage, ...]

    def say(self, author: Author, text: str, at: datetime) -> MadeChat:
        """Give the conversation with a text more."""
        return self.add(MadeMessage(_make_id(len(self.messages)), author, at, MessageKind.TEXT, text=text))

    def add(self, message: MadeMessage) -> MadeChat:
        """Give the conversation with a message more."""
        return replace(self, messages=(*self.messages, message))

    def recall(self, message_id: str) -> MadeChat:
        """Give the conversation after a message was taken back."""
        said = (
            replace(one, is_recalled=True) if one.message_id == message_id else one for one in self.messages
        )
        return replace(self, messages=tuple(said))

    def list_before(self, message_id: str, count: int) -> tuple[MadeMessage, ...]:
        """List the messages before one, the newest where it names none, as history pages are asked for."""
        places = (place for place, one in enumerate(self.messages) if one.message_id == message_id)
        end = next(places, len(self.messages))
        return self.messages[max(0, end - count) : end]


def make_chat(now: datetime, count: int = DEFAULT_COUNT, order_id: str = ORDER_ID) -> MadeChat:
    """Make a conversation whose newest message is some minutes old."""
    order = next(one for one in load_orders() if one.order_id == order_id)
    lines = islice(cycle(LINES), count)
    messages = tuple(
        _make_message(place, line, at, order)
        for place, (line, at) in enumerate(zip(lines, _make_times(now, count), strict=True))
    )
    session_id = f"1#103#2204100031#1#{order.seller.store_id}#2"
    return MadeChat(session_id, order_id, order.seller.name, order.seller.store_id, messages)


def _make_times(now: datetime, count: int) -> list[datetime]:
    """Count times back from the newest message; they are whole seconds, as people type no faster."""
    newest = now.astimezone(UTC).replace(microsecond=0) - timedelta(minutes=4)
    behind = list(accumulate(islice(cycle(PAUSES), count - 1), initial=0))
    return [newest - timedelta(seconds=behind[-1] - seconds) for seconds in behind]


def _make_id(place: int) -> str:
    return str(_FIRST_ID + place * _ID_STEP)


def _make_message(place: int, line: tuple[str, ...], at: datetime, order: MadeOrder) -> MadeMessage:
    plain = MadeMessage(_make_id(place), _AUTHORS[line[0]], at, MessageKind.TEXT)
    if line[1] in MAKERS:
        return MAKERS[line[1]](plain, place, order)
    text = line[1].format(place=place, number=f"LP{place:06}7719CN")
    return replace(plain, text=text, original=line[2] if len(line) > 2 else None)
