"""Whom a conversation is with: the title above it (`.message-view-title__content`, seen 2021-2024)."""

from __future__ import annotations

from companion.marketplaces.aliexpress.chat_page_boxes import Box
from companion.marketplaces.aliexpress.chat_page_words import OTHER_LISTS
from companion.marketplaces.aliexpress.fields import STORE, make_url
from companion.marketplaces.aliexpress.page import PageReading
from companion.marketplaces.aliexpress.page_fields import find_link
from companion.model import Seller

_TITLES = (".message-view-title__content", ".message-view-title")
# Dictionary words of classes, not seen on the site, for a page that is built anew.
_NAMES = frozenset({"name", "nick", "nickname", "title"})
_PEERS = frozenset({"peer", "seller", "shop", "store", "chat", "message", "conversation", "im"})
_LONGEST = 120


def find_seller(reading: PageReading, top: Box, rows: Box | None) -> Seller | None:
    """Find the seller: the name in the title, the store that links outside the messages lead to."""
    name = next((line for title in _TITLES for line in reading.root.find(title).lines()), None)
    outside = list(_list_outside(top, rows))
    if name is None:
        shown = {
            box.spot.see() for box in outside if _NAMES & box.words and _PEERS & box.words and box.letters
        }
        name = shown.pop() if len(shown) == 1 else None
    if name is not None and len(name) > _LONGEST:
        name = None
    links = {find_link(box.spot, reading) or "" for box in outside if box.name == "a"}
    stores = {(match[1], make_url(link)) for link in links if (match := STORE.search(link))}
    store_id, url = stores.pop() if len(stores) == 1 else (None, None)
    return Seller(name, store_id, url) if name or store_id else None


def _list_outside(top: Box, rows: Box | None) -> list[Box]:
    """List what stands around the messages, without lists of other conversations."""
    found: list[Box] = []
    waiting = [top]
    while waiting:
        box = waiting.pop()
        if box is not rows and not (box is not top and OTHER_LISTS & box.words):
            found.append(box)
            waiting.extend(reversed(box.children))
    return found
