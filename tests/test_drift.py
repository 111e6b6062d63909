"""A change of the site is told in one sentence, once, and in a lower voice where nothing is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from companion.drift import make_drift, make_drift_notices
from companion.model import PageKind, SeenDrift, Source

SEEN = SeenDrift(
    "aliexpress",
    PageKind.ORDER_DETAIL,
    Source.API,
    "estimated_delivery",
    since=datetime(2026, 11, 3, 12, tzinfo=UTC),
    last_good_at=datetime(2026, 11, 1, 12, tzinfo=UTC),
    visits=3,
    capture_id="c",
    is_covered=False,
)


def test_a_lost_field_is_named_with_its_page_and_day() -> None:
    """The sentence says what, where and since when; the action says what to do."""
    drift = make_drift(SEEN)

    assert "Order pages: the delivery date can no longer be read since 3 Nov 2026." == drift.message
    assert "The pages are kept; update Orderproof, then run `orderproof reparse`." == drift.next_action
    assert drift.is_quiet is False


@pytest.mark.parametrize(
    ("field", "message"),
    [
        (None, "Order pages can no longer be read since 3 Nov 2026."),
        ("ship_to_country", "Order pages: “ship to country” can no longer be read since 3 Nov 2026."),
    ],
)
def test_every_field_has_a_sentence(field: str | None, message: str) -> None:
    """A whole page and a field without words of its own are told as well."""
    assert message == make_drift(replace(SEEN, field=field)).message


def test_a_page_that_its_answers_make_up_for_is_told_quietly() -> None:
    """Where the site's answers still say it, nothing is lost and nobody is called."""
    quiet = make_drift(replace(SEEN, source=Source.PAGE, is_covered=True))

    assert quiet.is_quiet is True
    assert () == make_drift_notices((quiet,))


def test_lost_answers_are_loud_although_the_page_says_the_same() -> None:
    """Answers are exact and pages are not: losing them is told aloud."""
    assert make_drift(replace(SEEN, is_covered=True)).is_quiet is False


def test_one_change_is_one_piece_of_news() -> None:
    """Further bad visits change nothing about the notice's id; a good one before them does."""
    ids = [
        make_drift_notices((make_drift(seen),))[0].notice_id
        for seen in (SEEN, replace(SEEN, visits=9), replace(SEEN, last_good_at=SEEN.since))
    ]

    assert [True, False] == [ids[0] == ids[1], ids[0] == ids[2]]
