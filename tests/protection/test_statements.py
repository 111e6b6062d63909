"""What a page says becomes the right kind of deadline, with its quote, and beats every rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from companion.model import (
    Anchor,
    Deadline,
    DeadlineKind,
    Dispute,
    Milestone,
    OrderLine,
    OrderRecord,
    OrderState,
    Origin,
    PageKind,
    Role,
    StatementKind,
    Urgency,
)
from companion.protection.deadlines import make_deadlines
from companion.protection.statements import KIND_OF_STATEMENT
from tests.protection.made import COMPLETED, DISPUTE_SAYS, at, order, parcel, record, seen


def only(made: OrderRecord, kind: DeadlineKind, now: str) -> Deadline:
    """The one deadline of a kind."""
    found = [each for each in make_deadlines(made, at(now)) if each.kind is kind]
    assert 1 == len(found)
    return found[0]


@pytest.mark.parametrize(
    ("statement", "kind", "role"),
    [
        ("refund_if_not_delivered_by", "not_delivered_refund", "buyer_due"),
        ("protection_ends", "protection_end", "buyer_due"),
        ("auto_confirm_on", "auto_confirm", "auto"),
        ("offer_response_by", "buyer_response", "buyer_due"),
        ("evidence_by", "evidence_due", "buyer_due"),
        ("return_ship_by", "return_ship", "buyer_due"),
        ("late_coupon_from", "delivery_promise", "seller_due"),
        ("estimated_delivery", "delivery_promise", "seller_due"),
        ("ship_by", "ship_deadline", "seller_due"),
    ],
)
def test_a_statement_becomes_its_kind_of_deadline(statement: str, kind: str, role: str) -> None:
    """The kind, the role and the quote of a deadline follow from the sentence on the page."""
    said = seen(StatementKind(statement), "2026-10-01", quote="By Oct 1, 2026")
    found = only(record(order(None), said), DeadlineKind(kind), "2026-09-08")
    assert (Role(role), Origin.PAGE, "By Oct 1, 2026") == (found.role, found.origin, found.quote)
    assert (at("2026-09-30T16:00"), at("2026-10-02T07:00")) == (found.earliest_at, found.latest_at)


def test_every_kind_of_statement_has_a_kind_of_deadline() -> None:
    """No statement a parser can make is dropped."""
    assert set(StatementKind) == set(KIND_OF_STATEMENT)


@pytest.mark.parametrize(
    ("kind", "within", "day"),
    [
        pytest.param("return_within", (7, Anchor.ORDER_COMPLETED), "2026-08-03T16:00", id="after completion"),
        pytest.param("return_within", (15, Anchor.DELIVERED), "2026-08-11T16:00", id="after delivery"),
        pytest.param("dispute_within", (90, Anchor.ORDER_PLACED), "2026-10-12T16:00", id="after the order"),
    ],
)
def test_a_period_is_counted_from_the_day_of_its_event(
    kind: str, within: tuple[int, Anchor], day: str
) -> None:
    """28 Jul and 7 days is 4 Aug; 28 Jul and 15 days is 12 Aug; 15 Jul and 90 days is 13 Oct."""
    said = seen(StatementKind(kind), within=within)
    scans = (parcel(("2026-07-28T21:39", Milestone.DELIVERED)),)
    made = make_deadlines(record(COMPLETED, said, shipments=scans), at("2026-08-01"))
    assert [at(day)] == [each.earliest_at for each in made if each.quote]


@pytest.mark.parametrize(
    ("state", "urgency", "words"),
    [
        pytest.param(OrderState.AWAITING_DELIVERY, "later", "has not happened yet", id="not completed"),
        pytest.param(OrderState.COMPLETED, "soon", "that day has not been read yet", id="completed unseen"),
    ],
)
def test_a_period_from_an_unknown_day_is_listed_without_a_date(
    state: OrderState, urgency: str, words: str
) -> None:
    """A clock whose start nobody has shown is not lost; once it runs, its page has to be opened."""
    said = seen(StatementKind.RETURN_WITHIN, within=(7, Anchor.ORDER_COMPLETED))
    found = only(record(order(state), said), DeadlineKind.FREE_RETURN_END, "2026-09-08")
    assert (None, None, Urgency(urgency)) == (found.earliest_at, found.latest_at, found.urgency)
    assert words in found.reason
    assert (urgency == "soon") == (found.next_action == "Open its page so that the date can be read.")


def test_a_misread_day_is_listed_without_a_date() -> None:
    """A date in the year 9999 neither breaks the engine nor calms anybody."""
    said = seen(StatementKind.PROTECTION_ENDS, "9999-12-31")
    found = only(record(order(), said), DeadlineKind.PROTECTION_END, "2026-09-08")
    assert (None, Urgency.SOON) == (found.earliest_at, found.urgency)


def test_a_page_beats_every_rule() -> None:
    """Where the order page gives a date to dispute, no estimate of the same kind stands beside it."""
    made = make_deadlines(record(COMPLETED, DISPUTE_SAYS), at("2026-08-01"))
    assert [(Origin.PAGE, None)] == [
        (each.origin, each.rule_id) for each in made if each.kind is DeadlineKind.DISPUTE_CLOSE
    ]


def test_once_the_earlier_closing_date_has_passed_the_later_one_warns() -> None:
    """Two pages, two last days: the alarm moves on to the one that can still be kept."""
    early = seen(StatementKind.PROTECTION_ENDS, "2026-10-01", place="a")
    late = seen(StatementKind.PROTECTION_ENDS, "2026-10-05", page=PageKind.TRACKING)
    made = make_deadlines(record(order(), early, late), at("2026-10-03T20:00"))
    found = {each.quote and each.capture_id: each.urgency for each in made if each.quote}
    assert {early.capture_id: Urgency.LATER, late.capture_id: Urgency.CRITICAL} == found


def test_a_date_that_one_page_says_twice_is_listed_once() -> None:
    """The sentence and the progress bar of one page agree: one deadline, with the fuller quote."""
    sentence = seen(
        StatementKind.REFUND_IF_NOT_DELIVERED_BY, "2026-09-04", quote="Refund if not here by Sep 4"
    )
    node = seen(StatementKind.REFUND_IF_NOT_DELIVERED_BY, "2026-09-04", place="bar", quote="Refund: Sep 4")
    made = make_deadlines(record(order(), sentence, node), at("2026-08-20"))
    assert ["Refund if not here by Sep 4"] == [
        each.quote for each in made if each.kind is DeadlineKind.NOT_DELIVERED_REFUND
    ]


def test_a_date_that_does_not_warn_still_says_what_to_do() -> None:
    """A promised day that has passed asks for a look, also where an earlier one raises the alarm."""
    early = seen(StatementKind.ESTIMATED_DELIVERY, "2026-08-01")
    late = seen(StatementKind.ESTIMATED_DELIVERY, "2026-08-03", page=PageKind.TRACKING)
    made = make_deadlines(record(order(), early, late), at("2026-08-20"))
    found = {each.next_action for each in made if each.kind is DeadlineKind.DELIVERY_PROMISE}
    assert {"It is late: look on the order page for a coupon, and at the refund date."} == found


def test_periods_from_an_unknown_day_are_all_listed() -> None:
    """Two periods counted from the same unknown event are two deadlines, not one."""
    short = seen(StatementKind.RETURN_WITHIN, within=(7, Anchor.DELIVERED), quote="within 7 days")
    long = seen(StatementKind.RETURN_WITHIN, within=(15, Anchor.DELIVERED), quote="within 15 days")
    made = make_deadlines(record(order(), short, long), at("2026-08-20"))
    assert {"within 7 days", "within 15 days"} == {each.quote for each in made if each.quote}


def test_a_dispute_on_one_product_leaves_the_clocks_of_the_others_running() -> None:
    """Only a dispute on the whole order takes the place of its closing date."""
    lines = (OrderLine("1"), OrderLine("2"))
    disputed = record(order(OrderState.IN_DISPUTE, lines=lines), DISPUTE_SAYS)
    one = Dispute("7", disputed.order.order_id, "1", "return", None, None, None, None)
    assert "done" == only(disputed, DeadlineKind.DISPUTE_CLOSE, "2026-09-08").status
    partly = replace(disputed, disputes=(one,))
    assert "open" == only(partly, DeadlineKind.DISPUTE_CLOSE, "2026-09-08").status


@pytest.mark.parametrize(
    ("state", "fields", "statement", "status", "reason"),
    [
        pytest.param(
            OrderState.AWAITING_DELIVERY,
            {"shipped_on": date(2026, 7, 17)},
            "ship_by",
            "done",
            "It was shipped on 17 Jul 2026.",
            id="a shipped order has kept its shipping date",
        ),
        pytest.param(
            OrderState.AWAITING_SHIPMENT,
            {"paid_on": date(2026, 7, 15)},
            "pay_by",
            "done",
            "It was paid on 15 Jul 2026.",
            id="a paid order has nothing left to pay",
        ),
        pytest.param(
            OrderState.COMPLETED,
            {"completed_on": date(2026, 7, 28)},
            "auto_confirm_on",
            "done",
            "The order was completed on 28 Jul 2026.",
            id="a completed order has nothing left to confirm",
        ),
        pytest.param(
            OrderState.COMPLETED,
            {"completed_on": date(2026, 9, 1)},
            "protection_ends",
            "moot",
            "The order was completed on 1 Sep 2026, and the time to dispute runs instead.",
            id="completion hands over to the dispute's clock",
        ),
        pytest.param(
            OrderState.COMPLETED,
            {},
            "protection_ends",
            "open",
            "The order page says so.",
            id="completion on an unknown day ends nothing",
        ),
        pytest.param(
            OrderState.CANCELLED,
            {},
            "ship_by",
            "moot",
            "The order was cancelled.",
            id="a cancelled order is settled",
        ),
    ],
)
def test_what_happened_ends_a_clock_and_is_named(
    state: OrderState, fields: dict[str, date], statement: str, status: str, reason: str
) -> None:
    """An ended clock stays on the list and says what ended it."""
    said = seen(StatementKind(statement), "2026-10-01")
    made = make_deadlines(record(order(state, **fields), said), at("2026-09-08"))
    assert [(status, reason)] == [(each.status, each.reason) for each in made if each.quote]


def test_one_date_that_answer_and_page_say_is_one_deadline() -> None:
    """The site's data and the page as text say one date in two places: it warns once."""
    kind = StatementKind.REFUND_IF_NOT_DELIVERED_BY
    said = [seen(kind, "2026-10-01", place=place) for place in ("fastDeliveryInfoDTO", "page: status")]

    found = only(record(order(None), *said), DeadlineKind.NOT_DELIVERED_REFUND, "2026-09-08")

    assert at("2026-09-30T16:00") == found.earliest_at


def test_of_two_dates_the_earlier_warns_first_whichever_reading_says_it() -> None:
    """Where answer and page give one right two dates, both are deadlines and the earlier one leads."""
    kind = StatementKind.REFUND_IF_NOT_DELIVERED_BY
    said = [seen(kind, "2026-10-05", place="a"), seen(kind, "2026-10-01", place="page: status", quote="soon")]

    found = make_deadlines(record(order(None), *said), at("2026-09-08"))

    refunds = [one for one in found if one.kind is DeadlineKind.NOT_DELIVERED_REFUND]
    assert ["soon", "a sentence"] == [one.quote for one in refunds]
