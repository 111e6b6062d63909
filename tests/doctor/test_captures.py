"""The doctor tells whether something arrives and is understood, and whether the clock can be right."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from companion.config import Config
from companion.doctor import State
from companion.model import Coverage, Order, OrderState, PageKind, Problem
from companion.store import Store, open_store
from tests.doctor.conftest import NOW, Look
from tests.store.samples import make_capture, make_id, make_parsed, money

ORDER = Order("8100000000000001", state=OrderState.AWAITING_DELIVERY)


def add_order(store: Store, captured_at: datetime, order: Order = ORDER) -> None:
    """Keep a capture that shows an order."""
    capture = replace(make_capture(1), captured_at=captured_at)
    store.add_capture(capture)
    store.apply_parsed(capture, (make_parsed(order),))


def test_an_empty_store_asks_for_a_first_page(store: Store, look: Look) -> None:
    """Nothing captured yet warns, and nothing else is wrong."""
    assert State.WARNING is look("last_capture").state
    assert {State.OK} == {look(check).state for check in ("unread", "problems", "clock")}


def test_an_old_capture_warns_while_an_order_is_under_way(store: Store, look: Look) -> None:
    """After a week the dates of an open order may have changed; of ended orders none can."""
    add_order(store, NOW - timedelta(days=8))
    found = look("last_capture")

    assert (State.WARNING, "8 days ago; 1 order with a date that runs") == (found.state, found.says)


def test_an_old_capture_of_a_cancelled_order_is_well(store: Store, look: Look) -> None:
    """Where no date runs an old capture needs nobody."""
    add_order(store, NOW - timedelta(days=8), replace(ORDER, state=OrderState.CANCELLED))

    assert State.OK is look("last_capture").state


def test_captures_nobody_read_are_counted(store: Store, look: Look) -> None:
    """A capture that was never read warns, with the command that reads it."""
    store.add_capture(make_capture(1))
    found = look("unread")

    assert (State.WARNING, "1 capture still to be read") == (found.state, found.says)
    assert "orderproof reparse" in (found.next_action or "")


def test_problems_are_counted_by_page(store: Store, look: Look) -> None:
    """What could not be read is told by the kind of its page, with the next action of the most frequent."""
    for number, kind in enumerate((PageKind.TRACKING, PageKind.TRACKING, PageKind.ORDER_DETAIL), start=1):
        capture = make_capture(number)
        store.add_capture(capture)
        store.apply_parsed(capture, (make_parsed(kind=kind, problems=(Problem("total", "x", "y"),)),))
    found = look("problems")

    assert (State.WARNING, "2 problems on the tracking page, 1 problem on the order page") == (
        found.state,
        found.says,
    )
    assert found.next_action


def test_a_capture_from_the_future_warns(store: Store, look: Look) -> None:
    """A capture that says it was taken later than now is counted."""
    add_order(store, NOW + timedelta(days=1))
    found = look("clock")

    assert (State.WARNING, "1 capture from the future") == (found.state, found.says)


def test_a_clock_that_went_back_warns(store: Store, config: Config, look: Look) -> None:
    """A journal written at an instant that is still to come says that the clock is or was wrong."""
    store.close()
    with open_store(config, clock=lambda: NOW + timedelta(hours=2)) as ahead:
        ahead.add_capture(make_capture(1))

    assert "still to come" in look("clock").says


def test_a_clock_of_another_age_fails(look: Look) -> None:
    """A computer that believes in 1970 is told so."""
    assert State.FAILED is look("clock", now=datetime(1970, 1, 2, tzinfo=NOW.tzinfo)).state


def test_a_page_that_is_no_longer_understood_is_told(store: Store, look: Look) -> None:
    """A field that three visits in a row could not read is named, with the way to a bug report."""
    assert "pages are understood as they were before" == look("drift").says
    total = replace(ORDER, total=money("5"))
    for number in range(1, 5):
        seen_at = NOW - timedelta(hours=9 - number)
        capture = replace(make_capture(number), captured_at=seen_at, visit_id=make_id(number))
        store.add_capture(capture)
        lost = (Problem("total", "page", "?"),) if number > 1 else ()
        shown = replace(total, total=None) if number > 1 else total
        store.apply_parsed(capture, (make_parsed(shown, PageKind.ORDER_DETAIL, problems=lost),))
    found = look("drift")

    assert (State.WARNING, True) == (
        found.state,
        "Order pages: the amount can no longer be read" in found.says,
    )
    assert "orderproof report --kind order_detail" in (found.next_action or "")


def test_what_the_site_counts_and_nobody_has_is_told(store: Store, look: Look) -> None:
    """A list whose end was not reached is a gap, with what to do about it."""
    assert State.OK is look("completeness").state
    capture = make_capture(1)
    store.add_capture(capture)
    coverage = Coverage(page=1, shown=1, has_more=True)
    store.apply_parsed(capture, (make_parsed(ORDER, PageKind.ORDER_LIST, coverage=coverage),))
    found = look("completeness")

    assert State.WARNING is found.state
    assert found.next_action
