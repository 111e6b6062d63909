"""Is the site still as it was, and is what it counts kept?"""

from __future__ import annotations

from companion.completeness import make_completeness
from companion.doctor.finding import Verdict, make_failed, make_ok, make_warning
from companion.doctor.surroundings import Surroundings
from companion.drift import find_drifts
from companion.protection.wording import count_words
from companion.store import Store


def check_drift(_around: Surroundings, store: Store) -> Verdict:
    """Pages that used to be understood still are."""
    drifts = find_drifts(store)
    if not drifts:
        return make_ok("every kind of page that used to be understood still is")
    says = " ".join(drift.message for drift in drifts)
    first = drifts[0]
    if first.is_quiet:
        return make_warning(says, first.next_action)
    report = f"For a bug report: orderproof report --kind {first.page_kind}"
    return make_failed(says, f"{first.next_action} {report}")


def check_completeness(_around: Surroundings, store: Store) -> Verdict:
    """What the site counts is kept, and no list went on unseen."""
    completeness = make_completeness(store)
    if completeness.gaps:
        says = " ".join(gap.message for gap in completeness.gaps)
        return make_warning(says, completeness.gaps[0].next_action)
    if not completeness.tabs:
        return make_ok("the site has not counted your orders yet, and no list went on")
    counted = sum(tab.counted for tab in completeness.tabs)
    if not counted:
        return make_ok("the site counts no open order")
    return make_ok(f"{count_words(counted, 'open order')} counted by the site, and kept")
