"""What a removal takes with it is known before anything is taken."""

from __future__ import annotations

import pytest

from companion.errors import NotFound
from companion.model import PartRole
from companion.store import OrderKey, RemovalReason, Store
from tests.store.removals import LATER, add
from tests.store.samples import ORDER_ID, SHOP, make_capture, make_id, make_part

OTHER = "8100000000000002"


def plan_ids(store: Store, order_id: str) -> tuple[list[int], list[int]]:
    """Number the captures that are an order's own, and those it shares."""
    found = store.removal.plans.find_captures(OrderKey(SHOP, order_id))
    numbered = {make_id(number): number for number in range(1, 20)}
    return [numbered[one] for one in found.own], [numbered[one] for one in found.shared]


def test_an_order_has_its_own_captures_and_shared_ones(store: Store) -> None:
    """All of a visit to one order is its own; a list with others, and that list's frozen page, are shared."""
    add(store, 1, ORDER_ID, visit=901)
    add(store, 2, visit=901)  # the page of that visit
    add(store, 3, ORDER_ID, OTHER, visit=902)
    page = make_part(b"<p>list</p>", role=PartRole.PAGE)
    add(store, 4, parts=(page,), visit=902)  # the frozen list
    add(store, 5, visit=902)  # an answer that shows no order
    add(store, 6, OTHER, visit=903)
    failed = make_capture(7, visit=904, url=f"https://www.aliexpress.com/p/tracking?tradeOrderId={ORDER_ID}")
    store.add_capture(failed)
    longer = make_capture(8, visit=905, url=f"https://www.aliexpress.com/?id={ORDER_ID}9")
    store.add_capture(longer)

    assert ([1, 2, 7], [3, 4]) == plan_ids(store, ORDER_ID)
    with pytest.raises(NotFound):
        plan_ids(store, "81")


def test_a_plan_says_which_orders_go(store: Store) -> None:
    """Before anything is removed it is known which orders go with it and which are left with less."""
    add(store, 1, ORDER_ID, OTHER)
    add(store, 2, OTHER)

    plan = store.removal.plans.make_plan([make_id(1), make_id(1)])
    removed = store.removal.remove(plan.capture_ids, RemovalReason.DELETED, LATER)

    assert ((make_id(1),), (OrderKey(SHOP, ORDER_ID),), (OrderKey(SHOP, OTHER),)) == (
        plan.capture_ids,
        plan.gone,
        plan.poorer,
    )
    assert [{*plan.gone}, {*plan.gone, *plan.poorer}] == [set(removed.gone), set(removed.touched)]
