"""Files become captures by what they hold; what cannot be read is refused in one sentence with a hint."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from companion.errors import InputError
from companion.marketplaces import parse_capture
from companion.marketplaces.files import NO_URL, read_file
from companion.model import Capture, PageKind, PartRole
from companion.wire import render_capture
from tests.golden.cases import GOLDEN, Case

SEEN_AT = datetime(2026, 9, 7, 12, tzinfo=UTC)
LIST = Case(GOLDEN / "aliexpress" / "order_list" / "en-brl")
JSONP = Case(GOLDEN / "aliexpress" / "order_list" / "pt-jsonp")


def read(data: bytes, url: str | None = None, language: str | None = None) -> Capture:
    """Read a file about which little is said."""
    return read_file(data, url=url, captured_at=SEEN_AT, time_zone="UTC", language=language)


def page_of(case: Case) -> bytes:
    """Give the stored page of a golden case."""
    return next(case.folder.glob("page.*")).read_bytes()


@pytest.mark.parametrize(
    ("case", "media_type"), [(LIST, "application/json"), (JSONP, "text/javascript")], ids=["json", "jsonp"]
)
def test_an_answer_needs_no_url(case: Case, media_type: str) -> None:
    """An answer, plain or JSONP, is understood without its URL."""
    capture = read(page_of(case), language="pt_BR")

    assert (PartRole.API, media_type) == (capture.parts[0].role, capture.parts[0].media_type)
    assert [PageKind.ORDER_LIST] == [parsed.page_kind for parsed in parse_capture(capture)]
    assert parse_capture(capture)[0].orders


def test_the_call_s_url_names_the_order() -> None:
    """A tracking answer learns its order from the data in the call's URL."""
    case = Case(GOLDEN / "aliexpress" / "tracking" / "order-not-named")
    url = "https://acs.aliexpress.com/h5/mtop.ae.ld.querydetail/1.0/?data=%7B%22tradeOrderId%22%3A8301122334400009%7D"
    [parsed] = parse_capture(read(page_of(case), url))

    assert ["8301122334400009"] == [shipment.order_id for shipment in parsed.shipments]


def test_a_capture_file_speaks_for_itself() -> None:
    """A capture file comes back as the capture it holds, whatever else is said."""
    capture = LIST.make_capture()

    assert render_capture(capture) == render_capture(
        read(render_capture(capture), "https://elsewhere.example/")
    )


@pytest.mark.parametrize(
    ("head", "url"),
    [
        ("<!-- saved from url=(0045)https://www.aliexpress.com/p/order/index.html -->", None),
        ('<link rel="canonical" href="https://www.aliexpress.com/p/order/index.html">', None),
        ("", "https://www.aliexpress.com/p/order/index.html"),
    ],
    ids=["saved by a browser", "canonical link", "said by the user"],
)
def test_a_page_knows_its_address(head: str, url: str | None) -> None:
    """A saved page is told by the address it carries, or by the one the user gives."""
    html = f"<!DOCTYPE html>\n<html lang='pt-BR'><head>{head}<title>My &amp; orders</title></head></html>"
    capture = read(html.encode(), url)

    assert ("My & orders", "pt-BR", PartRole.PAGE) == (capture.title, capture.language, capture.parts[0].role)
    assert [PageKind.ORDER_LIST] == [parsed.page_kind for parsed in parse_capture(capture)]


def test_a_page_of_nowhere_is_kept() -> None:
    """A page that nobody named an address for is a capture that no marketplace claims."""
    capture = read(b"<div class='order-item'></div>")

    assert (NO_URL, ()) == (capture.url, parse_capture(capture))


def test_the_same_file_is_the_same_capture() -> None:
    """The same bytes, said to be seen at the same time, get the same id; seen later another."""
    first, again = read(page_of(LIST)), read(page_of(LIST))
    later = read_file(
        page_of(LIST), url=None, captured_at=datetime(2026, 9, 8, tzinfo=UTC), time_zone=None, language=None
    )

    assert first.capture_id == again.capture_id
    assert first.capture_id != later.capture_id


CUT_CAPTURE = render_capture(LIST.make_capture())[:-20]
BAD = {
    "empty": b"",
    "blank": b" \n\t ",
    "cut json": page_of(LIST)[:5000],
    "cut jsonp": page_of(JSONP)[:5000],
    "cut capture": CUT_CAPTURE,
    "cut page": b"<!doctype html><html><head><title>Orders</title></head><body><div>",
    "words": b"Dear diary, today I bought a lamp.",
    "picture": b"\x89PNG\r\n\x1a\n\x00\x00",
    "archive": b"PK\x03\x04\x14\x00",
    "other json": b'{"name": "something else"}',
    "list": b"[1, 2, 3]",
    "number": b"12",
    "nested": b"[" * 200_000,
    "mail": b"From: shop@example.com\r\nSubject: Your order\r\n\r\nhello",
    "not a capture": json.dumps({"capture_id": "x", "parts": []}).encode(),
}


@pytest.mark.parametrize("data", BAD.values(), ids=BAD.keys())
def test_what_cannot_be_read_is_refused(data: bytes) -> None:
    """Empty, cut and foreign files are refused with one sentence and a hint."""
    with pytest.raises(InputError) as refused:
        read(data)

    assert refused.value.message.endswith(".")
    assert refused.value.hint
