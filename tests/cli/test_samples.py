"""The command line over the real samples, which lie outside the project."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.cli.conftest import PROJECT, Call

SAMPLES = PROJECT.parent / "shared" / "fixtures" / "aliexpress" / "mtop"
ORDER = "8212313961591322"
NOW = ("--now", "2026-09-20T00:00:00Z")

pytestmark = [
    pytest.mark.samples,
    pytest.mark.skipif(not SAMPLES.is_dir(), reason="the real samples are not at ../shared/fixtures"),
]


@pytest.fixture
def imported(call: Call) -> Call:
    """Give a command line whose store holds the real samples."""
    result = call("import", SAMPLES, "--captured-at", "2026-09-07T12:00:00Z")

    assert (0, "") == (result.code, result.err)
    return call


def test_ten_orders(imported: Call) -> None:
    """The samples hold ten orders, eight completed and two awaiting delivery, and three known by a return."""
    orders = imported("orders", "--json").read_list()

    expected = Counter({"completed": 8, "awaiting_delivery": 2, None: 3})
    assert expected == Counter(order["state"] for order in orders)


def test_the_delivered_order_has_its_events(imported: Call) -> None:
    """The order with a tracking answer has all 26 events of its parcel."""
    shipments = imported("order", ORDER, "--json").read_record()["shipments"]

    assert isinstance(shipments, list)
    assert [26] == [len(shipment["events"]) for shipment in shipments]


def test_both_refund_dates_are_kept(imported: Call) -> None:
    """Tracking and detail page name different days; both are kept with quote and capture."""
    statements = imported("order", ORDER, "--json").read_record()["statements"]

    assert isinstance(statements, list)
    found = {
        (one["page_kind"], one["on"], one["quote"])
        for one in statements
        if one["kind"] == "refund_if_not_delivered_by" and one["quote"].startswith("Refund if")
    }
    assert {
        ("tracking", "2026-09-03", "Refund if no delivery before Sep 3, 2026"),
        ("order_detail", "2026-09-04", "Refund if no delivery before Sep 4, 2026"),
    } == found
    assert all(one["capture_id"] and one["captured_at"] for one in statements)


def test_delivery_made_the_refund_dates_moot(imported: Call) -> None:
    """The parcel arrived, so no refund date for a missing parcel is open."""
    deadlines = imported("deadlines", "--json", *NOW).read_list()
    refunds = [one for one in deadlines if one["order_id"] == ORDER and one["kind"] == "not_delivered_refund"]

    assert refunds
    assert {"moot"} == {one["status"] for one in refunds}


def test_the_dispute_window_ends_after_ninety_days(imported: Call) -> None:
    """'Within 90 days after order was placed' ends on 13 Oct 2026 and is open."""
    deadlines = imported("deadlines", "--json", *NOW).read_list()
    closing = [one for one in deadlines if one["order_id"] == ORDER and one["kind"] == "dispute_close"]

    # The day begins in Shanghai and is over in Los Angeles.
    day = ("open", "2026-10-12T16:00:00Z", "2026-10-14T07:00:00Z")

    assert [day] == [(one["status"], one["earliest_at"], one["latest_at"]) for one in closing]


def test_orders_without_a_date_say_so(imported: Call) -> None:
    """The two orders awaiting delivery have no date on any page, and are listed with one next action."""
    deadlines = imported("deadlines", "--json", *NOW).read_list()
    undated = [one for one in deadlines if one["kind"] == "no_date_known"]

    assert [("open", "none"), ("open", "none")] == [(one["status"], one["origin"]) for one in undated]
    assert all(one["next_action"] for one in undated)


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.json")), ids=lambda path: path.stem)
def test_every_sample_parses(call: Call, path: Path) -> None:
    """Each sample prints JSON and ends with 0."""
    result = call("parse", path)

    assert (0, "") == (result.code, result.err)
    assert result.read()
