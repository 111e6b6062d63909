"""An order on its way for which no page gave a date: said loudly, whatever a rule might guess."""

from __future__ import annotations

from datetime import date

import pytest

from companion.model import (
    Certainty,
    DateRange,
    Deadline,
    DeadlineKind,
    Milestone,
    Order,
    OrderRecord,
    OrderState,
    Origin,
    Shipment,
    StatementKind,
    Urgency,
)
from companion.protection.deadlines import make_deadlines
from tests.protection.made import DISPUTE_SAYS, ORDER_ID, TRACKING_SAYS, at, order, parcel, record, seen

PROTECTED = seen(StatementKind.PROTECTION_ENDS, "2026-10-01")
NOW = at("2026-09-08")
ON_ITS_WAY = parcel(("2026-07-20", Milestone.IN_TRANSIT))
ESTIMATED = Shipment(ORDER_ID, None, None, DateRange(date(2026, 9, 20), date(2026, 9, 25)), ())


def unknown(made: OrderRecord) -> list[Deadline]:
    """The deadlines that say that no date is known."""
    return [each for each in make_deadlines(made, NOW) if each.kind is DeadlineKind.NO_DATE_KNOWN]


def test_it_says_to_open_the_page_and_stands_first() -> None:
    """No date is no reason to be calm: it is listed as soon, above every estimate."""
    first = make_deadlines(record(order(), shipments=(ESTIMATED,)), NOW)[0]
    assert DeadlineKind.NO_DATE_KNOWN is first.kind
    assert (Origin.NONE, Certainty.U, Urgency.SOON) == (first.origin, first.certainty, first.urgency)
    assert (None, None, None) == (first.earliest_at, first.latest_at, first.quote)
    assert "Open its page so that the date can be read." == first.next_action


@pytest.mark.parametrize(
    "made",
    [
        pytest.param(record(order()), id="awaiting delivery"),
        pytest.param(record(order(), shipments=(ESTIMATED,)), id="awaiting delivery with an estimate"),
        pytest.param(record(order(), DISPUTE_SAYS), id="awaiting delivery with a date to dispute only"),
        pytest.param(record(order(None, shipped_on=date(2026, 7, 17))), id="shipped, state unknown"),
        pytest.param(
            record(order(OrderState.PROCESSING), shipments=(ON_ITS_WAY,)),
            id="moving",
        ),
        pytest.param(record(order(), seen(StatementKind.PROTECTION_ENDS)), id="a sentence without its date"),
    ],
)
def test_an_order_on_its_way_without_a_date_is_listed(made: OrderRecord) -> None:
    """Whatever else is known, the missing date itself is a line on the list."""
    assert 1 == len(unknown(made))


@pytest.mark.parametrize(
    "made",
    [
        pytest.param(record(order(), TRACKING_SAYS), id="a refund date is known"),
        pytest.param(
            record(order(), seen(StatementKind.PROTECTION_ENDS, "2026-10-01")), id="protection dated"
        ),
        pytest.param(record(order(OrderState.AWAITING_SHIPMENT)), id="not shipped yet"),
        pytest.param(record(order(OrderState.UNPAID)), id="not paid yet"),
        pytest.param(record(order(OrderState.COMPLETED)), id="completed"),
        pytest.param(record(order(OrderState.REFUNDED), shipments=(ON_ITS_WAY,)), id="refunded"),
        pytest.param(record(Order("1")), id="nothing known at all"),
    ],
)
def test_an_order_with_a_date_or_not_on_its_way_is_not(made: OrderRecord) -> None:
    """The line is for parcels under way only, and goes once a page gives a date."""
    assert [] == unknown(made)
