"""Hostile and broken pages: every one is read to its end, with problems and never an exception."""

from __future__ import annotations

import json
import re

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from companion.marketplaces import parse_capture
from companion.model import Parsed
from tests.golden.cases import GOLDEN, Case
from tests.marketplaces.pages import DETAIL_PAGE, LIST_PAGE, TRACKING_PAGE, read_page

GOOD = [
    Case(GOLDEN / "aliexpress" / name)
    for name in (
        "order_list/page-en-usd",
        "order_list/page-ar-sar",
        "order_list/page-en-2019",
        "order_detail/page-en-awaiting",
        "order_detail/page-en-2015",
        "order_detail/page-fr-awaiting",
        "tracking/page-en-two-parcels",
        "tracking/page-en-2020",
    )
]
PIECE = re.compile(r"<[^<>]*>|[^<>]+")
VALUE = re.compile(r'(?<==")[^"]*(?=")')
ODD = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        [
            *(
                "",
                "0",
                "-",
                "\x00",
                "\ud83d",
                "9" * 50,
                "Feb 30, 2026",
                "99/99/9999",
                "Jul 15, 20261",
                "x" * 9,
            ),
            *("$1", "US $", "R$-1,2,3", "x99999999", "٣٫٥ ر.س", "US $1 €2 3 zł", "-", "  ", "&#0;", "&nbsp;"),
            *(
                "<",
                ">",
                "</div>",
                "</body>",
                "<div>",
                "<table>",
                "<p hidden>",
                "<script>",
                "<!--",
                "<![CDATA[",
            ),
            *("//", "https://[", "//www.aliexpress.com/item/1.html", "?orderId=1&orderId=2", "javascript:x"),
            *(
                '<a href="https://[x/p/order/detail.html?orderId=8301122334400009">',
                "url(",
                "url(https://[x)",
            ),
            *("order-item", "order-block", "order-item order-block", "[lefttime]", '"', "'"),
        ]
    ),
)


def spoil(page: str, choose: st.DrawFn | st.DataObject) -> str:
    """Put something odd in the place of some tags, texts and attribute values."""
    draw = choose.draw if isinstance(choose, st.DataObject) else choose
    for pattern in draw(st.lists(st.sampled_from([PIECE, VALUE]), min_size=1, max_size=6)):
        places = [match.span() for match in pattern.finditer(page)]
        if places:
            start, end = draw(st.sampled_from(places))
            page = page[:start] + draw(ODD) + page[end:]
    return page


def parse_page(case: Case, page: str) -> Parsed:
    """Parse another page in a case's place; its records must be JSON."""
    [parsed] = parse_capture(case.make_capture(page.encode("utf-8", "surrogatepass")))
    json.dumps(msgspec.to_builtins(parsed, builtin_types=()), ensure_ascii=False).encode()
    return parsed


@pytest.mark.parametrize("case", GOOD, ids=[case.name for case in GOOD])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_a_page_with_odd_pieces_is_read_to_its_end(case: Case, data: st.DataObject) -> None:
    """Whatever stands in the place of whatever tag, text or attribute, the parse returns sound records."""
    page = (case.folder / "page.html").read_text("utf-8")

    assert "aliexpress" == parse_page(case, spoil(page, data)).marketplace


BODIES = {
    "empty": b"",
    "bytes": bytes(range(256)) * 10,
    "open tags": b"<div class='order-item'>" * 3000,
    "open tables": b"<table id='buyer-ordertable'><tbody class='order-item-wraper'><tr>" * 300,
    "many attributes": b"<div " + b" ".join(b"a%d='x'" % number for number in range(30_000)) + b">",
    "many classes": b"<div class='order-item " + b"order-item-x " * 30_000 + b"'>",
    "a long word": b"<div class='order-item'>" + b"9" * 500_000,
    "many parcels": b"<div class='logistic-info--mailNo--x'>LP12345678</div>" * 2000,
    "many rows": b"<b class='nodeDesc'>x</b><i class='nodeTime'>Jul. 28 18:39</i>" * 2000,
    "long dates": b"<div class='order-status order-block'>" + b"Jul 1 " * 5000,
    "long prices": b"<div class='order-price'>" + b"$1,1" * 5000,
    "entities": b"<p>&amp;&lt;&#x202e;&#0;&#xd800;&bogus;" * 500,
}


@pytest.mark.parametrize("url", [LIST_PAGE, DETAIL_PAGE, TRACKING_PAGE])
@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
def test_a_broken_page_is_read(url: str, body: bytes) -> None:
    """A page broken beyond reason gives bounded problems and no exception."""
    parsed = read_page(body, url)

    assert len(parsed.problems) <= 200
    assert len(parsed.orders) <= 1
