"""How much of the order list a page shows: the numbers beside the tabs, and whether there is more.

Tabs seen 2026 as `comet-tabs-nav-item`; "View orders" seen 2022-2026 as `order-more` and `order_more`. A
number beside a tab has been reported, its element has not: the number is read from the tab's text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from companion.marketplaces.aliexpress.words import find_labelled_state, fold
from companion.marketplaces.dom import Spot
from companion.model import Coverage, OrderState

_TABS = (".comet-tabs-nav-item", '[role="tab"]')
_ACTIVE = ("active", "selected", "current")
_MORE = ('[data-pl="order_more"] button', ".order-more button", '[data-pl="order_more"]', ".order-more")
_COUNT = re.compile(r"^(?P<title>.*?[^\d(（])\s*[(（]?\s*(?P<count>\d{1,6})\s*[)）]?$")

# "View all" and "Processed" seen 2026-09 (golden order_list/no-orders); other tabs are called like states.
_WORDS: Mapping[str, str] = {"view all": "all", "all": "all", "all orders": "all", "processed": "shipped"}
_STATES: Mapping[OrderState | None, str] = {
    OrderState.UNPAID: "unpaid",
    OrderState.PROCESSING: "processing",
    OrderState.AWAITING_DELIVERY: "shipped",
    OrderState.COMPLETED: "completed",
}


def read_page_coverage(root: Spot) -> Coverage:
    """Read what a list page says of its tab, its end and the numbers beside its tabs."""
    tabs = root.find_all(*_TABS)
    counts = {}
    active = None
    for tab in tabs:
        title, count = _part(tab.see())
        code = tab.attribute("data-code") or tab.attribute("data-key") or find_tab(title)
        if code and count is not None:
            counts[code] = count
        if code and _is_active(tab):
            active = code
    return Coverage(tab=active, has_more=_has_more(root), counts=counts)


def find_tab(title: str) -> str | None:
    """Find the code of a tab by its words.

    >>> find_tab("Processed"), find_tab("A ser pago"), find_tab("Wishlist")
    ('shipped', 'unpaid', None)
    """
    return _WORDS.get(fold(title)) or _STATES.get(find_labelled_state(title))


def _part(text: str) -> tuple[str, int | None]:
    match = _COUNT.match(text)
    return (match["title"], int(match["count"])) if match else (text, None)


def _is_active(tab: Spot) -> bool:
    return tab.attribute("aria-selected") == "true" or any(word in tab.class_words for word in _ACTIVE)


def _has_more(root: Spot) -> bool | None:
    """Tell whether there are more orders: the button's absence alone proves nothing on a list cut short."""
    more = root.find(*_MORE)
    return not more.is_hidden if more.is_present else None
