"""Each gap is one sentence with one next action, and only what the site said counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from companion.completeness import make_completeness
from companion.config import Config
from companion.model import Coverage, GapKind, Order, OrderState, PageKind, Parsed
from companion.store import Store, open_store
from tests.store.conftest import read_clock
from tests.store.samples import SHOP, make_capture, make_parsed

SHIPPED = OrderState.AWAITING_DELIVERY


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An open, empty store."""
    with open_store(Config(tmp_path / "data"), clock=read_clock) as opened:
        yield opened


def list_orders(
    store: Store, number: int, states: Mapping[str, OrderState], coverage: Coverage | None = None
) -> None:
    """Take in a list page with these orders, by the last digits of their ids."""
    orders = tuple(Order(f"82000000000000{digits}", state=state) for digits, state in states.items())
    capture = make_capture(number, visit=900 + number)
    store.add_capture(capture)
    store.apply_parsed(capture, (Parsed(SHOP, PageKind.ORDER_LIST, orders, coverage=coverage),))


def open_order(store: Store, number: int, digits: str, state: OrderState) -> None:
    """Take in an order's own page."""
    capture = make_capture(number, visit=900 + number)
    store.add_capture(capture)
    order = Order(f"82000000000000{digits}", state=state)
    store.apply_parsed(capture, (make_parsed(order, PageKind.ORDER_DETAIL),))


def gaps(store: Store) -> dict[GapKind, str]:
    """Give the sentence of each gap."""
    return {gap.kind: gap.message for gap in make_completeness(store).gaps}


def test_fewer_orders_than_the_site_counts(store: Store) -> None:
    """What the site counts beside a tab is compared with the orders kept in that state."""
    list_orders(store, 1, {"01": SHIPPED, "02": SHIPPED, "03": OrderState.COMPLETED})
    list_orders(store, 2, {}, Coverage(counts={"shipped": 5, "unpaid": 0, "surprise": 9}))

    made = make_completeness(store)

    assert [("shipped", 2, 5), ("unpaid", 0, 0)] == [(tab.tab, tab.kept, tab.counted) for tab in made.tabs]
    assert "2 of 5 orders on their way are kept." == gaps(store)[GapKind.FEWER_THAN_COUNTED]


def test_zeros_beside_open_orders_are_not_believed(store: Store) -> None:
    """A buyer who is logged out is shown zeros; the count before holds."""
    list_orders(store, 1, {"01": SHIPPED})
    list_orders(store, 2, {}, Coverage(counts={"shipped": 3}))
    list_orders(store, 3, {}, Coverage(counts={"shipped": 0}))

    assert [3] == [tab.counted for tab in make_completeness(store).tabs]


def test_zeros_without_open_orders_are_believed(store: Store) -> None:
    """An account whose orders are all closed has no gap."""
    list_orders(store, 1, {"01": OrderState.COMPLETED})
    list_orders(store, 2, {}, Coverage(counts={"shipped": 0}))

    assert {} == gaps(store)


def test_an_order_that_moved_on_since_the_count_still_counts(store: Store) -> None:
    """The comparison is of the moment at which the site counted."""
    list_orders(store, 1, {"01": SHIPPED})
    list_orders(store, 2, {}, Coverage(counts={"shipped": 1}))
    open_order(store, 3, "01", OrderState.COMPLETED)

    assert {} == gaps(store)


def test_a_list_that_went_on_says_how_to_keep_the_rest(store: Store) -> None:
    """The sentence names the place at which the list went on, and the button that shows the rest."""
    list_orders(store, 1, {"01": OrderState.COMPLETED}, Coverage(page=1, shown=20, has_more=True))

    [gap] = make_completeness(store).gaps

    assert ("The list went on after the 20th order.", "Press View orders on the site to keep the rest.") == (
        gap.message,
        gap.next_action,
    )


def test_open_orders_seen_in_the_list_only(store: Store) -> None:
    """Open orders whose page was never opened are counted; closed and opened ones do not nag."""
    states = {"01": SHIPPED, "02": SHIPPED, "03": OrderState.COMPLETED, "04": OrderState.UNPAID}
    list_orders(store, 1, states)
    assert "2 open orders were seen in the list only." == gaps(store)[GapKind.ONLY_LISTED]

    open_order(store, 2, "01", SHIPPED)
    assert "1 open order was seen in the list only." == gaps(store)[GapKind.ONLY_LISTED]


def test_an_order_whose_state_is_not_understood_may_be_one_of_them(store: Store) -> None:
    """While the site's word for a state is unknown, no order is called missing because of it."""
    list_orders(store, 1, {"01": SHIPPED, "02": OrderState.UNKNOWN})
    list_orders(store, 2, {}, Coverage(counts={"shipped": 2}))

    assert {GapKind.ONLY_LISTED} == gaps(store).keys()
