"""Records: the newest capture wins field by field, and where each field comes from is known."""

from __future__ import annotations

from datetime import date

import pytest

from companion.errors import NotFound
from companion.model import Order, OrderLine, OrderState, PageKind, Parsed, PartRole, PriceRow, Seller
from companion.store import FieldSource, OrderKey, Store
from tests.store.samples import (
    ORDER_ID,
    SHOP,
    at,
    get_order,
    make_capture,
    make_id,
    make_parsed,
    make_part,
    money,
    take_in,
)


def test_the_newest_value_wins_and_nothing_shown_overwrites_nothing(store: Store) -> None:
    """A newer value replaces an older one; a field that a newer page does not show stays."""
    seen = Order(
        ORDER_ID, state=OrderState.AWAITING_DELIVERY, total=money("10.00"), placed_on=date(2026, 7, 15)
    )
    take_in(store, make_capture(1), make_parsed(seen))

    record = take_in(store, make_capture(2), make_parsed(Order(ORDER_ID, state=OrderState.COMPLETED)))

    assert (OrderState.COMPLETED, money("10.00"), date(2026, 7, 15)) == (
        record.order.state,
        record.order.total,
        record.order.placed_on,
    )


def test_an_older_capture_that_arrives_late_replaces_nothing_newer(store: Store) -> None:
    """An import of an old page fills only what no newer page has shown."""
    take_in(store, make_capture(5), make_parsed(Order(ORDER_ID, state=OrderState.COMPLETED)))

    old = Order(ORDER_ID, state=OrderState.UNPAID, payment_method="card")
    record = take_in(store, make_capture(1), make_parsed(old))

    assert (OrderState.COMPLETED, "card") == (record.order.state, record.order.payment_method)
    assert at(5) == record.last_seen_at
    assert (make_id(5), make_id(1)) == record.capture_ids


def test_each_field_names_the_newest_capture_that_showed_it(store: Store) -> None:
    """A field's source is the newest capture that showed it, also when it showed the same value again."""
    line = OrderLine("1", title="Lamp", quantity=2)
    take_in(store, make_capture(1), make_parsed(Order(ORDER_ID, total=money("10.00"), lines=(line,))))
    take_in(store, make_capture(2), make_parsed(Order(ORDER_ID, lines=(OrderLine("1", title="Lamp"),))))

    sources = store.field_sources(ORDER_ID)

    assert FieldSource(make_id(1), at(1)) == sources["total"]
    assert FieldSource(make_id(1), at(1)) == sources["lines[1].quantity"]
    assert FieldSource(make_id(2), at(2)) == sources["lines[1].title"]
    assert "state" not in sources


def test_seeing_the_same_again_moves_last_seen_forward(store: Store) -> None:
    """An order seen again unchanged was last seen then, and nothing changed."""
    order = Order(ORDER_ID, state=OrderState.AWAITING_DELIVERY)
    take_in(store, make_capture(1), make_parsed(order))

    record = take_in(store, make_capture(2), make_parsed(order))

    assert (at(2), ()) == (record.last_seen_at, record.changes)


def test_a_line_shown_alone_stays_in_its_place(store: Store) -> None:
    """A page that shows one line of several, such as a list of returns, does not move it to the front."""
    lines = tuple(OrderLine(number) for number in ("1", "2", "3"))
    take_in(store, make_capture(1), make_parsed(Order(ORDER_ID, lines=lines)))
    returned = Order(ORDER_ID, lines=(OrderLine("2", title="Lamp"),))

    record = take_in(store, make_capture(2), make_parsed(returned, kind=PageKind.REFUND_LIST))

    assert [("1", None), ("2", "Lamp"), ("3", None)] == [
        (line.line_id, line.title) for line in record.order.lines
    ]


def test_lines_are_merged_by_their_id(store: Store) -> None:
    """Each line keeps what any page has shown of it; lines stand in the newest page's order."""
    first = (OrderLine("1", quantity=1, options={"Color": "red"}), OrderLine("2", quantity=2))
    take_in(store, make_capture(1), make_parsed(Order(ORDER_ID, lines=first)))

    second = (OrderLine("3"), OrderLine("1", title="Lamp", quantity=4))
    record = take_in(store, make_capture(2), make_parsed(Order(ORDER_ID, lines=second)))

    merged = OrderLine("1", title="Lamp", quantity=4, options={"Color": "red"})
    assert (OrderLine("3"), merged, OrderLine("2", quantity=2)) == record.order.lines


def test_price_rows_are_replaced_as_a_whole_and_kept_when_not_shown(store: Store) -> None:
    """The price block is one thing: a page without one keeps the last one."""
    rows = (PriceRow("Subtotal", money("9.00"), False), PriceRow("Shipping", money("0"), True))
    take_in(store, make_capture(1), make_parsed(Order(ORDER_ID, price_rows=rows)))

    assert rows == take_in(store, make_capture(2), make_parsed(Order(ORDER_ID))).order.price_rows


