"""The order page's card of each return or dispute."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from companion.model import Dispute, Money, Offer, PageKind, Parsed, Statement, StatementKind
from companion.store import Store
from companion.wire import parse_capture
from tests.web.running import NOW, RunningWeb, make_capture_json, make_page_part
from tests.web.seeds import SEEDS, add_seeds

ORDER_ID = SEEDS[0].order_id
ASKED = Money(Decimal("41.90"), "EUR", "")
HOSTILE = "<img src=x onerror=alert(1)>"
OPEN = Dispute(
    "62", ORDER_ID, f"{ORDER_ID}-0", "return", "Waiting for your response",
    opened_at=NOW - timedelta(days=3), amount=ASKED, is_open=True,
    reason="Broken", answer_from="buyer", answer_by=NOW + timedelta(hours=30),
    offers=(
        Offer("buyer", "Refund only", ASKED, NOW - timedelta(days=3), None, "Rejected"),
        Offer("seller", None, replace(ASKED, amount=Decimal(0)), NOW - timedelta(days=1), HOSTILE, "Pending"),
    ),
    evidence_requests=("Upload a video",), return_address="Warehouse 7", return_carrier="Sample Post",
    return_tracking_number="RR123456789CN",
)  # fmt: skip


async def open_order(web: RunningWeb, dispute: Dispute, *statements: Statement) -> str:
    """Open the page of an order that has a dispute."""
    capture = parse_capture(json.dumps(make_capture_json(make_page_part("<p>Dispute</p>"))).encode())

    def add(store: Store) -> None:
        add_seeds(store, SEEDS[:1])
        store.add_capture(capture)
        parsed = Parsed("aliexpress", PageKind.DISPUTE, disputes=(dispute,), statements=statements)
        store.apply_parsed(capture, (parsed,))

    await web.store.write(add)
    await web.open_session()
    page = await web.get_text(f"/orders/{ORDER_ID}")
    assert f'href="/captures/{capture.capture_id}"' in page
    return page[page.index('id="disputes"') : page.index('class="columns"')]


async def test_a_dispute_is_told_as_a_timeline(web: RunningWeb) -> None:
    """Whose turn it is until when, what was offered newest first, evidence, address and parcel."""
    card = await open_order(web, OPEN)

    for words in (
        "Your turn", "tone-urgent", "Answer by", "tomorrow", "Waiting for your response", "€41.90", "Broken",
        "Upload a video", "Warehouse 7", "Sample Post · RR123456789CN", "Rejected", "See the archived page",
        "Mechanical keyboard",
    ):  # fmt: skip
        assert words in card, words
    steps = re.findall(r'<li class="event"><p[^>]*>([^<]*)</p>', card)
    assert ["The seller offers no money back", "You ask for €41.90 · Refund only", "Opened"] == steps


async def test_an_offer_of_nothing_stands_out(web: RunningWeb) -> None:
    """An offer changed to nothing is the trap, so it is marked."""
    assert '<p class="warned">The seller offers no money back</p>' in await open_order(web, OPEN)


async def test_what_a_seller_wrote_is_text(web: RunningWeb) -> None:
    """Markup in an offer is shown, never obeyed."""
    card = await open_order(web, OPEN)

    assert HOSTILE not in card
    assert "&lt;img src=x onerror=alert(1)&gt;" in card


async def test_a_day_alone_is_shown_with_what_it_is_for(web: RunningWeb) -> None:
    """Where the page names only a day, the card names it and what is due."""
    by = (NOW + timedelta(days=5)).date()
    said = Statement(ORDER_ID, StatementKind.EVIDENCE_BY, by, None, None, "Upload by", "dispute[62]")
    card = await open_order(web, replace(OPEN, answer_by=None), said)

    assert re.search(r'<span class="due">Evidence by</span> <strong>Fri 4 Sept?</strong>', card)


async def test_a_closed_dispute_asks_for_nothing(web: RunningWeb) -> None:
    """Once closed, no time to answer is shown, and the code of its state is no words."""
    closed = replace(OPEN, is_open=False, site_state="4", closed_at=NOW - timedelta(hours=1))
    card = await open_order(web, closed)

    assert "Closed" in card
    assert [] == [words for words in ("Answer by", "Your turn", "code 4") if words in card]
