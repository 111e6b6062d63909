"""Hostile pages of disputes: each is read to its end, and nobody passes for another."""

from __future__ import annotations

import json
from decimal import Decimal

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from companion.marketplaces import parse_capture
from companion.model import Parsed, PartRole
from tests.golden.cases import GOLDEN, Case
from tests.marketplaces.captures import DISPUTE, make_capture, make_part, parse_answer

PAGES = [
    Case(GOLDEN / "aliexpress" / name)
    for name in ("dispute/page-en-old-offer", "dispute/page-fr-new-offer", "refund_list/page-en-cards")
]
URL = "https://trade.aliexpress.com/issue/fastissue/Detail.htm?reverseOrderLineId=6200000000000002"
ORDER = '<a href="/p/order/detail.html?orderId=8000000000000001">8000000000000001</a>'
ODD = [
    "<div>",
    "</td>",
    "<table>",
    "\x00",
    "\ud800",
    "\u202e",
    "<!--",
    "<script>",
    "0" * 400,
    "&#0;",
    "<svg>",
]


def parse_page(body: str) -> Parsed:
    """Read a dispute's page whose visible part is given."""
    page = f"<html lang=en><body><h1>Processing</h1>{ORDER}{body}</body></html>".encode("utf-8", "replace")
    [parsed] = parse_capture(make_capture(make_part(page, URL, PartRole.PAGE), url=URL, language=None))
    return parsed


@pytest.mark.parametrize("case", PAGES, ids=[case.name for case in PAGES])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_a_broken_page_is_read_to_its_end(case: Case, data: st.DataObject) -> None:
    """A page that is cut, doubled and strewn with odd markup gives sound records and no exception."""
    text = next(case.folder.glob("page.*")).read_text("utf-8")
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(text)))
        text = text[:at] + data.draw(st.sampled_from(ODD)) + text[data.draw(st.integers(at, len(text))) :]
    [parsed] = parse_capture(case.make_capture(text.encode("utf-8", "surrogatepass")))

    json.dumps(msgspec.to_builtins(parsed, builtin_types=()), ensure_ascii=False).encode()
    assert parsed.page_kind in {"dispute", "refund_list"}


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 5000 + "Refund amount: US $3.00" + "</div>" * 5000,
        "<p>" + "<b class=x>x</b>" * 50_000 + "</p><p>Refund amount: US $3.00</p>",
        "<p " + " ".join(f"a{number}=1" for number in range(100_000)) + "></p><p>Refund amount: US $3.00</p>",
        "<p>" + "offer " * 200_000 + "</p><p>Refund amount: US $3.00</p>",
    ],
    ids=["deep", "wide", "attributes", "long"],
)
def test_a_huge_page_is_read(body: str) -> None:
    """Depth, breadth and length hide nothing of what stands beside them."""
    [dispute] = parse_page(body).disputes

    assert Decimal("3.00") == (dispute.amount and dispute.amount.amount)


@pytest.mark.parametrize(
    "written",
    [
        "<a href='/item/1005000000000001.html'>Refund amount: US $999.00</a>",
        "<div class='seller-message'>Refund amount: US $999.00</div>",
        "<div class='product-title'>Dispute closed</div>",
        "<p>The refund amount: US $999.00 you asked for</p>",
        "<nav>Dispute closed</nav>",
        "<p>Order completed</p>",
    ],
)
def test_what_a_seller_wrote_passes_for_nothing(written: str) -> None:
    """Titles, messages and other lines set no amount and close no dispute."""
    [dispute] = parse_page(f"{written}<p>Refund reason: Broken</p>").disputes

    assert (None, True, "Broken") == (dispute.amount, dispute.is_open, dispute.reason)


def test_a_line_among_others_closes_nothing() -> None:
    """Without a heading or a label, only a state that leaves the dispute open is taken from a line."""
    page = f"<html lang=en><body>{ORDER}<p>Order completed</p><p>Refund reason: Broken</p></body></html>"
    part = make_part(page.encode(), URL, PartRole.PAGE)
    [parsed] = parse_capture(make_capture(part, url=URL, language=None))

    assert (None, None) == (parsed.disputes[0].site_state, parsed.disputes[0].is_open)


def test_words_never_end_what_still_has_a_clock() -> None:
    """A state that sounds over, beside a time to answer that still runs, leaves the dispute open."""
    data = {
        "module": {
            "reverseOrderLineId": "6200000000000002",
            "tradeOrderId": "8000000000000001",
            "reverseDetailStatusText": "Refund request completed",
            "tip": "Please respond to the seller, time left: 2 days 5 hours",
        }
    }
    parsed = parse_answer(DISPUTE, data)

    assert (True, 1) == (parsed.disputes[0].is_open, len(parsed.statements))


@pytest.mark.parametrize(
    "module",
    [
        {
            "returnAddress": {"detailAddress": "1 Example Road", "contactName": "Nobody"},
            "buyerAddress": {"detailAddress": "1 Example Road"},
        },
        {"buyerReturnAddress": "1 Example Road"},
        {"pickUp": {"address": "1 Example Road", "contactName": "Nobody"}},
        {
            "applyReason": "Left at 1 Example Road for Nobody",
            "buyerAddress": {"address": "1 Example Road", "contactName": "Nobody"},
        },
        {"sellerSolution": {"refundAmount": "US $1.00", "content": "Dear Nobody"}, "buyerName": "Nobody"},
        {
            "tips": ["Please upload evidence, Nobody, 1 Example Road"],
            "userInfo": {"name": "Nobody", "address": "1 Example Road"},
        },
    ],
)
def test_the_buyer_stays_out(module: dict[str, object]) -> None:
    """Neither the buyer's address nor their name leaves an answer, wherever it repeats them."""
    ids = {"reverseOrderLineId": "6200000000000002", "tradeOrderId": "8000000000000001", "reverseStatus": 2}
    parsed = parse_answer(DISPUTE, {"module": {**ids, **module}})

    assert 1 == len(parsed.disputes)
    assert [] == [word for word in ("Example Road", "Nobody") if word in str(parsed)]
