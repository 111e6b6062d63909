"""The escalation schedule: every kind reaches its levels in time, and only closing ones become overdue."""

from __future__ import annotations

from datetime import timedelta

import pytest

from companion.errors import InputError
from companion.model import (
    Deadline,
    DeadlineKind,
    DeadlineStatus,
    Milestone,
    StatementKind,
    Urgency,
)
from companion.protection.deadlines import make_deadlines, sort_deadlines
from companion.protection.schedule import load_schedule, parse_schedule
from tests.protection.made import AWAITED_RECORD, SETTLED_RECORD, at, order, parcel, record, seen

BEGINS = at("2026-10-12T16:00")  # 13 Oct in Shanghai
ENDS = at("2026-10-14T07:00")  # after 13 Oct in Los Angeles


def at_hours(kind: str, hours_before: float) -> Deadline:
    """A statement's deadline on 13 Oct, looked at some hours before its day begins."""
    said = seen(StatementKind(kind), "2026-10-13", quote="On Oct 13")
    scans = parcel(("2026-10-01", Milestone.IN_TRANSIT))
    now = BEGINS - timedelta(hours=hours_before)
    made = make_deadlines(record(order(None), said, shipments=(scans,), last_seen_at=now), now)
    return next(each for each in made if each.quote == "On Oct 13")


@pytest.mark.parametrize(
    ("kind", "hours", "urgency"),
    [
        *[
            ("protection_ends", hours, urgency)
            for hours, urgency in (
                (240.1, "later"),
                (240, "soon"),
                (168, "soon"),
                (72.1, "soon"),
                (72, "urgent"),
                (24.1, "urgent"),
                (24, "critical"),
                (0, "critical"),
                (-38.9, "critical"),
                (-39, "overdue"),
            )
        ],
        *[
            ("return_within", hours, urgency)
            for hours, urgency in (
                (336.1, "later"),
                (336, "soon"),
                (72, "urgent"),
                (24, "critical"),
                (-38.9, "critical"),
                (-39, None),
            )
        ],
        *[
            ("auto_confirm_on", hours, urgency)
            for hours, urgency in (
                (900, "soon"),
                (48, "urgent"),
                (24, "critical"),
                (-39, None),
            )
        ],
        *[
            ("offer_response_by", hours, urgency)
            for hours, urgency in (
                (900, "soon"),
                (48, "urgent"),
                (24, "critical"),
                (-39, "overdue"),
            )
        ],
        *[
            ("evidence_by", hours, urgency)
            for hours, urgency in ((900, "soon"), (48, "urgent"), (-39, "overdue"))
        ],
        *[
            ("return_ship_by", hours, urgency)
            for hours, urgency in (
                (900, "soon"),
                (72, "urgent"),
                (24, "critical"),
                (-39, "overdue"),
            )
        ],
        *[
            ("estimated_delivery", hours, urgency)
            for hours, urgency in (
                (0.1, "later"),
                (0, "soon"),
                (-72, "soon"),
                (-900, "soon"),
            )
        ],
    ],
)
def test_each_kind_reaches_its_levels_in_time(kind: str, hours: float, urgency: str | None) -> None:
    """Critical lasts until the day is over everywhere; then only closing clocks are overdue."""
    assert urgency == at_hours(kind, hours).urgency


@pytest.mark.parametrize("kind", list(DeadlineKind))
def test_every_kind_has_words_for_every_way_it_can_end(kind: DeadlineKind) -> None:
    """No deadline is ever shown without a next action of its own."""
    row = load_schedule()[kind]
    assert (row.levels.urgent is None) == (row.levels.critical is None)
    assert (row.grace_days > 0) == (row.actions.overdue is not None)
    assert (row.grace_days > 0) == (row.overdue_title is not None)
    assert "" != row.actions.open
    assert "today" in row.title.format(when="today") or kind is DeadlineKind.NO_DATE_KNOWN


def test_an_overdue_clock_is_over_after_its_grace() -> None:
    """Two weeks of "may be over, check at once", then it is out of the way."""
    grace = timedelta(days=14)
    last = at_hours("protection_ends", (BEGINS - ENDS - grace) / timedelta(hours=1) + 0.01)
    assert (DeadlineStatus.OPEN, Urgency.OVERDUE) == (last.status, last.urgency)
    assert "13 Oct 2026 has passed, so it may be over." in last.reason
    over = at_hours("protection_ends", (BEGINS - ENDS - grace) / timedelta(hours=1))
    assert (DeadlineStatus.OVER, None) == (over.status, over.urgency)


def test_the_most_urgent_deadline_stands_first() -> None:
    """Level before date before money; what no longer matters stands last."""
    made = [
        *make_deadlines(SETTLED_RECORD, at("2026-09-01")),
        *make_deadlines(AWAITED_RECORD, at("2026-09-01")),
    ]
    ordered = sort_deadlines(reversed(made))
    ranks = [list(Urgency).index(each.urgency) if each.urgency else 9 for each in ordered]
    assert sorted(ranks) == ranks
    assert Urgency.URGENT is ordered[0].urgency


GOOD = "".join(
    f'[{kind}]\nrole = "auto"\nclosing = false\ngrace_days = 0\nlevels = {{ urgent = 3 }}\n'
    f'title = "t"\nactions = {{ open = "o" }}\n'
    for kind in DeadlineKind
)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        pytest.param("[pay_by]", "[pay_bye]", r"\[pay_bye\]", id="an unknown kind"),
        pytest.param("{ urgent = 3 }", "{ urgend = 3 }", "urgend", id="an unknown level"),
        pytest.param('{ open = "o" }', "{ }", "open", id="no words at all"),
        pytest.param('"auto"', '"nobody"', "nobody", id="an unknown role"),
        pytest.param("[pay_by]", "[[pay_by]]", r"\[pay_by\]", id="a list in place of a table"),
        pytest.param("closing = false", "closing =", "is not TOML", id="no TOML"),
    ],
)
def test_a_schedule_that_cannot_be_meant_is_refused(old: str, new: str, words: str) -> None:
    """A level nobody knows, or a kind without words, stops the start and says where."""
    with pytest.raises(InputError, match=words):
        parse_schedule(GOOD.replace(old, new, 1), "schedule.toml")


def test_a_kind_without_a_row_is_refused() -> None:
    """A schedule has to speak of every kind."""
    assert set(DeadlineKind) == set(parse_schedule(GOOD, "schedule.toml"))
    with pytest.raises(InputError, match="has no row for not_delivered_refund, protection_end"):
        parse_schedule("", "schedule.toml")
