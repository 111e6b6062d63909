"""Does anything arrive, and is it understood?"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from companion.doctor.finding import Verdict, make_failed, make_ok, make_warning
from companion.doctor.surroundings import Surroundings
from companion.lookout import Lookout
from companion.protection.wording import age_words, count_words, page_words
from companion.store import Store

_STALE = timedelta(days=7)
_AHEAD = timedelta(minutes=5)
_FIRST_YEAR = 2026  # no capture is older than the program


def check_last_capture(around: Surroundings, store: Store) -> Verdict:
    """Something was captured lately, at least while a date of an order runs."""
    newest = store.condition.newest_capture_at()
    if newest is None:
        return make_warning("nothing was captured yet", "Open your orders in the paired browser.")
    running = len(Lookout().look(store.watch, around.now).running)
    says = f"{age_words(newest, around.now)}; {count_words(running, 'order')} with a date that runs"
    if running and around.now - newest > _STALE:
        return make_warning(says, "Open your order list, so that changed dates are seen.")
    return make_ok(says)


def check_unread(around: Surroundings, store: Store) -> Verdict:
    """Every capture was read."""
    unread = store.counts(around.now).unparsed
    if not unread:
        return make_ok("every capture was read")
    says = f"{count_words(unread, 'capture')} still to be read"
    if around.client is not None:
        return make_warning(says, "Wait a moment and look again; if they stay: orderproof reparse")
    return make_warning(says, "Start the companion, or run: orderproof reparse")


def check_problems(_around: Surroundings, store: Store) -> Verdict:
    """Pages that are known were understood; frames that were not are counted by a check of their own."""
    problems = [problem for problem in store.counted_problems() if problem.field != "frame"]
    if not problems:
        return make_ok("every page that is known was understood")
    counts: Counter[str] = Counter()
    for problem in problems:
        counts[page_words(problem.page_kind)] += problem.count
    says = ", ".join(f"{count_words(count, 'problem')} on {page}" for page, count in counts.most_common())
    return make_warning(says, max(problems, key=lambda one: one.count).next_action)


def check_clock(around: Surroundings, store: Store) -> Verdict:
    """The clock of this computer can be right: nothing kept is later than now."""
    if around.now.year < _FIRST_YEAR:
        return make_failed(f"says {around.now:%Y-%m-%d}", "Set the clock; every date depends on it.")
    newest = store.condition.newest_entry_at()
    if newest is not None and newest - around.now > _AHEAD:
        return make_warning(
            f"the journal was written at {newest:%Y-%m-%d %H:%M} UTC, which is still to come",
            "See whether the clock is right now, or was wrong then.",
        )
    ahead = store.condition.count_captured_after(around.now + _AHEAD)
    if ahead:
        return make_warning(
            f"{count_words(ahead, 'capture')} from the future",
            "See whether the clock and its zone are right.",
        )
    return make_ok("nothing that is kept is later than now")
