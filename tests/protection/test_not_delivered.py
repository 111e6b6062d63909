"""The flagship: waiting, escalating, claimable from its date on, and never called missed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from companion.model import (
    Deadline,
    DeadlineKind,
    DeadlineStatus,
    Milestone,
    OrderRecord,
    OrderState,
    PageKind,
    StatementKind,
    Urgency,
)
from companion.protection.deadlines import make_deadlines
from tests.protection.made import (
    AWAITED_RECORD,
    DELIVERED,
    DETAIL_SAYS,
    TRACKING_SAYS,
    at,
    order,
    parcel,
    record,
    seen,
)

STILL_IN_CUSTOMS = parcel(("2026-07-29", Milestone.CUSTOMS), number="LX200")
ONE_DATE = record(order(), TRACKING_SAYS, last_seen_at=TRACKING_SAYS.captured_at)


def flagship(made: OrderRecord, now: str) -> Deadline:
    """The refund deadline that warns."""
    found = (each for each in make_deadlines(made, at(now)) if each.kind == "not_delivered_refund")
    return next(found)


@pytest.mark.parametrize(
    ("now", "status", "urgency"),
    [
        pytest.param("2026-08-20", "open", "later", id="two weeks before it is only listed"),
        pytest.param("2026-08-23T16:00", "open", "soon", id="ten days before it is soon"),
        pytest.param("2026-08-30T15:59", "open", "soon", id="a minute before three days it is still soon"),
        pytest.param("2026-08-30T16:00", "open", "urgent", id="three days before it is urgent"),
        pytest.param("2026-09-01T16:00", "open", "critical", id="one day before it is critical"),
        pytest.param("2026-09-02T16:00", "claimable", "urgent", id="from its first hour on it is claimable"),
        pytest.param("2026-09-04T07:00", "claimable", "urgent", id="after 3 Sep it stays claimable"),
        pytest.param("2027-09-04", "claimable", "urgent", id="a year later it stays claimable"),
    ],
)
def test_it_escalates_and_becomes_claimable(now: str, status: str, urgency: str) -> None:
    """The date of a refund is not a day to miss but the day from which to ask."""
    found = flagship(record(order(), TRACKING_SAYS), now)
    assert (status, urgency) == (found.status, found.urgency)


def test_once_due_it_says_to_claim_now_and_until_when() -> None:
    """From the date on the next action is the claim, followed by the closing clock the page gave."""
    found = flagship(AWAITED_RECORD, "2026-09-08")
    assert "claim the refund now" in found.next_action
    assert (
        "No delivery by 3 Sep 2026, and only until 13 Oct 2026 to ask for it".lower() in found.reason.lower()
    )
    assert "miss" not in (found.reason + found.next_action).lower()


def test_without_a_page_the_closing_clock_is_an_estimate() -> None:
    """Fifteen days after the delivery time is over, by rule, and called an estimate."""
    made = make_deadlines(ONE_DATE, at("2026-09-08"))
    closing = next(each for each in made if each.kind is DeadlineKind.DISPUTE_CLOSE)
    assert "ae.dispute_close_not_delivered" == closing.rule_id
    assert closing.reason.startswith("Estimated: 15 days after the end of the delivery time on 3 Sep 2026")
    assert "by estimate only until 18 Sep 2026" in flagship(ONE_DATE, "2026-09-08").reason


def test_the_earliest_of_two_places_warns_and_names_the_other() -> None:
    """Both dates are listed; one raises the alarm, and each says what the other page says."""
    both = [each for each in make_deadlines(AWAITED_RECORD, at("2026-09-01")) if each.capture_id]
    refunds = [each for each in both if each.kind is DeadlineKind.NOT_DELIVERED_REFUND]
    assert [Urgency.URGENT, Urgency.LATER] == [each.urgency for each in refunds]
    assert "The tracking page says so; the order page says 4 Sep 2026." == refunds[0].reason
    assert "The order page says so; the tracking page says 3 Sep 2026." == refunds[1].reason


def test_the_staler_of_two_places_says_so() -> None:
    """A date read days before another one is told apart from it."""
    older = seen(
        StatementKind.REFUND_IF_NOT_DELIVERED_BY,
        "2026-09-03",
        page=PageKind.TRACKING,
        captured_at=TRACKING_SAYS.captured_at - timedelta(days=5),
    )
    found = flagship(record(order(), older, DETAIL_SAYS), "2026-09-01")
    assert "The tracking page says so; the order page, read later, says 4 Sep 2026." == found.reason


@pytest.mark.parametrize(
    ("made", "status", "reason"),
    [
        pytest.param(
            record(order(), TRACKING_SAYS, shipments=(DELIVERED,)),
            DeadlineStatus.MOOT,
            "It was delivered on 28 Jul 2026.",
            id="a delivered scan makes it moot and names the day",
        ),
        pytest.param(
            record(order(OrderState.DELIVERED), TRACKING_SAYS),
            DeadlineStatus.MOOT,
            "It was delivered.",
            id="the site's own word makes it moot where no scan is known",
        ),
        pytest.param(
            record(order(OrderState.COMPLETED, completed_on=date(2026, 8, 9)), TRACKING_SAYS),
            DeadlineStatus.MOOT,
            "The order was completed on 9 Aug 2026, and a claim now goes through a dispute.",
            id="completion without a scan points to the dispute",
        ),
        pytest.param(
            record(order(OrderState.REFUNDED), TRACKING_SAYS),
            DeadlineStatus.MOOT,
            "The order was refunded.",
            id="a refund settles it",
        ),
        pytest.param(
            record(order(OrderState.IN_DISPUTE), TRACKING_SAYS),
            DeadlineStatus.DONE,
            "A dispute is open.",
            id="an open dispute takes its place",
        ),
        pytest.param(
            record(
                order(),
                TRACKING_SAYS,
                shipments=(DELIVERED, parcel(("2026-07-29", Milestone.CUSTOMS), number="B")),
            ),
            DeadlineStatus.CLAIMABLE,
            "The tracking page says so; no delivery by 3 Sep 2026; 1 of 2 parcels delivered.",
            id="one parcel of two is not a delivery",
        ),
        pytest.param(
            record(
                order(),
                TRACKING_SAYS,
                shipments=(parcel(("2026-08-02", Milestone.RETURNED), ("2026-07-28", Milestone.DELIVERED)),),
            ),
            DeadlineStatus.CLAIMABLE,
            "The tracking page says so; no delivery by 3 Sep 2026.",
            id="a parcel that went back to its sender was not delivered",
        ),
    ],
)
def test_what_happened_to_the_order_decides_first(
    made: OrderRecord, status: DeadlineStatus, reason: str
) -> None:
    """Past the date, the order's own story says whether there is still something to claim."""
    found = flagship(made, "2026-10-20")
    assert (status, reason) == (found.status, found.reason)


