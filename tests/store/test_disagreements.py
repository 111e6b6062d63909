"""Where page and answer of one visit differ, both values are kept, counted, and settled by a later visit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from companion.model import (
    DateRange,
    Disagreement,
    Dispute,
    Order,
    OrderLine,
    OrderState,
    PriceRow,
    Shipment,
    Source,
    Statement,
    StatementKind,
)
from companion.store import Store
from tests.store.samples import ORDER_ID, at, make_id, make_parsed, make_statement, money
from tests.store.visits import DETAIL, answered, paged

WAITING = Order(ORDER_ID, state=OrderState.AWAITING_DELIVERY, site_state="Awaiting delivery")
DONE = Order(ORDER_ID, state=OrderState.COMPLETED, site_state="Concluído")


def quotes(found: tuple[Disagreement, ...]) -> list[tuple[str, str, str]]:
    """List fields with both quotes."""
    return [(one.field, one.api_quote, one.page_quote) for one in found]


def counted(store: Store) -> list[tuple[str, int]]:
    """List the problems that count."""
    return [(one.field, one.count) for one in store.counted_problems()]


def test_both_values_are_kept_with_their_quotes(store: Store) -> None:
    """The answer's value holds, the page's stands beside it, and the field counts as a problem."""
    answered(store, 1, replace(WAITING, total=money("10.00")))

    record = paged(store, 2, replace(DONE, total=money("11.00")))

    assert OrderState.AWAITING_DELIVERY is record.order.state
    state, total = record.disagreements
    assert Disagreement("state", "Awaiting delivery", "Concluído", DETAIL, make_id(2), at(2)) == state
    assert ("total", "10.00 €", "11.00 €") == quotes((total,))[0]
    assert {("disagreements[state]", 1), ("disagreements[total]", 1)} == set(counted(store))
    for problem in store.counted_problems():
        assert "exact" in problem.next_action
        assert ORDER_ID in problem.next_action


@pytest.mark.parametrize(
    ("answer", "page", "expected"),
    [
        (
            {"placed_on": date(2026, 7, 3)},
            {"placed_on": date(2026, 3, 7)},
            ("placed_on", "2026-07-03", "2026-03-07"),
        ),
        (
            {"price_rows": (PriceRow("Shipping", money("0.00"), False),)},
            {"price_rows": (PriceRow("SHIPPING", money("2.00"), False),)},
            ("price_rows[Shipping]", "0.00 €", "2.00 €"),
        ),
        (
            {"lines": (OrderLine("1", product_id="70", quantity=2),)},
            {"lines": (OrderLine(f"{ORDER_ID}-1", product_id="70", quantity=3),)},
            ("lines[1].quantity", "2", "3"),
        ),
        (
            {"lines": (OrderLine("1", product_id="70", unit_price=money("2.00")),)},
            {"lines": (OrderLine(f"{ORDER_ID}-1", product_id="70", unit_price=money("3.00")),)},
            ("lines[1].unit_price", "2.00 €", "3.00 €"),
        ),
    ],
    ids=["a day", "a price row", "a quantity", "a unit price"],
)
def test_every_fact_that_matters_is_compared(
    store: Store, answer: dict[str, object], page: dict[str, object], expected: tuple[str, str, str]
) -> None:
    """A day, an amount or a quantity that differs is told with both quotes."""
    answered(store, 1, replace(Order(ORDER_ID), **answer))  # type: ignore[arg-type]

    record = paged(store, 2, replace(Order(ORDER_ID), **page))  # type: ignore[arg-type]

    assert [expected] == quotes(record.disagreements)


def test_disputes_and_parcels_are_compared(store: Store) -> None:
    """The amount of a dispute and the estimate of a parcel differ like any other fact."""
    exact = Dispute("7", ORDER_ID, None, "return", None, at(0), None, money("5.00"))
    parcel = Shipment(ORDER_ID, "LP1", None, DateRange(date(2026, 8, 3), date(2026, 8, 3)), ())
    answered(store, 1, make_parsed(kind=DETAIL, disputes=(exact,), shipments=(parcel,)))
    shown = replace(exact, amount=money("6.00"), opened_at=at(600))  # hours apart: no zone was named
    later = replace(parcel, estimated_delivery=DateRange(date(2026, 8, 9), date(2026, 8, 9)))

    page = make_parsed(kind=DETAIL, disputes=(shown,), shipments=(later,), source=Source.PAGE)
    record = paged(store, 2, page)

    assert [
        ("shipments[LP1].estimated_delivery", "2026-08-03", "2026-08-09"),
        ("disputes[7].amount", "5.00 €", "6.00 €"),
    ] == quotes(record.disagreements)


def test_another_language_is_no_disagreement(store: Store) -> None:
    """Other words for a state, another spelling of an amount, and silence are no disagreement."""
    answered(store, 1, replace(WAITING, total=money("10.00"), paid_on=date(2026, 7, 3)))

    spelt = replace(money("10.00"), raw="EUR10,00")
    record = paged(store, 2, replace(WAITING, site_state="Aguardando a entrega", total=spelt))

    assert ((), []) == (record.disagreements, counted(store))


def test_an_unread_state_is_no_disagreement(store: Store) -> None:
    """A label that nobody can read says nothing against the answer."""
    answered(store, 1, WAITING)

    assert () == paged(store, 2, Order(ORDER_ID, state=OrderState.UNKNOWN, site_state="?")).disagreements


def test_visits_do_not_disagree_with_each_other(store: Store) -> None:
    """What changed between two visits is a change, and no disagreement."""
    answered(store, 1, WAITING, visit=900)

    assert () == paged(store, 2, DONE, visit=901).disagreements


def test_a_later_visit_whose_readings_agree_settles_it(store: Store) -> None:
    """Only both readings of a later visit, or of the same one later, end a disagreement on their fields."""
    answered(store, 1, replace(WAITING, total=money("10.00")), visit=900)
    paged(store, 2, replace(DONE, total=money("11.00")), visit=900)

    assert 2 == len(answered(store, 3, DONE, visit=901).disagreements)
    record = paged(store, 4, DONE, visit=901)

    assert [("total", "10.00 €", "11.00 €")] == quotes(record.disagreements)
    assert [("disagreements[total]", 1)] == counted(store)


def test_a_late_answer_is_held_against_the_page(store: Store) -> None:
    """Where the page was frozen before any answer came, the first answer is compared with it."""
    paged(store, 1, DONE)

    record = answered(store, 2, WAITING)

    assert OrderState.AWAITING_DELIVERY is record.order.state
    assert [("state", "Awaiting delivery", "Concluído")] == quotes(record.disagreements)


def test_lines_are_counted_together(store: Store) -> None:
    """Quantities of several lines and orders are one problem with its count."""
    lines = tuple(OrderLine(str(number), product_id=str(number), quantity=1) for number in (70, 71))
    answered(store, 1, Order(ORDER_ID, lines=lines))

    paged(store, 2, Order(ORDER_ID, lines=tuple(replace(line, quantity=2) for line in lines)))

    assert [("disagreements[lines[].quantity]", 2)] == counted(store)


def test_a_right_with_two_dates_is_a_disagreement(store: Store) -> None:
    """Two dates for one right are told with both sentences, and the advice says that both dates warn."""
    answered(store, 1, make_parsed(kind=DETAIL, statements=(make_statement(5),)))

    shown = make_statement(3, place="page: status")
    record = paged(store, 2, make_parsed(kind=DETAIL, statements=(shown,), source=Source.PAGE))

    assert [("statements[refund_if_not_delivered_by]", make_statement(5).quote, shown.quote)] == quotes(
        record.disagreements
    )
    assert ["Both dates warn"] == [one.next_action[:15] for one in store.counted_problems()]


@pytest.mark.parametrize(("days", "expected"), [(1, 0), (2, 1)])
def test_a_countdown_may_lose_its_last_hours(store: Store, days: int, expected: int) -> None:
    """Time that is left, counted from two moments, may end on two days that follow each other."""

    def pay_by(on: date, place: str) -> Statement:
        return Statement(ORDER_ID, StatementKind.PAY_BY, on, None, None, f"Pay by {on}", place)

    day = date(2026, 8, 3)
    answered(store, 1, make_parsed(kind=DETAIL, statements=(pay_by(day, "a"),)))
    shown = pay_by(day - timedelta(days=days), "page: b")

    record = paged(store, 2, make_parsed(kind=DETAIL, statements=(shown,), source=Source.PAGE))

    assert expected == len(record.disagreements)


def test_disagreements_are_gone_with_their_records(store: Store) -> None:
    """Clearing records leaves none to count."""
    answered(store, 1, WAITING)
    paged(store, 2, DONE)
    assert counted(store)

    store.clear_records()

    assert [] == counted(store)
