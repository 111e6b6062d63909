"""One capture that holds both readings gives each record once, and says where they differ."""

from __future__ import annotations

from dataclasses import replace

from companion.ingest import join_readings
from companion.model import (
    Dispute,
    Order,
    OrderLine,
    OrderState,
    PageKind,
    Parsed,
    Problem,
    Shipment,
    Source,
)
from tests.store.samples import ORDER_ID, make_capture, make_event, make_parsed, money

DETAIL = PageKind.ORDER_DETAIL
ORDER = Order(
    ORDER_ID,
    state=OrderState.COMPLETED,
    total=money("10.00"),
    lines=(OrderLine("1", product_id="70", quantity=2),),
)
SHOWN = Order(
    ORDER_ID,
    total=money("11.00"),
    payment_method="card",
    lines=(OrderLine(f"{ORDER_ID}-1", product_id="70", title="Lamp"),),
)
PARCEL = Shipment(ORDER_ID, "LP1", None, None, (make_event(0, "AE_A", "Accepted"),))
DISPUTE = Dispute("7", ORDER_ID, None, "return", None, None, None, money("5.00"))


def page(*orders: Order, **more: object) -> Parsed:
    """Make what a frozen page says."""
    return Parsed("aliexpress", DETAIL, orders=orders, source=Source.PAGE, **more)  # type: ignore[arg-type]


def test_an_order_of_both_readings_is_one() -> None:
    """The answer's values hold, the page adds its own, and the difference is a problem with both quotes."""
    said = (make_parsed(ORDER, DETAIL), page(SHOWN))

    for parsed in (said, said[::-1]):
        joined = join_readings(make_capture(1), parsed)

        line = OrderLine("1", product_id="70", title="Lamp", quantity=2)
        assert (replace(ORDER, payment_method="card", lines=(line,)),) == joined.orders
        assert (
            Problem("disagreements[total]", "order_detail", "the site's data: 10.00 € · the page: 11.00 €"),
        ) == joined.problems


def test_parcels_and_disputes_are_joined_too() -> None:
    """A parcel and a dispute that both readings show are told once."""
    answer = make_parsed(kind=DETAIL, shipments=(PARCEL,), disputes=(DISPUTE,))
    shown = page(
        shipments=(replace(PARCEL, tracking_number=None, carrier="Post"),),
        disputes=(replace(DISPUTE, dispute_id=f"{ORDER_ID}-1", reason="Broken"),),
    )

    joined = join_readings(make_capture(1), (answer, shown))

    assert (replace(PARCEL, carrier="Post"),) == joined.shipments
    assert (replace(DISPUTE, reason="Broken"),) == joined.disputes


def test_one_reading_stays_as_it_was_read() -> None:
    """Orders of which only the page or only the answer speaks are left alone, in the order of the parts."""
    other = Order("8100000000000002", state=OrderState.UNPAID)
    problem = Problem("total", "fields", "?")
    parsed = (make_parsed(ORDER, problems=(problem,)), page(other))

    joined = join_readings(make_capture(1), parsed)

    assert ((ORDER, other), (problem,)) == (joined.orders, joined.problems)
