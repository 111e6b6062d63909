"""What was said before is kept: replaced statements, parcels' events, and changes as events."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from companion.model import (
    DateRange,
    Dispute,
    Milestone,
    Order,
    OrderChange,
    OrderLine,
    OrderState,
    PageKind,
    Shipment,
)
from companion.store import Store
from tests.store.samples import (
    ORDER_ID,
    at,
    make_capture,
    make_event,
    make_id,
    make_parsed,
    make_statement,
    money,
    take_in,
)

TRACKING = PageKind.TRACKING
SPOT = "statements[refund_if_not_delivered_by/tracking/fastDeliveryInfoDTO]"


def make_shipment(*events: object, number: str | None = "LP1", **more: object) -> Shipment:
    """Make a parcel of the usual order."""
    return Shipment(ORDER_ID, number, more.get("carrier"), more.get("eta"), events)  # type: ignore[arg-type]


def test_a_newer_statement_of_the_same_place_replaces_the_older(store: Store) -> None:
    """Per kind and place the newest holds; the older one stays as history and the change is an event."""
    take_in(store, make_capture(1), make_parsed(kind=TRACKING, statements=(make_statement(3),)))

    record = take_in(store, make_capture(2), make_parsed(kind=TRACKING, statements=(make_statement(5),)))

    assert [(make_statement(5), at(2))] == [(one.statement, one.captured_at) for one in record.statements]
    assert [make_statement(3)] == [one.statement for one in record.earlier_statements]
    assert (OrderChange(ORDER_ID, SPOT, "2026-09-03", "2026-09-05", make_id(2), at(2)),) == record.changes


def test_statements_of_different_places_stand_beside_each_other(store: Store) -> None:
    """The tracking page and the detail page may differ, and both hold."""
    take_in(store, make_capture(1), make_parsed(kind=TRACKING, statements=(make_statement(3),)))

    record = take_in(
        store, make_capture(2), make_parsed(kind=PageKind.ORDER_DETAIL, statements=(make_statement(4),))
    )

    kinds = {(one.page_kind, one.statement.on) for one in record.statements}
    assert {(TRACKING, date(2026, 9, 3)), (PageKind.ORDER_DETAIL, date(2026, 9, 4))} == kinds
    assert ((), ()) == (record.earlier_statements, record.changes)


def test_a_statement_seen_again_knows_when_it_was_first_and_last_seen(store: Store) -> None:
    """Repeating a statement moves only the moment it was last seen."""
    for number in (1, 2, 3):
        record = take_in(
            store, make_capture(number), make_parsed(kind=TRACKING, statements=(make_statement(3),))
        )

    assert [(at(1), at(3), make_id(3))] == [
        (one.first_seen_at, one.captured_at, one.capture_id) for one in record.statements
    ]
    assert () == record.earlier_statements


def test_other_words_for_the_same_day_are_no_change(store: Store) -> None:
    """The same promise in another language replaces the quote but is not news."""
    for number, quote in (
        (1, "Refund if no delivery before Sep 3"),
        (2, "Reembolso se não chegar até 3 set"),
    ):
        parsed = make_parsed(kind=TRACKING, statements=(make_statement(3, quote=quote),))
        record = take_in(store, make_capture(number), parsed)

    assert ["Reembolso se não chegar até 3 set"] == [one.statement.quote for one in record.statements]
    assert ["Refund if no delivery before Sep 3"] == [
        one.statement.quote for one in record.earlier_statements
    ]
    assert () == record.changes


def test_a_page_without_the_statement_does_not_take_it_away(store: Store) -> None:
    """Only another statement of the same place replaces a statement; silence does not."""
    take_in(store, make_capture(1), make_parsed(kind=TRACKING, statements=(make_statement(3),)))

    record = take_in(store, make_capture(2), make_parsed(Order(ORDER_ID), kind=TRACKING))

    assert [make_statement(3)] == [one.statement for one in record.statements]


def test_a_change_is_recorded_once_when_two_pages_disagree(store: Store) -> None:
    """A list page that lags behind the detail page does not make a change event at each visit."""
    list_says = make_parsed(Order(ORDER_ID, state=OrderState.AWAITING_DELIVERY))
    detail_says = make_parsed(Order(ORDER_ID, state=OrderState.COMPLETED), kind=PageKind.ORDER_DETAIL)
    for number, parsed in enumerate([list_says, detail_says] * 3):
        record = take_in(store, make_capture(number), parsed)

    assert [("awaiting_delivery", "completed", make_id(1))] == [
        (change.before, change.after, change.capture_id) for change in record.changes
    ]


def test_amounts_change_by_value_and_not_by_spelling(store: Store) -> None:
    """An amount written in another way is the same amount; another amount of a line is news."""
    spelt = replace(money("10.00"), amount=Decimal("10.00"), raw="EUR 10.00")
    for number, total in enumerate((money("10.00"), spelt, money("9.00"))):
        record = take_in(store, make_capture(number), make_parsed(Order(ORDER_ID, total=total)))
    take_in(store, make_capture(7), make_parsed(Order(ORDER_ID, lines=(OrderLine("1", quantity=1),))))
    record = take_in(
        store, make_capture(8), make_parsed(Order(ORDER_ID, lines=(OrderLine("1", quantity=2),)))
    )

    assert [("total", "10.00 EUR", "9.00 EUR"), ("lines[1].quantity", "1", "2")] == [
        (change.field, change.before, change.after) for change in record.changes
    ]


def test_events_of_a_parcel_are_united(store: Store) -> None:
    """Events the newer page dropped stay, newest first; the same event in another language is one."""
    old = make_event(1, "AE_ACCEPT", "Accepted"), make_event(0, "AE_PACK", "Packed")
    take_in(store, make_capture(10), make_parsed(kind=TRACKING, shipments=(make_shipment(*old),)))

    new = make_event(2, "AE_GTMS", "Entregue", Milestone.DELIVERED), make_event(1, "AE_ACCEPT", "Aceito")
    parsed = make_parsed(kind=TRACKING, shipments=(make_shipment(*new, carrier="Post"),))
    record = take_in(store, make_capture(11), parsed)

    assert (make_shipment(*new, old[1], carrier="Post"),) == record.shipments
    assert [("shipments[LP1].milestone", "other", "delivered")] == [
        (change.field, change.before, change.after) for change in record.changes
    ]


def test_parcels_are_told_apart_by_their_number(store: Store) -> None:
    """Two numbers are two parcels; one without a number gives way once a number tells all it told."""
    event = make_event(0, "AE_PAID", "Paid")
    take_in(store, make_capture(1), make_parsed(shipments=(make_shipment(event, number=None),)))
    both = (make_shipment(event), make_shipment(number="LP2"))

    record = take_in(store, make_capture(2), make_parsed(shipments=both))

    assert ["LP1", "LP2"] == [shipment.tracking_number for shipment in record.shipments]


def test_a_moved_estimate_is_a_change(store: Store) -> None:
    """Another estimated delivery replaces the old one and is an event."""
    early = DateRange(date(2026, 8, 3), date(2026, 8, 3))
    late = DateRange(date(2026, 8, 5), date(2026, 8, 9))
    for number, eta in ((1, early), (2, late)):
        record = take_in(store, make_capture(number), make_parsed(shipments=(make_shipment(eta=eta),)))

    assert late == record.shipments[0].estimated_delivery
    assert [("2026-08-03", "2026-08-05 – 2026-08-09")] == [
        (change.before, change.after) for change in record.changes
    ]


def test_disputes_are_merged_by_their_id(store: Store) -> None:
    """A dispute keeps what was known of it, and its state and amount changing is an event."""
    opened = Dispute("7", ORDER_ID, "1", "return", "Processing", at(0), None, money("5.00"))
    take_in(store, make_capture(1), make_parsed(disputes=(opened,)))
    closed = Dispute("7", ORDER_ID, None, "return", "Closed", None, at(9), None)

    record = take_in(store, make_capture(2), make_parsed(disputes=(closed,)))

    assert (Dispute("7", ORDER_ID, "1", "return", "Closed", at(0), at(9), money("5.00")),) == record.disputes
    assert [("disputes[7].site_state", "Processing", "Closed")] == [
        (change.field, change.before, change.after) for change in record.changes
    ]
