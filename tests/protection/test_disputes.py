"""Open disputes and the clocks on their pages: what they end, and what ends them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from companion.model import (
    Deadline,
    DeadlineKind,
    Dispute,
    OrderLine,
    OrderRecord,
    OrderState,
    PageKind,
    StatementKind,
)
from companion.protection.deadlines import make_deadlines
from tests.protection.made import DISPUTE_SAYS, ORDER_ID, SEEN_AT, at, order, record, seen

OPEN = Dispute("7", ORDER_ID, "1", "return", is_open=True, answer_from="buyer")
ANSWER = seen(
    StatementKind.OFFER_RESPONSE_BY,
    "2026-09-10",
    page=PageKind.DISPUTE,
    place="dispute[7]",
    quote="Respond by Sep 10",
)
POST = seen(
    StatementKind.RETURN_SHIP_BY, "2026-09-15", page=PageKind.DISPUTE, place="dispute[7]", quote="Send it"
)


def find(made: OrderRecord, kind: DeadlineKind) -> Deadline:
    """Find the one deadline of a kind the day after the pages were seen."""
    [found] = [one for one in make_deadlines(made, at("2026-09-08")) if one.kind is kind]
    return found


def with_disputes(
    *disputes: Dispute, lines: int = 1, state: OrderState | None = OrderState.COMPLETED
) -> OrderRecord:
    """Make an order with some lines, its closing date, and the clocks of a dispute."""
    made = order(state, lines=tuple(OrderLine(str(number)) for number in range(1, lines + 1)))
    return replace(record(made, DISPUTE_SAYS, ANSWER, POST), disputes=disputes)


def test_an_offer_to_answer_is_a_clock_of_the_buyer() -> None:
    """The page's words become the deadline to answer, whatever state the order's own page gives."""
    answer = find(with_disputes(OPEN), DeadlineKind.BUYER_RESPONSE)

    assert ("open", "Respond by Sep 10") == (answer.status, answer.quote)
    assert answer.urgency is not None


@pytest.mark.parametrize(
    ("dispute", "status", "reason"),
    [
        (replace(OPEN, answer_from="seller"), "done", "The seller has to act now."),
        (replace(OPEN, answer_from="platform"), "done", "The platform has to act now."),
        (replace(OPEN, is_open=False), "moot", "The dispute was closed."),
        (Dispute("7", ORDER_ID, "1", closed_at=SEEN_AT), "moot", "The dispute was closed."),
        (replace(OPEN, dispute_id="8"), "open", "The dispute page says so."),
    ],
    ids=[
        "the seller's turn",
        "the platform's turn",
        "closed by its state",
        "closed by its day",
        "the only one",
    ],
)
def test_what_ends_the_time_to_answer(dispute: Dispute, status: str, reason: str) -> None:
    """Once it is another party's turn, or over, there is nothing to answer."""
    answer = find(with_disputes(dispute), DeadlineKind.BUYER_RESPONSE)

    assert (status, reason) == (answer.status, answer.reason)


def test_each_dispute_has_clocks_of_its_own() -> None:
    """A second dispute that is closed ends nothing of the first."""
    closed = replace(OPEN, dispute_id="8", line_id="2", is_open=False)

    assert "open" == find(with_disputes(closed, OPEN, lines=2), DeadlineKind.BUYER_RESPONSE).status


def test_a_return_that_is_on_its_way_needs_no_posting() -> None:
    """A tracking number of the return ends the time to post it, and not the time to answer."""
    made = with_disputes(replace(OPEN, return_tracking_number="RR123456789CN"))

    assert "done" == find(made, DeadlineKind.RETURN_SHIP).status
    assert "open" == find(made, DeadlineKind.BUYER_RESPONSE).status


@pytest.mark.parametrize(
    ("disputes", "lines", "state", "status"),
    [
        ((OPEN,), 1, OrderState.COMPLETED, "done"),
        ((OPEN,), 2, OrderState.COMPLETED, "open"),
        ((OPEN, replace(OPEN, dispute_id="8", line_id="2")), 2, OrderState.COMPLETED, "done"),
        ((replace(OPEN, is_open=False),), 1, OrderState.COMPLETED, "open"),
        ((OPEN,), 1, None, "open"),
    ],
    ids=["the only product", "one of two", "both", "over", "products not all known"],
)
def test_a_dispute_takes_the_place_of_the_closing_date(
    disputes: tuple[Dispute, ...], lines: int, state: OrderState | None, status: str
) -> None:
    """Open disputes on every product of an order end its time to open one; in doubt that runs on."""
    made = with_disputes(*disputes, lines=lines, state=state)

    assert status == find(made, DeadlineKind.DISPUTE_CLOSE).status
