"""The order page where the two readings of a visit differ."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date
from decimal import Decimal

from companion.model import (
    Capture,
    Money,
    Order,
    OrderLine,
    OrderState,
    PageKind,
    Parsed,
    Part,
    PartRole,
    PriceRow,
    Source,
    Statement,
    StatementKind,
    Trigger,
)
from companion.store import Store
from companion.wire import make_sha256
from tests.web.running import NOW, RunningWeb
from tests.web.seeds import SEEDS, add_seeds

SEED = SEEDS[0]
ORDER_ID = SEED.order_id
BODY = b"<!doctype html><title>Order</title>"


def _euro(amount: str) -> Money:
    return Money(Decimal(amount), "EUR", f"€{amount}")


def _promise(day: int, place: str) -> Statement:
    quote = f"Refund if no delivery before Sep {day}, 2026"
    kind = StatementKind.REFUND_IF_NOT_DELIVERED_BY
    return Statement(ORDER_ID, kind, date(2026, 9, day), None, None, quote, place)


ANSWER = Order(
    ORDER_ID,
    state=OrderState.AWAITING_DELIVERY,
    site_state="Awaiting delivery",
    placed_on=date(2026, 7, 3),
    total=_euro("132.74"),
    price_rows=(PriceRow("Shipping", _euro("0.00"), hidden=False),),
    lines=(OrderLine("1", product_id="70", title=SEED.title, quantity=1, unit_price=_euro("132.74")),),
)
PAGE = replace(
    ANSWER,
    placed_on=date(2026, 3, 7),
    total=_euro("123.74"),
    price_rows=(PriceRow("Shipping", _euro("2.00"), hidden=False),),
    lines=(OrderLine(f"{ORDER_ID}-1", product_id="70", title="<script>alert(1)</script>", quantity=2),),
)


def add_disagreement(store: Store) -> None:
    """Keep a visit whose page says otherwise than its answer."""
    part = Part(PartRole.PAGE, make_sha256(BODY), "text/html", BODY, frame_id="0", size=len(BODY))
    capture = Capture(
        capture_id=str(uuid.UUID(int=7)),
        visit_id=str(uuid.UUID(int=8)),
        captured_at=NOW,
        time_zone="Europe/Berlin",
        url=f"https://www.aliexpress.com/p/order/detail.html?orderId={ORDER_ID}",
        title="Order details",
        language="en",
        trigger=Trigger.LOAD,
        account=None,
        browser="Chromium 156",
        extension_version="0.1.0",
        parts=(part,),
    )
    kind = PageKind.ORDER_DETAIL
    answer = Parsed("aliexpress", kind, (ANSWER,), statements=(_promise(9, "fastDeliveryInfoDTO"),))
    page = Parsed("aliexpress", kind, (PAGE,), statements=(_promise(5, "page: status"),), source=Source.PAGE)
    store.add_capture(capture)
    store.apply_parsed(capture, (answer, page))


async def test_both_values_are_shown_and_which_one_holds(web: RunningWeb) -> None:
    """Each field has both quotes, the product it is of, where it was seen, and what is used."""
    await web.store.write(add_disagreement)
    await web.open_session()
    page = await web.get_text(f"/orders/{ORDER_ID}")

    section = page.partition('id="readings"')[2].partition("</section>")[0]
    for words in (
        "€132.74",
        "€123.74",
        "Shipping",
        "Quantity",
        "Placed on",
        "Fri 3 Jul",
        "Sat 7 Mar",
        SEED.title[:20],
        "used here",
    ):
        assert words in section, words
    assert "Both dates warn you" in section
    assert f"/captures/{uuid.UUID(int=7)}" in section
    assert 4 == section.count("used here")
    assert "<script>" not in section


async def test_the_first_page_counts_them(web: RunningWeb) -> None:
    """Among what was not understood, each differing field is named with its next action."""
    await web.store.write(add_disagreement)
    await web.open_session()
    page = await web.get_text("/")

    assert "Two values of “Total”" in page
    assert "Two values of “Price rows”" in page
    assert "own data is used" in page


async def test_the_earliest_of_both_dates_warns(web: RunningWeb) -> None:
    """The page's earlier date stands first although the answer says a later one; both are shown."""
    await web.store.write(add_disagreement)
    await web.open_session()
    page = await web.get_text(f"/orders/{ORDER_ID}")

    dates = page.partition('id="dates"')[2].partition("</section>")[0]
    assert 0 < dates.index("before Sep 5, 2026") < dates.index("before Sep 9, 2026")


async def test_agreeing_readings_show_nothing(web: RunningWeb) -> None:
    """An order without a disagreement has no such section."""
    await web.store.write(lambda store: add_seeds(store, (SEED,)))
    await web.open_session()

    assert 'id="readings"' not in await web.get_text(f"/orders/{ORDER_ID}")
