"""Which parts belong to which marketplace, and what they are."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from companion.errors import CompanionError
from companion.marketplaces import ADAPTERS, identify, parse_capture
from companion.marketplaces.aliexpress import AliExpress
from companion.model import PageKind, PartRole
from tests.marketplaces.captures import API, DETAIL, LIST, TRACKING, make_capture, make_envelope, make_part

ADDRESSES = json.loads(Path(__file__).parents[1].joinpath("page_addresses.json").read_text("utf-8"))


def find_kind(url: str) -> str | None:
    """Tell what a page at an address is; None where it is nobody's."""
    part = make_part(b"<html></html>", None, PartRole.PAGE)
    found = identify(make_capture(part, url=url or "about:blank"), part)
    return str(found[1]) if found else None


@pytest.mark.parametrize("row", ADDRESSES, ids=[row["url"] for row in ADDRESSES])
def test_a_page_is_told_by_its_address(row: dict[str, str | None]) -> None:
    """Host and path tell a page's kind as the extension tells it; what it leaves out is of no kind here."""
    found = find_kind(row["url"] or "")

    assert (row["kind"] or "unknown") == (found or "unknown")


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("http://trade.aliexpress.com/order_list.htm", "order_list"),
        ("https://www.aliexpress.com./p/order/index.html", "order_list"),
        ("https://www.aliexpress.com/p/anything/new.html?orderId=8000000000000001", "unknown"),
        ("https://trade.aliexpress.ru/orderList.htm", "unknown"),
        ("https://aliexpress.com.example/p/order/index.html", None),
        ("https://notaliexpress.com/p/order/index.html", None),
        ("https://[::1/p/order/index.html", None),
        ("about:blank", None),
        ("", None),
    ],
)
def test_addresses_of_saved_pages(url: str, kind: str | None) -> None:
    """Files name addresses that no extension sends: plain http, odd dots, other sites, none at all."""
    assert kind == find_kind(url)


@pytest.mark.parametrize("role", [PartRole.PAGE, PartRole.API])
def test_the_russian_site_is_said_to_be_unsupported(role: PartRole) -> None:
    """A page or answer of aliexpress.ru is claimed, gives no record, and one problem says why."""
    part = make_part(b"{}", "https://aliexpress.ru/aer-jsonapi/bx/orders/v3/web-order-list", role)
    [parsed] = parse_capture(make_capture(part))

    assert (PageKind.UNKNOWN, ()) == (parsed.page_kind, parsed.orders)
    assert ["site"] == [problem.field for problem in parsed.problems]


@pytest.mark.parametrize(
    "path",
    [
        "p/order/snapshot.html",
        "snapshot/0.html",
        "item/1005000000000001.html",
        "p/buyerprotection/index.html",
    ],
)
def test_pages_kept_as_they_are_shown_are_no_problem(path: str) -> None:
    """Snapshots, product pages and terms are kept to be looked at; that nothing is read from them is fine."""
    part = make_part(b"<html><body>Lamp</body></html>", f"https://www.aliexpress.com/{path}", PartRole.PAGE)
    [parsed] = parse_capture(make_capture(part))

    assert () == parsed.problems


APIS = [
    (LIST, "order_list"),
    (DETAIL, "order_detail"),
    (TRACKING, "tracking"),
    (TRACKING.upper(), "tracking"),
    ("mtop.aliexpress.buyer.reverse.queryReverseOrderPageListForBuyer", "refund_list"),
    ("mtop.aliexpress.buyer.reverse.reverseOrderLineRenderForBuyer", "dispute"),
    ("mtop.aliexpress.buyer.reverse.nobodyHasDescribedIt", "dispute"),
    ("mtop.aliexpress.trade.buyer.order.count", "unknown"),
    ("mtop.aliexpress.pdp.pc.query", "listing"),
]


