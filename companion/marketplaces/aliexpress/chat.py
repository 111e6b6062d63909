"""Conversations with sellers, from answers of the site and from frames of its messenger's WebSocket.

The buyer's calls have no publicly known names, so nothing here hangs on one: see `chat_shapes`. Messages go
into a conversation by the id they carry, else by the one the page asked for.

No answer says that a conversation begins with it. Of history only the list of messages is known (seller's
side, 2026-09): neither a word for "no more" nor what the page asks with. `hasMore` was seen on the list of
conversations alone, and may as well speak of newer messages or of a span of time. Only the page says so, in
words above its first message (`chat_page.py`); a beginning claimed wrongly would hide a gap for ever.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from companion.marketplaces.aliexpress.chat_message import Sides, make_message
from companion.marketplaces.aliexpress.chat_shapes import (
    FoundConversation,
    FoundMessage,
    find_in,
    find_thread_id,
)
from companion.marketplaces.aliexpress.fields import ORDER_ID_DIGITS, Reading, find_order_id
from companion.marketplaces.aliexpress.kinds import NAME, find_page_kind
from companion.marketplaces.base import Node, Problems
from companion.model import Author, Message, PageKind, Parsed, Part, Seller, Thread

_ORDER_KEYS = ("orderId", "tradeOrderId")
_BUYER = "11"
_MARKS = re.compile(rb"typeData|\\?\"(?:mid|(?:\w*_)?(?:message|msg)_?id)\\?\"", re.IGNORECASE)


def parse_chat(reading: Reading, page_url: str) -> Parsed:
    """Read every conversation of one answer."""
    return Parsed(
        NAME, PageKind.CHAT, threads=find_threads(reading.answer.data, reading.answer.request, page_url)
    )


def may_hold_messages(part: Part) -> bool:
    """Tell at a glance whether an answer is worth looking through; most are about other things."""
    return _MARKS.search(part.body or b"") is not None


def find_threads(data: Node, request: Node, page_url: str) -> tuple[Thread, ...]:
    """Find all conversations in some JSON; none where nothing in it is a message or lists conversations.

    Args:
        data: what the site sent.
        request: what the page had asked for.
        page_url: the address of the page around it, which may name the order the buyer talks about.
    """
    silent = Problems()  # what lies around messages is not ours to understand
    found = tuple(find_in(data.told_to(silent)))
    sides = _find_sides(data.told_to(silent), found)
    asked = find_thread_id(request.told_to(silent))
    messages: dict[str | None, list[Message]] = {}
    for one in found:
        if isinstance(one, FoundMessage) and (message := make_message(one, sides)) is not None:
            messages.setdefault(one.thread_id or asked, []).append(message)
    listed = {
        thread.thread_id: thread
        for one in found
        if isinstance(one, FoundConversation)
        for thread in _list(one)
    }
    order_id = find_order_id(page_url) if find_page_kind(page_url) is PageKind.CHAT else None
    # The page's order belongs to the conversation that is open on it; what comes of others is not about it.
    ordered = {asked: (order_id,), None: (order_id,)} if order_id else {}
    made = (
        _make_thread(name, said, listed.get(name), ordered.get(name, ())) for name, said in messages.items()
    )
    return (*made, *(thread for name, thread in listed.items() if name not in messages))


def _make_thread(
    thread_id: str | None, messages: Iterable[Message], listed: Thread | None, order_ids: tuple[str, ...]
) -> Thread:
    said = sort_messages(messages)
    shown = (message.order_id for message in said if message.order_id)
    known = listed.order_ids if listed else ()
    return Thread(
        thread_id=thread_id,
        seller=listed.seller if listed else None,
        order_ids=tuple(dict.fromkeys((*order_ids, *known, *shown))),
        complete_from_start=False,  # see the top of this file
        messages=said,
    )


def sort_messages(messages: Iterable[Message]) -> tuple[Message, ...]:
    """Sort by time, then by id, each once; messages without a time stay behind those they followed."""
    unique: dict[object, Message] = {}
    for place, message in enumerate(messages):
        unique.setdefault(message.message_id or place, message)
    keyed: list[tuple[datetime, str, Message]] = []
    before = datetime.min.replace(tzinfo=UTC)
    for message in unique.values():
        before = message.at or before
        keyed.append((before, (message.message_id or "").rjust(40), message))
    return tuple(message for _, _, message in sorted(keyed, key=lambda one: one[:2]))


def _list(found: FoundConversation) -> Iterator[Thread]:
    """Make a conversation, without messages, of an entry of the list of them."""
    thread_id = find_thread_id(found.about) or find_thread_id(found.data)
    if thread_id is None:
        return
    orders = (found.data.at(key).text("order_id") for key in _ORDER_KEYS)
    known = tuple(order for order in orders if order and order.isdecimal() and len(order) >= ORDER_ID_DIGITS)
    yield Thread(thread_id, _find_seller(found), known[:1], complete_from_start=False, messages=())


def _find_seller(found: FoundConversation) -> Seller | None:
    """Find whom the conversation is with: its title, unless the other side is said to be a buyer."""
    target = found.about.at("target")
    if target.is_object and target.at("userAccountType").text("seller") == _BUYER:
        return None
    name = next(
        (text for key in ("title", "nick", "shopName") if (text := found.data.at(key).text("seller"))), None
    )
    return Seller(name, None, None) if name else None


def _find_sides(data: Node, found: Iterable[FoundMessage | FoundConversation]) -> Sides:
    """Find which ids are the buyer's and which the seller's, where keys around the messages name them so."""
    authors: dict[str, Author] = {}
    places = [data.opened(), *(one.data for one in found if isinstance(one, FoundConversation))]
    for place in places:
        for key, author in (
            ("buyerId", Author.BUYER),
            ("sellerId", Author.SELLER),
            ("shopId", Author.SELLER),
        ):
            name = place.at(key).text("author") if place.is_object else None
            if name:
                authors[name] = author
    return Sides(authors)
