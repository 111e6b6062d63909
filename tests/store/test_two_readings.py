"""The two readings of a visit meet: an answer is exact, the page adds what no answer gave."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import date

import pytest

from companion.config import Config
from companion.model import (
    DateRange,
    Dispute,
    Order,
    OrderState,
    PriceRow,
    Seller,
    Shipment,
    Source,
)
from companion.store import FieldSource, Store
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
from tests.store.visits import DETAIL, answered, paged


def test_a_page_replaces_nothing_that_an_answer_of_its_visit_gave(store: Store) -> None:
    """What the answer says holds, and the page fills what it does not say."""
    answered(store, 1, Order(ORDER_ID, total=money("10.00"), seller=Seller("Lamps", None, None)))

    shown = Order(ORDER_ID, total=money("11.00"), paid_on=date(2026, 7, 2), seller=Seller("Lam…", "7", None))
    record = paged(store, 2, shown)

    assert (money("10.00"), date(2026, 7, 2), Seller("Lamps", "7", None)) == (
        record.order.total,
        record.order.paid_on,
        record.order.seller,
    )


def test_a_page_frozen_later_is_held_against_its_own_visit(store: Store) -> None:
    """An old tab that is frozen again says nothing newer than its answer did."""
    answered(store, 1, Order(ORDER_ID, state=OrderState.AWAITING_DELIVERY), visit=900)
    answered(store, 2, Order(ORDER_ID, state=OrderState.COMPLETED), visit=901)

    record = paged(store, 3, Order(ORDER_ID, state=OrderState.AWAITING_DELIVERY), visit=900)

    assert (OrderState.COMPLETED, at(3)) == (record.order.state, record.last_seen_at)


def test_an_answer_holds_whichever_part_of_its_capture_comes_first(store: Store) -> None:
    """Within one capture, and one instant, the answer is folded before the page."""
    page = make_parsed(Order(ORDER_ID, total=money("11.00")), DETAIL, source=Source.PAGE)
    answer = make_parsed(Order(ORDER_ID, total=money("10.00")), DETAIL)

    record = take_in(store, make_capture(1), page, answer)

    assert money("10.00") == record.order.total


def test_a_page_alone_counts_like_any_newer_sighting(store: Store) -> None:
    """Without an answer of its visit, the document is the newest word and its change is an event."""
    answered(store, 1, Order(ORDER_ID, state=OrderState.AWAITING_DELIVERY, total=money("10.00")), visit=900)

    record = paged(store, 2, Order(ORDER_ID, state=OrderState.COMPLETED, site_state="Concluído"), visit=901)

    assert (OrderState.COMPLETED, "Concluído", money("10.00")) == (
        record.order.state,
        record.order.site_state,
        record.order.total,
    )
    assert [("state", "awaiting_delivery", "completed")] == [
        (one.field, one.before, one.after) for one in record.changes
    ]


def test_a_page_never_unlearns_a_state(store: Store) -> None:
    """A label that nobody can read leaves the known state and its words alone; an answer may say unknown."""
    answered(store, 1, Order(ORDER_ID, state=OrderState.COMPLETED, site_state="Completed"), visit=900)
    unread = Order(ORDER_ID, state=OrderState.UNKNOWN, site_state="???")

    record = paged(store, 2, unread, visit=901)
    assert (OrderState.COMPLETED, "Completed") == (record.order.state, record.order.site_state)

    record = answered(store, 3, unread, visit=902)
    assert (OrderState.UNKNOWN, "???") == (record.order.state, record.order.site_state)


def test_a_page_may_read_the_state_that_its_answer_could_not(store: Store) -> None:
    """An answer with a state nobody knows has not given one."""
    answered(store, 1, Order(ORDER_ID, state=OrderState.UNKNOWN, site_state="CODE_77"))

    record = paged(store, 2, Order(ORDER_ID, state=OrderState.COMPLETED, site_state="Completed"))

    assert (OrderState.COMPLETED, "Completed") == (record.order.state, record.order.site_state)


def test_a_page_with_an_unknown_order_gives_its_record(store: Store) -> None:
    """A page read as a document alone is enough for a record, with its sources and no problem."""
    record = paged(store, 1, Order(ORDER_ID, state=OrderState.COMPLETED))

    assert (OrderState.COMPLETED, (make_id(1),), make_id(1)) == (
        record.order.state,
        record.capture_ids,
        record.page_capture_id,
    )
    assert () == store.counted_problems()


def test_a_field_gone_from_the_page_keeps_its_value_and_its_date(store: Store) -> None:
    """What a document showed once and not again stays, with the moment and the reading it comes from."""
    paged(store, 1, Order(ORDER_ID, payment_method="card", total=money("10.00")), visit=900)
    answered(store, 2, Order(ORDER_ID, total=money("10.00")), visit=901)
    record = paged(store, 3, Order(ORDER_ID, total=money("10.00")), visit=901)

    sources = store.field_sources(ORDER_ID)

    assert "card" == record.order.payment_method
    assert FieldSource(make_id(1), at(1), Source.PAGE) == sources["payment_method"]
    assert FieldSource(make_id(2), at(2), Source.API) == sources["total"]


def test_an_older_page_that_arrives_late_replaces_nothing_newer(store: Store) -> None:
    """The import of an old saved page fills only what nothing newer has shown."""
    answered(store, 5, Order(ORDER_ID, state=OrderState.COMPLETED), visit=901)

    old = Order(ORDER_ID, state=OrderState.UNPAID, payment_method="card")
    record = paged(store, 1, old, visit=900)

    assert (OrderState.COMPLETED, "card") == (record.order.state, record.order.payment_method)
    assert FieldSource(make_id(1), at(1), Source.PAGE) == store.field_sources(ORDER_ID)["payment_method"]


def test_price_rows_of_an_answer_hold_as_a_whole(store: Store) -> None:
    """The price block is one thing: rows of the page are never mixed into the answer's."""
    rows = (PriceRow("Subtotal", money("9.00"), False), PriceRow("Shipping", money("0"), True))
    answered(store, 1, Order(ORDER_ID, price_rows=rows))

    record = paged(store, 2, Order(ORDER_ID, price_rows=(PriceRow("Subtotal", money("9.00"), False),)))

    assert rows == record.order.price_rows


