"""Three visits in a row without a field that an earlier one gave: the site has changed."""

from __future__ import annotations

import pytest

from companion.model import Capture, Order, PageKind, Parsed, PartRole, Problem, SeenDrift, Source
from companion.store import Store
from tests.store.samples import ORDER_ID, at, make_capture, make_id, make_parsed, make_part, money

LIST, DETAIL = PageKind.ORDER_LIST, PageKind.ORDER_DETAIL
GOOD = Order(ORDER_ID, site_state="Shipped", total=money("3.00"))
NO_TOTAL = Order(ORDER_ID, site_state="Shipped")
TOTAL = Problem("total", "fields", "?")
DATA = Problem("data", "answer", "no order list in it")


def visit(store: Store, number: int, *parsed: Parsed, page: bool = False) -> Capture:
    """Take in one visit with what was read in it."""
    role = PartRole.PAGE if page else PartRole.API
    capture = make_capture(number, make_part(f"body {number}".encode(), role), visit=900 + number)
    store.add_capture(capture)
    store.apply_parsed(capture, parsed)
    return capture


def read(order: Order | None = None, *problems: Problem, source: Source = Source.API) -> Parsed:
    """Make a reading of the order list."""
    return make_parsed(order, problems=problems, source=source)


def found(store: Store) -> list[tuple[PageKind, Source, str | None]]:
    """List what is no longer understood."""
    return [(one.page_kind, one.source, one.field) for one in store.fields.find_drifts()]


def test_a_field_lost_in_three_visits_is_a_drift(store: Store) -> None:
    """The third visit in a row whose field cannot be read tells it, with the first of them as its start."""
    visit(store, 1, read(GOOD))
    for number in (2, 3):
        visit(store, number, read(NO_TOTAL, TOTAL))
    assert [] == found(store)

    visit(store, 4, read(NO_TOTAL, TOTAL))

    expected = SeenDrift(
        "aliexpress",
        LIST,
        Source.API,
        "total",
        at(2),
        at(1),
        visits=3,
        capture_id=make_id(4),
        is_covered=False,
    )
    assert (expected,) == store.fields.find_drifts()


def test_a_good_visit_in_between_begins_the_count_anew(store: Store) -> None:
    """One page that was cut on its way is no change of the site."""
    for number, parsed in enumerate(
        (read(GOOD), read(NO_TOTAL, TOTAL), read(NO_TOTAL, TOTAL), read(GOOD), read(NO_TOTAL, TOTAL)), start=1
    ):
        visit(store, number, parsed)

    assert [] == found(store)


def test_a_field_that_was_never_read_is_no_drift(store: Store) -> None:
    """What no visit ever gave has not been lost."""
    for number in range(1, 6):
        visit(store, number, read(NO_TOTAL, TOTAL))

    assert [] == found(store)


def test_a_field_read_for_one_order_of_a_list_is_understood(store: Store) -> None:
    """A list in which one order's amount is odd is still a list whose amounts are read."""
    visit(store, 1, read(GOOD))
    for number in (2, 3, 4):
        visit(store, number, read(GOOD, TOTAL))

    assert [] == found(store)


def test_a_field_that_every_page_shows_is_lost_without_any_problem(store: Store) -> None:
    """A renamed key leaves nothing unreadable behind; its absence alone tells of it."""
    visit(store, 1, read(GOOD))
    for number in (2, 3, 4):
        visit(store, number, read(Order(ORDER_ID, total=money("3.00"))))

    assert [(LIST, Source.API, "site_state")] == found(store)


def test_a_field_that_some_orders_lack_is_not_lost_by_absence(store: Store) -> None:
    """Orders that were not shipped yet say nothing about the day of shipping."""
    visit(store, 1, make_parsed(Order(ORDER_ID, site_state="x", shipped_on=at(0).date()), DETAIL))
    for number in (2, 3, 4):
        visit(store, number, make_parsed(Order(ORDER_ID, site_state="x"), DETAIL))

    assert [] == found(store)


@pytest.mark.parametrize("field", ["data", "json", "parser"])
def test_a_whole_page_that_cannot_be_read_stands_for_its_fields(store: Store, field: str) -> None:
    """A page kind of which nothing is read any more is told once, not field by field."""
    visit(store, 1, read(GOOD))
    for number in (2, 3, 4):
        visit(store, number, read(None, Problem(field, "answer", "x"), TOTAL))

    assert [(LIST, Source.API, None)] == found(store)


def test_being_logged_out_is_no_drift(store: Store) -> None:
    """An answer that asks for a sign-in neither counts as a bad visit nor as a good one."""
    visit(store, 1, read(GOOD))
    for number in (2, 3, 4, 5):
        visit(store, number, read(None, Problem("ret", "ret", "FAIL_SYS_SESSION_EXPIRED")))
    assert [] == found(store)
    for number in (6, 7, 8):
        visit(store, number, read(NO_TOTAL, TOTAL))

    assert [(LIST, Source.API, "total")] == found(store)


def test_several_captures_of_one_visit_count_once(store: Store) -> None:
    """A page that was captured again and again within one visit is one visit."""
    visit(store, 1, read(GOOD))
    for number in (2, 3, 4, 5):
        capture = make_capture(number, visit=990)
        store.add_capture(capture)
        store.apply_parsed(capture, (read(NO_TOTAL, TOTAL),))

    assert [] == found(store)


def test_reading_anew_ends_a_drift(store: Store) -> None:
    """Once a better parser has read the same captures, nothing is lost any more."""
    visit(store, 1, read(GOOD))
    captures = [visit(store, number, read(NO_TOTAL, TOTAL)) for number in (2, 3, 4)]
    assert found(store)

    for capture in captures:
        store.apply_parsed(capture, (read(GOOD),))

    assert [] == found(store)


def test_answers_and_pages_are_looked_at_apart(store: Store) -> None:
    """A page that lost a field which the answers of the same visits still give is told as covered."""
    for number in range(1, 5):
        broken = number > 1
        page = read(NO_TOTAL if broken else GOOD, *([TOTAL] if broken else []), source=Source.PAGE)
        visit(store, number, read(GOOD), page)

    [drift] = store.fields.find_drifts()

    assert (Source.PAGE, "total", True) == (drift.source, drift.field, drift.is_covered)


def test_old_answers_do_not_cover_a_page(store: Store) -> None:
    """Answers that no visit has brought since the page changed make up for nothing."""
    visit(store, 1, read(GOOD), read(GOOD, source=Source.PAGE))
    for number in (2, 3, 4):
        visit(store, number, read(NO_TOTAL, TOTAL, source=Source.PAGE), page=True)

    [drift] = store.fields.find_drifts()

    assert drift.is_covered is False


def test_what_both_readings_lost_is_told_once(store: Store) -> None:
    """One change of the site is one drift, that of the answers."""
    visit(store, 1, read(GOOD), read(GOOD, source=Source.PAGE))
    for number in (2, 3, 4):
        visit(store, number, read(NO_TOTAL, TOTAL), read(NO_TOTAL, TOTAL, source=Source.PAGE))

    [drift] = store.fields.find_drifts()

    assert (Source.API, "total", False) == (drift.source, drift.field, drift.is_covered)