def test_it_is_over_only_when_a_page_said_until_when() -> None:
    """The closing date of the page, with its grace, ends it; an estimated one never does."""
    assert DeadlineStatus.CLAIMABLE is flagship(AWAITED_RECORD, "2026-10-28T06:59").status
    assert DeadlineStatus.OVER is flagship(AWAITED_RECORD, "2026-10-28T07:00").status
    assert DeadlineStatus.CLAIMABLE is flagship(ONE_DATE, "2027-10-28").status


@pytest.mark.parametrize(
    ("captured", "now", "stale"),
    [
        pytest.param("2026-08-10", "2026-08-17", False, id="seen exactly a week ago"),
        pytest.param("2026-08-10", "2026-08-17T00:01", True, id="seen more than a week ago"),
        pytest.param("2026-08-24", "2026-08-27", False, id="under ten days left, seen three days ago"),
        pytest.param("2026-08-24", "2026-08-27T00:01", True, id="under ten days left, seen before that"),
    ],
)
def test_an_open_order_not_seen_for_too_long_is_stale(captured: str, now: str, stale: bool) -> None:
    """A passive program is blind until the buyer looks at the page again, so it asks him to."""
    said = seen(StatementKind.REFUND_IF_NOT_DELIVERED_BY, "2026-09-03", captured_at=at(captured))
    found = flagship(record(order(), said), now)
    assert stale is found.stale
    assert stale is ("open it again" in found.next_action)
