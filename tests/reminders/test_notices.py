"""What a notice says, and when it is the same news."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest

from companion.model import (
    Deadline,
    Money,
    Notice,
    OrderLine,
    OrderRecord,
    OrderState,
    PageKind,
    Seller,
    StatementKind,
    Urgency,
)
from companion.protection.deadlines import make_deadlines
from companion.reminders.plain import escape_markup, plain_line
from companion.reminders.schedule import make_news, make_notices, when_words
from tests.protection.made import (
    AWAITED_RECORD,
    DISPUTE_SAYS,
    SETTLED_RECORD,
    TRACKING_SAYS,
    at,
    order,
    record,
    seen,
)


def deadlines_of(records: Iterable[OrderRecord], now: datetime) -> list[Deadline]:
    """All deadlines of some orders."""
    return [each for made in records for each in make_deadlines(made, now)]


def notices(now: str, *records: OrderRecord) -> tuple[Notice, ...]:
    """The notices of some orders."""
    return make_notices(records, deadlines_of(records, at(now)), at(now))


COMPLETED = record(order(OrderState.COMPLETED, completed_on=date(2026, 7, 28)), DISPUTE_SAYS)
PROTECTED = record(order(), seen(StatementKind.PROTECTION_ENDS, "2026-10-13"))


@pytest.mark.parametrize(
    ("now", "made", "title"),
    [
        ("2026-08-31", AWAITED_RECORD, "Not delivered yet: refund due in 2 days"),
        ("2026-09-02", AWAITED_RECORD, "Not delivered yet: refund due in 16 hours"),
        ("2026-09-02T15:30", AWAITED_RECORD, "Not delivered yet: refund due today"),
        ("2026-09-03", AWAITED_RECORD, "Claim your refund now"),
        ("2026-10-09T16:00", COMPLETED, "Refund right ends in 3 days"),
        ("2026-10-13", COMPLETED, "Refund right ends today"),
        ("2026-10-15", COMPLETED, "Refund right may be over"),
        ("2026-10-12", PROTECTED, "Buyer protection ends in 16 hours"),
        ("2026-10-15", PROTECTED, "Buyer protection may be over"),
    ],
)
def test_the_title_says_what_ends_and_when(now: str, made: OrderRecord, title: str) -> None:
    """One glance at the desktop tells what is at stake and how long is left."""
    assert title == notices(now, made)[0].title


def test_the_body_names_order_money_date_and_next_action() -> None:
    """Whoever reads it knows which order it is and what to do."""
    found = notices("2026-10-10", COMPLETED)[0]
    assert (
        "Desk lamp, Vega Store, 132.74 BRL. Last day: 13 Oct 2026. Open a dispute now if anything is wrong."
    ) == found.body
    assert f"/orders/{COMPLETED.order.order_id}" == found.path
    assert Urgency.URGENT is found.urgency


def test_an_estimated_date_never_looks_like_a_stated_one() -> None:
    """A date by rule says so in the notice, too."""
    estimated = record(order(OrderState.COMPLETED, completed_on=date(2026, 7, 28)))
    assert "Last day: 12 Aug 2026 (estimated)." in notices("2026-08-10", estimated)[0].body


@pytest.mark.parametrize(
    ("now", "made"),
    [
        pytest.param("2026-08-20", AWAITED_RECORD, id="two weeks ahead"),
        pytest.param("2026-08-26", AWAITED_RECORD, id="soon is for the list"),
        pytest.param("2026-09-20", SETTLED_RECORD, id="moot"),
        pytest.param("2026-09-20", record(order()), id="no date known is for the list"),
        pytest.param("2026-11-20", COMPLETED, id="long over"),
    ],
)
def test_what_is_not_pressing_is_not_told(now: str, made: OrderRecord) -> None:
    """The desktop is for what needs the buyer now."""
    assert () == notices(now, made)


def test_several_dates_of_one_order_become_one_notice() -> None:
    """The refund to claim comes first, and the closing date is mentioned."""
    closing = seen(StatementKind.PROTECTION_ENDS, "2026-09-05", page=PageKind.TRACKING)
    made = record(order(), TRACKING_SAYS, closing)
    found = make_news([made], deadlines_of([made], at("2026-09-03")), at("2026-09-03"))
    assert [2] == [len(news.notices) for news in found]
    assert "Claim your refund now" == found[0].notices[0].title
    assert found[0].notices[0].body.endswith("1 more date of this order to look at.")


def test_the_most_pressing_order_comes_first() -> None:
    """Orders follow their most urgent deadline."""
    passed = record(order(order_id="8"), seen(StatementKind.PROTECTION_ENDS, "2026-10-09"))
    assert ["8", COMPLETED.order.order_id] == [
        each.order_id for each in notices("2026-10-12", COMPLETED, passed)
    ]


@pytest.mark.parametrize(
    ("now", "same"),
    [
        pytest.param("2026-08-31T09:00", True, id="a few hours later"),
        pytest.param("2026-09-02", False, id="at the next level"),
        pytest.param("2026-09-04", False, id="once it can be claimed"),
    ],
)
def test_the_same_news_has_the_same_id(now: str, same: bool) -> None:
    """An id lives as long as order, kind, day and level stay."""
    first, later = notices("2026-08-31", AWAITED_RECORD)[0], notices(now, AWAITED_RECORD)[0]
    assert same is (first.notice_id == later.notice_id)


def test_a_refund_to_claim_is_told_once_whichever_page_says_so() -> None:
    """Two pages give two days, and both have passed: claiming is one piece of news."""
    said = [
        seen(StatementKind.REFUND_IF_NOT_DELIVERED_BY, day, page=page)
        for day, page in (("2026-09-04", PageKind.ORDER_DETAIL), ("2026-09-03", PageKind.TRACKING))
    ]
    first, both = (notices("2026-09-06", record(order(), *some)) for some in (said[:1], said))
    assert [first[0].notice_id] == [each.notice_id for each in both]


def test_another_day_or_another_order_is_other_news() -> None:
    """A date that moved is told again."""
    moved = record(order(), seen(StatementKind.REFUND_IF_NOT_DELIVERED_BY, "2026-09-02"))
    other = replace(AWAITED_RECORD, order=replace(AWAITED_RECORD.order, order_id="7"))
    ids = [notices("2026-08-31", each)[0].notice_id for each in (AWAITED_RECORD, moved, other)]
    assert 3 == len(set(ids))


def test_a_hostile_order_stays_one_bounded_line() -> None:
    """Names, titles, ids and currencies of any content leave the notice readable and its path inside."""
    hostile = replace(
        COMPLETED,
        order=replace(
            COMPLETED.order,
            order_id="../x?y\u202e",
            seller=Seller("Evil\u202e\x1b[31m\n" + "\u0301" * 50 + "S" * 500, None, None),
            total=Money(Decimal(1), "BRL\n\nX", ""),
            lines=(OrderLine("1", title="T\u200b" * 10_000),),
        ),
    )
    found = notices("2026-10-10", hostile)[0]
    assert len(found.body) <= 400
    assert found.body.isprintable()
    assert "\u202e" not in found.body
    assert "/orders/..%2Fx%3Fy%E2%80%AE" == found.path
    assert "Last day: 13 Oct 2026. Open a dispute now" in found.body


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param("Vega Store", "Vega Store", id="plain"),
        pytest.param("  a\n\tb\u2028c  ", "a b c", id="lines become one"),
        pytest.param("a\u202eb\u2066c\u200bd\u00ade\ufefff", "abcdef", id="hidden characters go"),
        pytest.param("a\x00\x1b[31mb\x7f", "a[31mb", id="control characters go"),
        pytest.param("a\ud800b\ue000c", "abc", id="surrogates and private characters go"),
        pytest.param("e" + "\u0301" * 9, "e\u0301\u0301", id="stacked marks are cut"),
        pytest.param("店铺 ماركت", "店铺 ماركت", id="other scripts stay"),
        pytest.param("x" * 30, "x" * 19 + "…", id="long text is shortened"),
    ],
)
def test_text_of_others_is_made_plain(text: str, line: str) -> None:
    """Only what a reader can see stays, on one line, within bounds."""
    assert line == plain_line(text, 20)


def test_markup_is_escaped() -> None:
    """Tags and entities stay text."""
    assert "&lt;b&gt; &amp;amp;" == escape_markup("<b> &amp;")


@pytest.mark.parametrize(
    ("now", "words"),
    [
        ("2026-09-01", "in 3 days"),
        ("2026-09-01T00:01", "in 2 days"),
        ("2026-09-03T00:00", "in 1 day"),
        ("2026-09-03T00:01", "in 23 hours"),
        ("2026-09-03T23:00", "in 1 hour"),
        ("2026-09-03T23:01", "today"),
        ("2026-09-04T12:00", "today"),
    ],
)
def test_time_left_is_rounded_down(now: str, words: str) -> None:
    """A countdown never promises more time than there is."""
    assert words == when_words(at("2026-09-04"), at(now))
