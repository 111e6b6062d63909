"""The doctor tells a site that changed from one that is as it was, and a list with gaps from a whole one."""

from __future__ import annotations

from companion.doctor import State
from companion.model import Coverage, Order, Problem
from companion.store import Store
from tests.doctor.conftest import Look
from tests.store.samples import make_capture, make_parsed

GOOD = Order("8100000000000001", site_state="Completed")


def add_visit(store: Store, number: int, order: Order, coverage: Coverage | None = None) -> None:
    """Keep one visit to the list."""
    capture = make_capture(number, visit=900 + number)
    problems = () if order.site_state else (Problem("site_state", "fields", "?"),)
    store.add_capture(capture)
    store.apply_parsed(capture, (make_parsed(order, problems=problems, coverage=coverage),))


def test_a_site_that_is_as_it_was_is_well(store: Store, look: Look) -> None:
    """Nothing lost and nothing left out."""
    add_visit(store, 1, GOOD, Coverage(page=1, shown=1, has_more=False, counts={"shipped": 0}))

    assert [State.OK, State.OK] == [look(check).state for check in ("drift", "completeness")]


def test_a_field_lost_in_three_visits_fails(store: Store, look: Look) -> None:
    """The field, its page and the command for the report are named."""
    for number, order in enumerate((GOOD, *[Order(GOOD.order_id)] * 3), start=1):
        add_visit(store, number, order)
    found = look("drift")

    assert State.FAILED is found.state
    assert found.says.startswith("Order lists: the order's state can no longer be read since")
    assert "orderproof report --kind order_list" in (found.next_action or "")


def test_a_list_that_went_on_warns(store: Store, look: Look) -> None:
    """A gap is a warning with what to press."""
    add_visit(store, 1, GOOD, Coverage(page=1, shown=10, has_more=True))
    found = look("completeness")

    assert (State.WARNING, "The list went on after the 10th order.") == (found.state, found.says)
