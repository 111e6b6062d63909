"""The order both pages date differently: delivered, completed, one clock still running."""

from __future__ import annotations

from datetime import date

from companion.model import Certainty, DeadlineKind, DeadlineStatus, Origin, Role, Urgency
from companion.protection.deadlines import make_deadlines
from tests.protection.made import (
    COMPLETED,
    DELIVERED,
    DETAIL_SAYS,
    DISPUTE_SAYS,
    SETTLED_RECORD,
    TRACKING_SAYS,
    at,
    record,
)

NOW = at("2026-09-20")


def test_both_refund_dates_are_kept_with_their_quotes_and_moot() -> None:
    """Tracking says 3 Sep, the order page 4 Sep; both stay, and the reason names the day of delivery."""
    moot = [each for each in make_deadlines(SETTLED_RECORD, NOW) if each.kind == "not_delivered_refund"]
    assert [TRACKING_SAYS.statement.quote, DETAIL_SAYS.statement.quote] == [each.quote for each in moot]
    assert [TRACKING_SAYS.capture_id, DETAIL_SAYS.capture_id] == [each.capture_id for each in moot]
    assert [at("2026-09-02T16:00"), at("2026-09-03T16:00")] == [each.earliest_at for each in moot]
    assert {DeadlineStatus.MOOT} == {each.status for each in moot}
    assert {"It was delivered on 28 Jul 2026."} == {each.reason for each in moot}
    assert {None} == {each.urgency for each in moot}


def test_the_open_clock_ends_ninety_days_after_the_order_was_placed() -> None:
    """15 Jul and 90 days is 13 Oct, from its start in Shanghai to its end in Los Angeles."""
    first = make_deadlines(SETTLED_RECORD, NOW)[0]
    assert DeadlineKind.DISPUTE_CLOSE is first.kind
    assert (DeadlineStatus.OPEN, Role.BUYER_DUE) == (first.status, first.role)
    assert at("2026-10-12T16:00") == first.earliest_at
    assert at("2026-10-14T07:00") == first.latest_at
    assert (Origin.PAGE, Certainty.STATED) == (first.origin, first.certainty)
    assert Urgency.LATER is first.urgency
    assert DISPUTE_SAYS.statement.quote == first.quote
    assert "The order page says so: 90 days after the order was placed on 15 Jul 2026." == first.reason


def test_a_completed_order_is_never_stale() -> None:
    """Nothing on its page will change by itself, so the buyer is not sent there again."""
    assert {False} == {each.stale for each in make_deadlines(SETTLED_RECORD, at("2026-10-10"))}


def test_amount_and_seller_stand_with_every_deadline() -> None:
    """Whoever reads one deadline sees how much money is at stake and with whom."""
    made = make_deadlines(SETTLED_RECORD, NOW)
    assert {(COMPLETED.total, "Vega Store")} == {(each.amount, each.seller) for each in made}


def test_an_order_of_which_only_the_list_is_known_has_no_invented_clock() -> None:
    """A completed order without a day of completion gets no date out of thin air."""
    listed = record(COMPLETED, shipments=(DELIVERED,))
    kinds = {each.kind: each.origin for each in make_deadlines(listed, NOW)}
    assert {
        DeadlineKind.DISPUTE_CLOSE: Origin.RULE,
        DeadlineKind.AUTO_CONFIRM: Origin.RULE,
        DeadlineKind.FREE_RETURN_END: Origin.RULE,
    } == kinds
    bare = record(type(COMPLETED)("1", state=COMPLETED.state, placed_on=date(2026, 7, 15)))
    assert () == make_deadlines(bare, NOW)