def test_a_seller_is_never_mixed_with_another(store: Store) -> None:
    """Fields of one shop are united; another shop's fields replace them all."""
    one, more = Seller("Lamps", None, "https://x/1"), Seller("Lamps & Co", "11", None)
    take_in(store, make_capture(1), make_parsed(Order(ORDER_ID, seller=one)))
    record = take_in(store, make_capture(2), make_parsed(Order(ORDER_ID, seller=more)))
    assert Seller("Lamps & Co", "11", "https://x/1") == record.order.seller

    other = Seller("Chairs", "22", None)
    assert other == take_in(store, make_capture(3), make_parsed(Order(ORDER_ID, seller=other))).order.seller


def test_orders_of_two_marketplaces_are_two(store: Store) -> None:
    """An order id means something only within its marketplace."""
    capture = make_capture(1)
    store.add_capture(capture)
    order = Order(ORDER_ID, state=OrderState.COMPLETED)
    elsewhere = Parsed("othershop", PageKind.ORDER_LIST, orders=(Order(ORDER_ID, state=OrderState.UNPAID),))

    touched = store.apply_parsed(capture, (make_parsed(order), elsewhere))

    assert {OrderKey(SHOP, ORDER_ID), OrderKey("othershop", ORDER_ID)} == touched
    states = [(record.marketplace, record.order.state) for record in store.order_records()]
    assert [(SHOP, OrderState.COMPLETED), ("othershop", OrderState.UNPAID)] == states
    other = store.find_order(ORDER_ID, "othershop")
    assert other is not None
    assert OrderState.UNPAID == other.order.state


def test_applying_again_replaces_what_was_read_before(store: Store) -> None:
    """What a better parser reads in a capture takes the place of what an older one read in it."""
    capture = make_capture(1)
    wrong = (make_parsed(Order(ORDER_ID, total=money("1.00"))), make_parsed(Order("999")))
    take_in(store, capture, *wrong)

    touched = store.apply_parsed(capture, (make_parsed(Order(ORDER_ID, total=money("100.00"))),))

    assert {OrderKey(SHOP, ORDER_ID), OrderKey(SHOP, "999")} == touched
    assert (money("100.00"), None) == (get_order(store).order.total, store.find_order("999"))
    assert (make_id(1),) == get_order(store).capture_ids


def test_what_is_read_in_a_capture_that_is_not_here_is_refused(store: Store) -> None:
    """Records rest on captures that are kept; others are refused."""
    with pytest.raises(NotFound):
        store.apply_parsed(make_capture(1), (make_parsed(Order(ORDER_ID)),))
    with pytest.raises(NotFound):
        store.field_sources(ORDER_ID)


@pytest.mark.parametrize("page_first", [True, False])
def test_the_frozen_page_of_the_visit_is_found(store: Store, page_first: bool) -> None:
    """The page to look at is the one of the visit whose answer named the order, whichever came first."""
    answer = make_capture(1)
    page = make_capture(2, make_part(b"<html>", PartRole.PAGE))
    steps = [(answer, make_parsed(Order(ORDER_ID))), (page, make_parsed())]
    for capture, parsed in reversed(steps) if page_first else steps:
        store.add_capture(capture)
        store.apply_parsed(capture, (parsed,))

    record = get_order(store)

    assert (make_id(2), (make_id(1),), at(1)) == (
        record.page_capture_id,
        record.capture_ids,
        record.last_seen_at,
    )


def test_the_page_that_names_the_order_is_preferred(store: Store) -> None:
    """A visit that went on to another order does not lend its page to this one."""
    url = "https://www.aliexpress.com/p/order/detail.html?orderId="
    for number, order_id in ((1, ORDER_ID), (3, "8100000000000002")):
        answer = make_capture(number, url=url + order_id)
        store.add_capture(answer)
        store.apply_parsed(answer, (make_parsed(Order(order_id), PageKind.ORDER_DETAIL),))
        page = make_capture(number + 1, make_part(b"<html>", PartRole.PAGE), url=url + order_id)
        store.add_capture(page)
        store.apply_parsed(page, (make_parsed(kind=PageKind.ORDER_DETAIL),))

    assert make_id(2) == get_order(store).page_capture_id


def test_clearing_records_keeps_everything_else(store: Store) -> None:
    """After clearing, captures are all there and unparsed; nothing is left of what was read."""
    take_in(store, make_capture(1), make_parsed(Order(ORDER_ID)))
    before = store.counts(at(0))

    store.clear_records()

    after = store.counts(at(0))
    assert (1, 1, 0) == (after.captures, after.unparsed, after.orders)
    assert before.journal_number == after.journal_number
    assert () == store.order_records()
