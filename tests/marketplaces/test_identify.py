"""Which parts belong to which marketplace, and what they are."""

from __future__ import annotations

import json

import pytest

from companion.errors import CompanionError
from companion.marketplaces import ADAPTERS, identify, parse_capture
from companion.marketplaces.aliexpress import AliExpress
from companion.model import PageKind, PartRole
from tests.marketplaces.captures import API, DETAIL, LIST, TRACKING, make_capture, make_envelope, make_part

PAGES = [
    ("https://www.aliexpress.com/p/order/index.html", "order_list"),
    ("https://www.aliexpress.com/p/order/index.html?spm=a2g0o.home", "order_list"),
    ("https://m.aliexpress.com/p/order/index.html", "order_list"),
    ("https://trade.aliexpress.com/orderList.htm", "order_list"),
    ("https://es.aliexpress.com/p/order/detail.html?orderId=8000000000000001", "order_detail"),
    ("https://www.aliexpress.us/p/order/detail.html?orderId=8000000000000001", "order_detail"),
    ("https://trade.aliexpress.com/order_detail.htm?orderId=80000000000001", "order_detail"),
    ("https://www.aliexpress.com/p/tracking/index.html?tradeOrderId=8000000000000001", "tracking"),
    ("https://track.aliexpress.com/logisticsdetail.htm?tradeId=8000000000000001", "tracking"),
    ("https://www.aliexpress.com/p/message/index.html?orderId=8000000000000001", "chat"),
    ("https://msg.aliexpress.com/msgDetail.htm?orderId=8000000000000001", "chat"),
    ("https://msg.aliexpress.com/p/order/detail.html?orderId=8000000000000001", "chat"),
    ("https://message.aliexpress.com/buyerMsgListNew.htm", "chat"),
    ("https://www.aliexpress.com/p/order/snapshot.html?orderId=8000000000000002", "order_snapshot"),
    ("https://m.aliexpress.com/p/refund-dispute/list.html", "refund_list"),
    ("https://m.aliexpress.com/p/refund-amount/detail.html?tradeOrderLineId=8", "dispute"),
    ("https://trade.aliexpress.com/issue/fastissue/Detail.htm?issueId=1", "dispute"),
    ("https://www.aliexpress.com/item/1005000000000001.html", "listing"),
    ("https://www.aliexpress.com/p/anything/new.html?orderId=8000000000000001", "unknown"),
    ("https://www.aliexpress.com./p/order/index.html", "order_list"),
    ("https://www.aliexpress.ru/p/order/index.html", None),
    ("https://aliexpress.com.example/p/order/index.html", None),
    ("https://notaliexpress.com/p/order/index.html", None),
    ("https://[::1/p/order/index.html", None),
    ("about:blank", None),
    ("", None),
]


@pytest.mark.parametrize(("url", "kind"), PAGES)
def test_a_page_is_told_by_its_path(url: str, kind: str | None) -> None:
    """The path tells a page's kind, whatever order its address names; other hosts are nobody's."""
    part = make_part(b"<html></html>", None, PartRole.PAGE)
    found = identify(make_capture(part, url=url or "about:blank"), part)

    assert kind == (str(found[1]) if found else None)


APIS = [
    (LIST, "order_list"),
    (DETAIL, "order_detail"),
    (TRACKING, "tracking"),
    (TRACKING.upper(), "tracking"),
    ("mtop.aliexpress.buyer.reverse.queryReverseOrderPageListForBuyer", "refund_list"),
    ("mtop.aliexpress.trade.buyer.order.count", "unknown"),
    ("mtop.aliexpress.pdp.pc.query", "unknown"),
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


def test_resources_are_not_read() -> None:
    """A picture belongs to no marketplace, wherever it came from."""
    part = make_part(b"GIF89a", "https://www.aliexpress.com/p/order/index.html", PartRole.RESOURCE)

    assert None is identify(make_capture(part), part)


def test_two_claimants_are_a_fault() -> None:
    """Two marketplaces that claim one page are a fault of ours and said aloud."""
    part = make_part(b"<p>", None, PartRole.PAGE)

    with pytest.raises(CompanionError, match="claim the same page"):
        identify(make_capture(part), part, (*ADAPTERS, AliExpress()))