def test_statements_of_page_and_answer_both_stand(store: Store) -> None:
    """Each place keeps its own sentence, so the earlier date can warn whichever reading has it."""
    answered(store, 1, make_parsed(kind=DETAIL, statements=(make_statement(5),)))
    page = make_parsed(kind=DETAIL, statements=(make_statement(3, place="page: status"),), source=Source.PAGE)

    record = paged(store, 2, page)

    assert [("fastDeliveryInfoDTO", 5), ("page: status", 3)] == [
        (one.statement.place, one.statement.on.day) for one in record.statements if one.statement.on
    ]


@pytest.mark.parametrize("page_first", [True, False])
def test_a_parcel_whose_number_the_page_hides_is_not_doubled(store: Store, page_first: bool) -> None:
    """The only parcel is the only parcel, and its events are told once, in the answer's exact words."""
    exact = make_event(0, "AE_ACCEPT", "Accepted by carrier")
    vague = replace(make_event(420, None, "Accepted by carrier"), at_text="19:00")
    answer = Shipment(ORDER_ID, "LP1", None, DateRange(date(2026, 8, 3), date(2026, 8, 3)), (exact,))
    page = Shipment(ORDER_ID, None, "Post", None, (vague,))
    page_says = make_parsed(kind=DETAIL, shipments=(page,), source=Source.PAGE)
    answer_says = make_parsed(kind=DETAIL, shipments=(answer,))

    if page_first:
        paged(store, 1, page_says, visit=900)
        record = answered(store, 2, answer_says, visit=901)
    else:
        answered(store, 1, answer_says, visit=900)
        record = paged(store, 2, page_says, visit=901)

    assert (replace(answer, carrier="Post"),) == record.shipments
    assert "shipments[LP1].carrier" in store.field_sources(ORDER_ID)


def test_a_page_without_numbers_finds_its_parcel_by_the_events(store: Store) -> None:
    """Of two parcels, a document means the one whose events it shows; one that shows nothing is left out."""
    parcels = tuple(
        Shipment(
            ORDER_ID, f"LP{number}", None, None, (make_event(number, f"AE_{number}", f"Event {number}"),)
        )
        for number in (1, 2)
    )
    answered(store, 1, make_parsed(kind=DETAIL, shipments=parcels), visit=900)
    shown = (
        Shipment(ORDER_ID, None, "Post", None, (make_event(2, None, "Event 2"),)),
        Shipment(ORDER_ID, None, "Ghost", None, ()),
    )

    record = paged(store, 2, make_parsed(kind=DETAIL, shipments=shown, source=Source.PAGE), visit=901)

    assert [("LP1", None), ("LP2", "Post")] == [
        (one.tracking_number, one.carrier) for one in record.shipments
    ]


@pytest.mark.parametrize("page_first", [True, False])
def test_a_dispute_without_an_id_is_not_doubled(store: Store, page_first: bool) -> None:
    """A document that shows no id of the only dispute means that dispute."""
    exact = Dispute("7", ORDER_ID, "1", "return", "Processing", at(0), None, money("5.00"))
    shown = Dispute(f"{ORDER_ID}-1", ORDER_ID, None, "return", None, None, None, None, reason="Broken")
    page_says = make_parsed(kind=DETAIL, disputes=(shown,), source=Source.PAGE)
    answer_says = make_parsed(kind=DETAIL, disputes=(exact,))

    if page_first:
        paged(store, 1, page_says, visit=900)
        record = answered(store, 2, answer_says, visit=901)
    else:
        answered(store, 1, answer_says, visit=900)
        record = paged(store, 2, page_says, visit=901)

    assert (replace(exact, reason="Broken"),) == record.disputes


def test_a_reading_names_the_version_that_made_it(store: Store, config: Config) -> None:
    """Each reading carries its adapter's version, so that what an older one read is found."""
    for number, version in ((1, 2), (2, 3)):
        store.add_capture(make_capture(number))
        store.apply_parsed(make_capture(number), (make_parsed(Order(ORDER_ID)),), version)
    store.rereading.add(make_capture(1), (make_parsed(Order(ORDER_ID)),), 4)

    with sqlite3.connect(config.database_path) as database:
        found = database.execute("SELECT adapter_version FROM readings ORDER BY journal_number").fetchall()
    database.close()

    assert [(4,), (3,)] == found