@pytest.mark.parametrize(("api", "kind"), APIS)
def test_an_answer_is_told_by_its_call(api: str, kind: str) -> None:
    """The API's name in the call's URL tells an answer's kind."""
    part = make_part(b"{}", API.format(api) + "?data=%7B%7D")
    found = identify(make_capture(part), part)

    assert kind == (str(found[1]) if found else None)


@pytest.mark.parametrize(("api", "kind"), APIS)
def test_an_answer_without_its_call_is_told_by_its_envelope(api: str, kind: str) -> None:
    """An answer that came without its URL is told by the API that its envelope names."""
    part = make_part(json.dumps(make_envelope(api, {})).encode(), "about:blank")
    found = identify(make_capture(part, url="about:blank"), part)

    assert kind == (str(found[1]) if found else None)


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"api": 1}', b'{"api": "mtop.lazada.om.orderlist"}'])
def test_other_answers_are_nobody_s(body: bytes) -> None:
    """An answer without URL that names no API of ours belongs to nobody."""
    part = make_part(body, "about:blank")

    assert None is identify(make_capture(part, url="about:blank"), part)


def test_an_unknown_frame_is_no_page() -> None:
    """A frame inside a page is not taken for an unknown page of the site; a known one is told."""
    unknown = make_part(b"<p>", "https://www.aliexpress.com/p/ad.html", PartRole.PAGE, "0/1")
    tracking = make_part(b"<p>", "https://www.aliexpress.com/p/tracking/index.html", PartRole.PAGE, "0/2")
    capture = make_capture(unknown, tracking)

    assert [PageKind.TRACKING] == [parsed.page_kind for parsed in parse_capture(capture)]


CHAT = "https://www.aliexpress.com/p/message/index.html?orderId=8200000000000001"


@pytest.mark.parametrize(
    ("url", "tab_url", "kind"),
    [
        ("https://www.aliexpress.com/app/im/frame.html", CHAT, "chat"),
        ("https://im.aliexpress.us/frame.html", CHAT, "chat"),
        ("about:blank", CHAT, "chat"),
        ("about:srcdoc#top", CHAT, "chat"),
        ("about:srcdoc", "https://msg.aliexpress.com/buyerMsgListNew.htm", "chat"),
        (None, CHAT, "chat"),
        ("https://www.aliexpress.com/p/order/detail.html?orderId=8200000000000001", CHAT, "order_detail"),
        ("https://www.aliexpress.com/item/1005000000000001.html", CHAT, "listing"),
        ("https://offers.example/frame.html", CHAT, None),
        ("https://msg.aliexpress.com.example/", CHAT, None),
        ("https://aliexpress.ru/chat", CHAT, None),
        ("data:text/html,Hello", CHAT, None),
        ("about:blank", "https://www.aliexpress.com/p/order/index.html", None),
        (
            "https://www.aliexpress.com/app/im/frame.html",
            "https://www.aliexpress.com/p/order/index.html",
            None,
        ),
        ("about:blank", "https://msg.shop.example/p/message/", None),
        ("https://msg.aliexpress.com/window.html", "https://www.aliexpress.com/p/order/index.html", "chat"),
    ],
)
def test_a_frame_is_told_by_its_tab_too(url: str | None, tab_url: str, kind: str | None) -> None:
    """A frame of the site that names no kind, or has no address, is of the chat around it; no other is."""
    part = make_part(b"<p>", url, PartRole.PAGE, "0.1")
    found = identify(make_capture(part, url=tab_url), part)

    assert kind == (str(found[1]) if found else None)


def test_resources_are_not_read() -> None:
    """A picture belongs to no marketplace, wherever it came from."""
    part = make_part(b"GIF89a", "https://www.aliexpress.com/p/order/index.html", PartRole.RESOURCE)

    assert None is identify(make_capture(part), part)


def test_two_claimants_are_a_fault() -> None:
    """Two marketplaces that claim one page are a fault of ours and said aloud."""
    part = make_part(b"<p>", None, PartRole.PAGE)

    with pytest.raises(CompanionError, match="claim the same page"):
        identify(make_capture(part), part, (*ADAPTERS, AliExpress()))
