"""The doctor tells how browsers stand: paired, heard of, of versions that fit, with nothing left in them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from companion import __version__
from companion.doctor import State
from companion.store import BrowserReport, HeardReport, Losses, Pairing, Store
from tests.doctor.conftest import NOW, Look

PAIRING = Pairing("p1", "Firefox on Linux", "moz-extension://1", b"k" * 32, NOW - timedelta(days=30))
NOTHING = Losses(0, 0, 0)
REPORT = BrowserReport(0, None, 0, NOTHING, "Firefox 153.0", __version__)


def add_report(store: Store, minutes_ago: int = 3, **changed: object) -> None:
    """Pair a browser, and let it report."""
    heard_at = NOW - timedelta(minutes=minutes_ago)
    store.add_pairing(replace(PAIRING, last_seen_at=heard_at))
    report = replace(REPORT, **changed)  # type: ignore[arg-type]
    store.browsers.add_report("p1", HeardReport(report, heard_at))


def test_a_browser_that_is_well(store: Store, look: Look) -> None:
    """A paired browser that was heard of, fits and holds nothing is ok in each check."""
    add_report(store)

    assert "Firefox on Linux, last heard 3 min ago" == look("pairings").says
    assert f"Firefox 153.0 with extension {__version__}; protocol 1" == look("browsers").says
    assert "Firefox on Linux: nothing waiting" == look("queue").says
    assert {State.OK} == {look(check).state for check in ("pairings", "browsers", "queue")}


def test_without_a_browser_the_way_to_pair_is_said(store: Store, look: Look) -> None:
    """No pairing warns, and there is nothing to say of versions and queues."""
    assert (State.WARNING, State.SKIPPED, State.SKIPPED) == (
        look("pairings").state,
        look("browsers").state,
        look("queue").state,
    )


def test_a_revoked_browser_does_not_count(store: Store, look: Look) -> None:
    """A browser that was shut out is no browser."""
    add_report(store)
    store.revoke_pairing("p1")

    assert "no browser is paired" == look("pairings").says


def test_a_browser_not_heard_of_for_long_warns(store: Store, look: Look) -> None:
    """After a week without a word something may be wrong."""
    add_report(store, minutes_ago=8 * 24 * 60)
    found = look("pairings")

    assert (State.WARNING, "Firefox on Linux, last heard 8 days ago") == (found.state, found.says)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        (
            {"extension_version": "0.0.9"},
            f"Firefox 153.0 has extension 0.0.9, and the companion is {__version__}",
        ),
        ({"browser": "Firefox 128.3"}, "Firefox 128.3 is older than 140, the oldest that is supported"),
        (
            {"browser": "Microsoft Edge 119"},
            "Microsoft Edge 119 is older than 121, the oldest that is supported",
        ),
    ],
)
def test_versions_that_do_not_fit_warn(
    store: Store, look: Look, changed: dict[str, object], says: str
) -> None:
    """An extension or a browser of a version that does not fit is named."""
    add_report(store, **changed)  # type: ignore[arg-type]
    found = look("browsers")

    assert (State.WARNING, says) == (found.state, found.says)


def test_a_browser_without_a_name_that_is_known_is_no_misfit(store: Store, look: Look) -> None:
    """A browser that calls itself something else is not judged by its number."""
    add_report(store, browser="Unknown browser")

    assert State.OK is look("browsers").state


def test_a_browser_that_has_not_reported_is_asked_to(store: Store, look: Look) -> None:
    """Without a report nothing is claimed of versions or queue."""
    store.add_pairing(PAIRING)

    assert (State.WARNING, State.SKIPPED) == (look("browsers").state, look("queue").state)


@pytest.mark.parametrize(
    ("changed", "state"),
    [
        ({"waiting": 2, "waiting_since": NOW - timedelta(minutes=5)}, State.OK),
        ({"waiting": 2, "waiting_since": NOW - timedelta(hours=3)}, State.WARNING),
        ({"refused": 1}, State.WARNING),
        ({"lost": Losses(9, 0, 0)}, State.OK),
        ({"lost": Losses(0, 0, 1)}, State.FAILED),
        ({"lost": Losses(0, 1, 0)}, State.FAILED),
    ],
)
def test_what_is_left_in_a_browser(
    store: Store, look: Look, changed: dict[str, object], state: State
) -> None:
    """What waits long or was refused warns; what was lost fails."""
    add_report(store, **changed)  # type: ignore[arg-type]
    found = look("queue")

    assert state is found.state
    assert (found.next_action is None) is (state is State.OK)
