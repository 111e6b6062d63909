"""Which module reads which kind of page, from the document as the buyer saw it; `ANSWERS` is its twin."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from companion.marketplaces.aliexpress.chat_page import parse_chat_page
from companion.marketplaces.aliexpress.dispute_page import parse_dispute_page
from companion.marketplaces.aliexpress.order_page import parse_order_page
from companion.marketplaces.aliexpress.orders_page import parse_order_list_page
from companion.marketplaces.aliexpress.page import PageReading, make_page_reading
from companion.marketplaces.aliexpress.refunds_page import parse_refund_page
from companion.marketplaces.aliexpress.tracking_page import parse_tracking_page
from companion.model import PageKind, Parsed

__all__ = ["PAGES", "make_page_reading"]

PAGES: Mapping[PageKind, Callable[[PageReading], Parsed]] = {
    PageKind.ORDER_LIST: parse_order_list_page,
    PageKind.ORDER_DETAIL: parse_order_page,
    PageKind.TRACKING: parse_tracking_page,
    PageKind.REFUND_LIST: parse_refund_page,
    PageKind.DISPUTE: parse_dispute_page,
    PageKind.CHAT: parse_chat_page,
}
