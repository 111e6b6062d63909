"""Rules where no page speaks: the earliest firm date as an estimate, the rest only as a possibility."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from companion.model import (
    Certainty,
    DateRange,
    Deadline,
    DeadlineKind,
    Order,
    OrderLine,
    OrderRecord,
    OrderState,
    Origin,
    Shipment,
    Urgency,
)
from companion.protection.conditions import CONDITIONS
from companion.protection.deadlines import make_deadlines
from companion.protection.facts import read_facts
from tests.protection.made import COMPLETED, DELIVERED, ORDER_ID, TRACKING_SAYS, at, order, record

SHIPPED = order(shipped_on=date(2026, 7, 17))
FREE_RETURNS = (OrderLine("1", badges=("free_returns",)),)
OTHER_BADGES = (OrderLine("1", badges=("choice",)),)
ESTIMATED = Shipment(ORDER_ID, "LX100", None, DateRange(date(2026, 8, 1), date(2026, 8, 3)), ())


def of_kind(made: OrderRecord, kind: DeadlineKind, now: str = "2026-07-29") -> list[Deadline]:
    """The deadlines of one kind."""
    return [each for each in make_deadlines(made, at(now)) if each.kind is kind]


@pytest.mark.parametrize(
    ("made", "rule_id", "first"),
    [
        pytest.param(
            record(COMPLETED), "ae.dispute_close", "2026-08-12", id="fifteen days to dispute after completion"
        ),
        pytest.param(
            record(order(), TRACKING_SAYS),
            "ae.dispute_close_not_delivered",
            "2026-09-18",
            id="fifteen days to dispute after the delivery time is over",
        ),
        pytest.param(
            record(order(), shipments=(DELIVERED,)),
            "ae.auto_confirm_5",
            "2026-08-02",
            id="five days",
        ),
        pytest.param(record(SHIPPED), "ae.dispute_opens", "2026-07-27", id="ten days to a dispute"),
        pytest.param(
            record(order(), shipments=(ESTIMATED,)),
            "ae.delivery_promise",
            "2026-08-03",
            id="the last day of the estimate",
        ),
    ],
)
def test_a_rule_fills_in_where_no_page_speaks(made: OrderRecord, rule_id: str, first: str) -> None:
    """The date is the anchor's day and the rule's days, and it is called an estimate."""
    found = [each for each in make_deadlines(made, at("2026-07-25")) if each.rule_id == rule_id]
    assert [(Origin.RULE, None, None)] == [(each.origin, each.quote, each.capture_id) for each in found]
    begins = at(first) - timedelta(hours=8)
    assert [begins] == [each.earliest_at for each in found]
    assert all(each.certainty is not Certainty.STATED for each in found)


def test_of_two_readings_only_the_earlier_one_is_shown() -> None:
    """Five days with grade B beats seven days with grade D; the doubtful later one adds nothing."""
    found = of_kind(record(order(), shipments=(DELIVERED,)), DeadlineKind.AUTO_CONFIRM)
    assert ["ae.auto_confirm_5"] == [each.rule_id for each in found]
    assert found[0].reason.startswith("Estimated: 5 days after the delivery on 28 or 29 Jul 2026")


def test_what_is_not_known_makes_a_rule_possible_and_never_alarming() -> None:
    """A free return may apply: said with what is not known, and never above "soon"."""
    found = of_kind(record(COMPLETED), DeadlineKind.FREE_RETURN_END, "2026-08-03")
    assert ["ae.free_return_br"] == [each.rule_id for each in found]
    assert found[0].reason.startswith("Possibly from 4 Aug 2026: 7 days after the order was completed")
    assert "whether the seller is in Brazil is not known" in found[0].reason
    assert Urgency.SOON is found[0].urgency


def test_a_badge_that_is_there_leaves_only_the_country_open() -> None:
    """The icon on the product answers one of the two questions."""
    made = record(replace(COMPLETED, lines=FREE_RETURNS))
    reason = of_kind(made, DeadlineKind.FREE_RETURN_END)[0].reason
    assert "free returns" not in reason
    assert "the seller is in Brazil" in reason


def test_a_rule_that_does_not_apply_is_not_shown() -> None:
    """A product that shows other badges was not sold with free returns."""
    assert [] == of_kind(record(replace(COMPLETED, lines=OTHER_BADGES)), DeadlineKind.FREE_RETURN_END)


def test_a_rule_not_yet_in_force_when_the_order_was_placed_is_not_shown() -> None:
    """Terms of December 2025 say nothing about an order of 2024."""
    old = replace(COMPLETED, placed_on=date(2024, 7, 15), completed_on=date(2024, 7, 28), lines=FREE_RETURNS)
    assert [] == of_kind(record(old), DeadlineKind.FREE_RETURN_END, "2024-07-29")


def test_rules_of_one_marketplace_say_nothing_about_another() -> None:
    """An order from elsewhere gets no AliExpress dates."""
    assert () == make_deadlines(replace(record(COMPLETED), marketplace="elsewhere"), at("2026-07-29"))


@pytest.mark.parametrize(
    ("name", "made", "answer"),
    [
        pytest.param("unshipped", order(OrderState.AWAITING_SHIPMENT), True, id="not shipped: yes"),
        pytest.param("unshipped", SHIPPED, False, id="not shipped: no"),
        pytest.param("unshipped", Order("1"), None, id="not shipped: nobody says"),
        pytest.param("shipped", SHIPPED, True, id="shipped: yes"),
        pytest.param("shipped", order(OrderState.AWAITING_SHIPMENT), None, id="shipped: may still be"),
        pytest.param("badge:free_returns", replace(SHIPPED, lines=FREE_RETURNS), True, id="badge: yes"),
        pytest.param("badge:free_returns", replace(SHIPPED, lines=OTHER_BADGES), False, id="badge: no"),
        pytest.param("badge:free_returns", SHIPPED, None, id="badge: no page shows badges"),
        pytest.param("seller:CN", SHIPPED, None, id="country: nobody says"),
        pytest.param("delivery_time_ran_out", SHIPPED, True, id="ran out: still waiting"),
        pytest.param("delivery_time_ran_out", order(OrderState.COMPLETED), None, id="ran out: maybe earlier"),
        pytest.param("delivery_time_ran_out", COMPLETED, False, id="ran out: completed on a known day"),
    ],
)
def test_a_condition_has_three_answers(name: str, made: Order, answer: bool | None) -> None:
    """Yes, no, and nothing captured says so."""
    assert answer is CONDITIONS[name].holds(read_facts(record(made)))
