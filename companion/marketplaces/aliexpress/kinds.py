"""Which URLs and API names are AliExpress', and what they are.

The path decides before anything else: chat URLs carry `orderId=` too and are no order pages.
Paths as seen 2022 to 2026; `trade.` and `track.` are the site before 2022. aliexpress.ru is another site.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import SplitResult, parse_qs, urlsplit

from companion.model import PageKind

NAME = "aliexpress"
HOSTS = ("aliexpress.com", "aliexpress.us")

# Seen 2026-09: golden order_list, order_detail, tracking. The others are kept and not read yet.
_APIS: Mapping[str, PageKind] = {
    "mtop.aliexpress.trade.buyer.order.list": PageKind.ORDER_LIST,
    "mtop.aliexpress.trade.buyer.order.detail": PageKind.ORDER_DETAIL,
    "mtop.ae.ld.querydetail": PageKind.TRACKING,
    "mtop.aliexpress.buyer.reverse.queryreverseorderpagelistforbuyer": PageKind.REFUND_LIST,
    "mtop.aliexpress.buyer.reverse.reverseorderlinerenderforbuyer": PageKind.DISPUTE,
}

_CHAT_HOSTS = frozenset({"msg", "message"})
_PATHS: tuple[tuple[re.Pattern[str], PageKind], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), kind)
    for pattern, kind in (
        (r"/p/message/", PageKind.CHAT),
        (r"/p/order/(?:index\.html|list\.html)?$", PageKind.ORDER_LIST),
        (r"/(?:orderList|order_list)\.htm$", PageKind.ORDER_LIST),
        (r"/p/order/detail\.html$", PageKind.ORDER_DETAIL),
        (r"/order_detail\.htm$", PageKind.ORDER_DETAIL),
        (r"/p/tracking/(?:index\.html)?$", PageKind.TRACKING),
        (r"/logisticsdetail\.htm$", PageKind.TRACKING),
        (r"/p/order/snapshot\.html$", PageKind.ORDER_SNAPSHOT),
        (r"/snapshot/[^/]+\.html$", PageKind.ORDER_SNAPSHOT),
        (r"/p/refund-dispute/list\.html$", PageKind.REFUND_LIST),
        (r"/p/(?:reverse-pages|refund-amount|refund-cancel)/", PageKind.DISPUTE),
        (r"/issue/fastissue/", PageKind.DISPUTE),
        (r"/(?:item|i)/(?:[^/]+/)?\d+\.html$", PageKind.LISTING),
    )
)
_API_PATH = re.compile(r"/h5/(mtop\.[\w.]{1,120})/", re.IGNORECASE)


def is_ours(url: str) -> bool:
    """Tell whether a URL is on a host of AliExpress."""
    host = (_split(url).hostname or "").rstrip(".")
    return any(host == own or host.endswith(f".{own}") for own in HOSTS)


def is_our_api(api: str) -> bool:
    """Tell whether an API is AliExpress', for answers without a URL; other shops share the system."""
    return api.lower().startswith(("mtop.aliexpress.", "mtop.ae."))


def find_page_kind(url: str) -> PageKind:
    """Tell what a page of the site is by its URL.

    >>> str(find_page_kind("https://www.aliexpress.com/p/message/index.html?orderId=8000000000000001"))
    'chat'
    >>> str(find_page_kind("https://pt.aliexpress.com/p/order/detail.html?orderId=8000000000000001"))
    'order_detail'
    """
    parts = _split(url)
    if (parts.hostname or "").partition(".")[0] in _CHAT_HOSTS:
        return PageKind.CHAT
    return next((kind for pattern, kind in _PATHS if pattern.match(parts.path)), PageKind.UNKNOWN)


def find_api(url: str) -> str | None:
    """Find the API's name in the URL of a call, in lower case."""
    parts = _split(url)
    match = _API_PATH.search(parts.path)
    return match[1].lower() if match else None


def find_api_kind(api: str) -> PageKind:
    """Tell what an API answers; unknown for the many that have nothing to do with orders."""
    return _APIS.get(api.lower(), PageKind.UNKNOWN)


def find_parameter(url: str, name: str) -> str | None:
    """Find a parameter of a URL's query."""
    try:
        values = parse_qs(_split(url).query, max_num_fields=200).get(name, [])
    except ValueError:  # more fields than any page sends
        return None
    return values[0] if values else None


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url.strip())
        _ = parts.hostname
    except ValueError:  # a host in broken brackets
        return urlsplit("")
    return parts
