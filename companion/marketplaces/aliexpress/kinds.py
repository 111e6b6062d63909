"""Which URLs and API names are AliExpress', and what they are.

The path decides before anything else: chat URLs carry `orderId=` too and are no order pages. Paths as seen
2022 to 2026; `trade.`, `track.` and `ilogisticsaddress.` are the site before 2022, links to which still
stood in answers of 2026 (golden refund_list/closed-returns). `tests/page_addresses.json` holds this table
and the extension's together. aliexpress.ru is another site: known, so that it can be said, and not read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import SplitResult, parse_qs, urlsplit

from companion.model import PageKind, Part

NAME = "aliexpress"
HOSTS = ("aliexpress.com", "aliexpress.us")
UNSUPPORTED_HOSTS = ("aliexpress.ru",)  # other pages, other answers, dates without a year

# Seen 2026-09: golden order_list, order_detail, tracking, refund_list. The dispute's name is known from
# readers of the site, not from a payload.
_APIS: Mapping[str, PageKind] = {
    "mtop.aliexpress.trade.buyer.order.list": PageKind.ORDER_LIST,
    "mtop.aliexpress.trade.buyer.order.detail": PageKind.ORDER_DETAIL,
    "mtop.ae.ld.querydetail": PageKind.TRACKING,
    "mtop.aliexpress.buyer.reverse.queryreverseorderpagelistforbuyer": PageKind.REFUND_LIST,
    "mtop.aliexpress.buyer.reverse.reverseorderlinerenderforbuyer": PageKind.DISPUTE,
}
# Families of names: what nobody has described yet still has its kind.
_API_FAMILIES: tuple[tuple[re.Pattern[str], PageKind], ...] = (
    (re.compile(r"mtop\.(?:aliexpress|ae)\.(?:[\w.]*\.)?(?:reverse|issue|dispute)\."), PageKind.DISPUTE),
    (re.compile(r"mtop\.(?:aliexpress|ae)\.(?:[\w.]*\.)?pdp\."), PageKind.LISTING),
    # The seller's side of the messenger, seen 2026-09; the buyer's names are not known and may be like them.
    (re.compile(r"mtop\.(?:[\w.]*\.)?(?:im|message|messagebox|msg|chat)\."), PageKind.CHAT),
    (re.compile(r"mtop\.gsp\.web\.[\w.]*sync$"), PageKind.CHAT),
)

_TRADE, _TRACK = frozenset({"trade"}), frozenset({"track", "ilogisticsaddress"})
_CHAT = frozenset({"msg", "message"})
_POLICY = frozenset({"help", "service", "escrow", "terms", "rule", "rules"})
# First label of the host (any where None), path, kind; the first that fits.
_PAGES: tuple[tuple[frozenset[str] | None, re.Pattern[str], PageKind], ...] = tuple(
    (labels, re.compile(pattern, re.IGNORECASE), kind)
    for labels, pattern, kind in (
        (_CHAT, r"/", PageKind.CHAT),
        (_POLICY, r"/", PageKind.POLICY),
        (None, r"/p/message/", PageKind.CHAT),
        (None, r"/p/order/(?:(?:index|list)(?:\.html)?)?$", PageKind.ORDER_LIST),
        (_TRADE, r"/order_?list\.htm$", PageKind.ORDER_LIST),
        (None, r"/p/order/detail(?:\.html)?$", PageKind.ORDER_DETAIL),
        (_TRADE, r"/order_?detail\.htm$", PageKind.ORDER_DETAIL),
        (None, r"/p/order/snapshot(?:\.html)?$", PageKind.ORDER_SNAPSHOT),
        (None, r"/snapshot/\w+\.html?$", PageKind.ORDER_SNAPSHOT),
        (_TRADE, r"/order_?snapshot\.htm$", PageKind.ORDER_SNAPSHOT),
        (None, r"/p/tracking/(?:[\w-]+(?:\.html)?)?$", PageKind.TRACKING),
        (_TRACK, r"/(?:\w*logistics\w*)\.html?$", PageKind.TRACKING),
        (None, r"/p/refund-dispute/", PageKind.REFUND_LIST),
        (_TRADE, r"/issue/(?:\w+/)?(?:my)?issue_?list\.htm$", PageKind.REFUND_LIST),
        (None, r"/p/(?:reverse-pages|refund-(?!dispute)[\w-]+)/", PageKind.DISPUTE),
        (_TRADE, r"/issue/", PageKind.DISPUTE),
        (None, r"/(?:item|i)/(?:[^/]+/)?\d{6,20}\.html$", PageKind.LISTING),
        (None, r"/(?:p/)?buyer-?protection(?:/|\.html?$|$)", PageKind.POLICY),
    )
)
# Documents that a script of the page around them fills.
_WITHOUT_ADDRESS = frozenset({"about:blank", "about:srcdoc"})
_TOP_FRAMES = frozenset({None, "", "0"})
_API_PATH = re.compile(r"/h5/(mtop\.[\w.]{1,120})/", re.IGNORECASE)


def is_ours(url: str) -> bool:
    """Tell whether a URL is on a host of AliExpress that is read."""
    return _is_on(url, HOSTS)


def is_unsupported(url: str) -> bool:
    """Tell whether a URL is on a site of the same name that works differently.

    >>> is_unsupported("https://trade.aliexpress.ru/orderList.htm"), is_ours("https://aliexpress.ru/")
    (True, False)
    """
    return _is_on(url, UNSUPPORTED_HOSTS)


def is_our_api(api: str) -> bool:
    """Tell whether an API is AliExpress', for answers without a URL; other shops share the system."""
    return api.lower().startswith(("mtop.aliexpress.", "mtop.ae.", "mtop.gsp."))


