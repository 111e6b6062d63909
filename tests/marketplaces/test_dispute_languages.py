"""Pages of disputes in every language the site speaks: whose turn, until when, and the values behind labels.

The words are dictionary words, not seen on the site, and so are these sentences.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from companion.marketplaces import parse_capture
from companion.model import Parsed, PartRole, StatementKind
from tests.marketplaces.captures import CAPTURED_AT, make_capture, make_part

URL = "https://m.aliexpress.com/p/reverse-pages/detail.html?reverseOrderLineId=6200000000000002"
ORDER = '<a href="/p/order/detail.html?orderId=8000000000000001">8000000000000001</a>'
LEFT = timedelta(days=2, hours=5)


class Sentences(msgspec.Struct, frozen=True):
    """What a page says in one language: a state that waits for the buyer, duties, and labels."""

    language: str
    state: str
    left: str
    post: str
    evidence: str
    amount: str
    address: str
    tracking: str


TABLE = Path(__file__).with_name("dispute_sentences.json")
EVERY = msgspec.json.decode(TABLE.read_bytes(), type=list[Sentences])
in_every_language = pytest.mark.parametrize("said", EVERY, ids=[one.language for one in EVERY])


def parse(language: str, *lines: str, state: str) -> Parsed:
    """Read a page that shows a state, an order and some lines."""
    body = "".join(f"<div>{line}</div>" for line in lines)
    page = f'<html lang="{language}"><body><h1>{state}</h1><p>{ORDER}</p>{body}</body></html>'
    [parsed] = parse_capture(
        make_capture(make_part(page.encode(), URL, PartRole.PAGE), url=URL, language=None)
    )
    return parsed


@in_every_language
def test_it_is_the_buyer_s_turn(said: Sentences) -> None:
    """An open dispute waits for the buyer, until what is left has passed."""
    parsed = parse(said.language, said.left, state=said.state)
    [dispute] = parsed.disputes
    until = (CAPTURED_AT + LEFT).replace(second=0)

    assert (True, "buyer", until) == (dispute.is_open, dispute.answer_from, dispute.answer_by)
    assert [(StatementKind.OFFER_RESPONSE_BY, until.date())] == [
        (one.kind, one.on) for one in parsed.statements
    ]


@in_every_language
def test_goods_and_evidence_have_their_day(said: Sentences) -> None:
    """The day to post the return and the day for evidence are statements, and the request is kept."""
    parsed = parse(said.language, said.post, said.evidence, state=said.state)

    assert {
        (StatementKind.RETURN_SHIP_BY, date(2026, 9, 15), said.post),
        (StatementKind.EVIDENCE_BY, date(2026, 9, 12), said.evidence),
    } == {(one.kind, one.on, one.quote) for one in parsed.statements}
    assert (said.evidence,) == parsed.disputes[0].evidence_requests


@in_every_language
@pytest.mark.parametrize("layout", ["{}: {}", "{}：{}", "{}</div><div>{}"])
def test_values_stand_behind_their_labels(said: Sentences, layout: str) -> None:
    """Amount, return address and tracking number are found behind a colon and on the next line."""
    labels = (said.amount, said.address, said.tracking)
    values = ("US $7.20", "Warehouse 7", "RR123456789CN")
    rows = [layout.format(label, value) for label, value in zip(labels, values, strict=True)]
    [dispute] = parse(said.language, *rows, state=said.state).disputes

    amount = dispute.amount and dispute.amount.amount
    assert (Decimal("7.20"), "Warehouse 7", "RR123456789CN") == (
        amount, dispute.return_address, dispute.return_tracking_number,
    )  # fmt: skip
