"""Cards in a row of a chat: an order, a product, an offer, or something nobody has described."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urljoin

from companion.marketplaces.aliexpress.chat_page_boxes import Box
from companion.marketplaces.aliexpress.chat_page_words import CARD, OFFER
from companion.marketplaces.aliexpress.fields import find_order_id
from companion.marketplaces.aliexpress.page_fields import ITEM
from companion.model import MessageKind

_ADDRESS = re.compile(r"https?://|www\.|\w\.aliexpress\.", re.IGNORECASE)
_MAX_LINKS = 50


@dataclass(frozen=True, slots=True)
class Card:
    """What a card is of; `name` are the classes of one that nobody has described."""

    kind: MessageKind
    name: str | None = None
    order_id: str | None = None
    product_id: str | None = None


def find_card(row: Box, url: str) -> Card | None:
    """Find the card of a row; a link that a person typed is none."""
    links = [_find_target(box, url) for box in row.walk() if box.name == "a" and not _is_typed(box)][
        :_MAX_LINKS
    ]
    orders = {found for link in links if (found := find_order_id(link))}
    products = {item[1] for link in links if (item := ITEM.search(link))}
    order_id = orders.pop() if len(orders) == 1 else None
    product_id = products.pop() if len(products) == 1 else None
    if order_id or orders:
        return Card(MessageKind.ORDER, None, order_id, product_id)
    if product_id or products:
        return Card(MessageKind.PRODUCT, None, None, product_id)
    return _find_unknown(row)


def _find_unknown(row: Box) -> Card | None:
    for box in row.walk():
        if CARD & box.words:
            kind = (
                MessageKind.OFFER if any(OFFER & inner.words for inner in box.walk()) else MessageKind.UNKNOWN
            )
            return Card(kind, " ".join(box.classes)[:120])
        if OFFER & box.words:
            return Card(MessageKind.OFFER, " ".join(box.classes)[:120])
    return None


def _is_typed(box: Box) -> bool:
    """Tell an address within a person's own words, which the page made a link."""
    is_bare = not box.children and not box.classes
    return not box.pictures and (is_bare or _ADDRESS.search(box.own_text) is not None)


def _find_target(box: Box, url: str) -> str:
    try:
        return urljoin(url, box.attribute("href") or "")
    except ValueError:  # a host in broken brackets
        return ""