def find_page_kind(url: str) -> PageKind:
    """Tell what a page of the site is by its URL.

    >>> str(find_page_kind("https://www.aliexpress.com/p/message/index.html?orderId=8000000000000001"))
    'chat'
    >>> str(find_page_kind("https://pt.aliexpress.com/p/order/detail.html?orderId=8000000000000001"))
    'order_detail'
    """
    parts = _split(url)
    label = (parts.hostname or "").partition(".")[0]
    fitting = (
        kind
        for labels, pattern, kind in _PAGES
        if (labels is None or label in labels) and pattern.match(parts.path or "/")
    )
    return next(fitting, PageKind.UNKNOWN)


def is_frame(part: Part) -> bool:
    """Tell a document inside a page from the page itself."""
    return part.frame_id not in _TOP_FRAMES


def find_frame_kind(url: str, tab_url: str) -> PageKind | None:
    """Tell what a document inside a page is; None where it is nobody's.

    Which address the frame of a chat has is not known, and it may have none. So a frame that names no kind
    itself is taken for a piece of the chat that its tab shows; what it holds decides.

    >>> find_frame_kind("about:srcdoc", "https://www.aliexpress.com/p/order/index.html")
    >>> str(find_frame_kind("about:srcdoc", "https://msg.aliexpress.com/buyerMsgListNew.htm"))
    'chat'
    """
    kind = find_page_kind(url) if is_ours(url) else None
    if kind not in {None, PageKind.UNKNOWN}:
        return kind
    may_be_chat = kind is not None or url.partition("#")[0] in _WITHOUT_ADDRESS
    is_in_chat = is_ours(tab_url) and find_page_kind(tab_url) is PageKind.CHAT
    return PageKind.CHAT if may_be_chat and is_in_chat else None


def find_api(url: str) -> str | None:
    """Find the API's name in the URL of a call, in lower case."""
    parts = _split(url)
    match = _API_PATH.search(parts.path)
    return match[1].lower() if match else None


def find_api_kind(api: str) -> PageKind:
    """Tell what an API answers; unknown for the many that have nothing to do with orders.

    >>> str(find_api_kind("mtop.aliexpress.buyer.reverse.somethingNew")), str(find_api_kind("mtop.ae.x"))
    ('dispute', 'unknown')
    """
    name = api.lower()
    families = (kind for pattern, kind in _API_FAMILIES if pattern.match(name))
    return _APIS.get(name) or next(families, PageKind.UNKNOWN)


def find_parameter(url: str, name: str) -> str | None:
    """Find a parameter of a URL's query."""
    try:
        values = parse_qs(_split(url).query, max_num_fields=200).get(name, [])
    except ValueError:  # more fields than any page sends
        return None
    return values[0] if values else None


def _is_on(url: str, domains: tuple[str, ...]) -> bool:
    host = (_split(url).hostname or "").rstrip(".")
    return any(host == domain or host.endswith(f".{domain}") for domain in domains)


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url.strip())
        _ = parts.hostname
    except ValueError:  # a host in broken brackets
        return urlsplit("")
    return parts
