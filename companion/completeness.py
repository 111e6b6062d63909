"""How much of what the site counts is kept, and the one next action for what is not.

Only what the site said is told, and only what the buyer can do something about: open orders matter, closed
ones do not nag.
"""

from __future__ import annotations

from datetime import datetime

from companion.marketplaces.tabs import TAB_STATES
from companion.model import (
    Completeness,
    Gap,
    GapKind,
    OrderRecord,
    OrderState,
    SeenCounts,
    SeenList,
    TabCount,
)
from companion.protection.wording import count_words
from companion.store import CoverageLog, Store

# Orders whose own page holds dates that the list does not show.
_OPEN = frozenset({
    OrderState.PROCESSING, OrderState.AWAITING_SHIPMENT, OrderState.AWAITING_DELIVERY, OrderState.DELIVERED,
    OrderState.IN_DISPUTE,
})  # fmt: skip
_STATE_WORDS = {
    "unpaid": "waiting for payment",
    "processing": "waiting to be shipped",
    "shipped": "on their way",
}


def make_completeness(store: Store) -> Completeness:
    """Compare what the site said of its lists with what is kept."""
    tabs = _count_tabs(store.coverage)
    gaps = (
        *(_make_count_gap(tab) for tab in tabs if tab.kept + _count_unclear(store, tab) < tab.counted),
        *(_make_list_gap(one) for one in store.coverage.unfinished_lists()),
        *_make_listed_gaps(store.coverage),
    )
    return Completeness(tabs, gaps)


def _count_unclear(store: Store, tab: TabCount) -> int:
    """Count the kept orders whose state is not understood: each may be one of those the site counts."""
    return store.coverage.count_orders(tab.marketplace, {OrderState.UNKNOWN})


def _count_tabs(log: CoverageLog) -> tuple[TabCount, ...]:
    """Take the newest number of each tab that can be believed."""
    tabs: dict[tuple[str, str], TabCount] = {}
    for seen in log.counts():
        new = [tab for tab in seen.counts if _states(seen, tab) and (seen.marketplace, tab) not in tabs]
        found = [_count_tab(log, seen, tab) for tab in new]
        # A buyer who is logged out is shown zeros, also beside orders that are known to be open.
        if any(seen.counts.values()) or not any(tab.kept for tab in found):
            tabs |= {(tab.marketplace, tab.tab): tab for tab in found}
    return tuple(tabs.values())


def _count_tab(log: CoverageLog, seen: SeenCounts, tab: str) -> TabCount:
    """Compare a number with the orders in its states, and with those that were when the site counted."""
    states = _states(seen, tab)
    moved_on = sum(
        record.order.state not in states and _left(record, states, seen.seen_at)
        for record in log.seen_since(seen.marketplace, seen.seen_at)
    )
    kept = log.count_orders(seen.marketplace, states) + moved_on
    return TabCount(seen.marketplace, tab, kept, seen.counts[tab], seen.seen_at)


def _states(seen: SeenCounts, tab: str) -> frozenset[OrderState]:
    return TAB_STATES.get(seen.marketplace, {}).get(tab, frozenset())


def _left(record: OrderRecord, states: frozenset[OrderState], at: datetime) -> bool:
    """Tell whether an order left these states after an instant."""
    return any(
        change.field == "state" and change.captured_at > at and change.before in states
        for change in record.changes
    )


def _make_count_gap(tab: TabCount) -> Gap:
    words = _STATE_WORDS.get(tab.tab, f"in “{tab.tab}”")
    verb = "is" if 1 in (tab.kept, tab.counted) else "are"
    return Gap(
        GapKind.FEWER_THAN_COUNTED,
        f"{tab.kept} of {count_words(tab.counted, 'order')} {words} {verb} kept.",
        "Open your orders on the site and press View orders until all are shown.",
        tab.seen_at,
    )


def _make_list_gap(seen: SeenList) -> Gap:
    return Gap(
        GapKind.LIST_GOES_ON,
        f"The list went on after the {_ordinal(seen.shown)} order.",
        "Press View orders on the site to keep the rest.",
        seen.seen_at,
    )


def _make_listed_gaps(log: CoverageLog) -> tuple[Gap, ...]:
    count, seen_at = log.only_listed(_OPEN)
    if not count:
        return ()
    was, them, their = ("was", "it", "its") if count == 1 else ("were", "them", "their")
    message = f"{count_words(count, 'open order')} {was} seen in the list only."
    return (Gap(GapKind.ONLY_LISTED, message, f"Open {them} once, so that {their} dates are kept.", seen_at),)


def _ordinal(number: int) -> str:
    """Write a rank.

    >>> [_ordinal(number) for number in (1, 2, 3, 4, 11, 20, 21, 112)]
    ['1st', '2nd', '3rd', '4th', '11th', '20th', '21st', '112th']
    """
    last = 0 if number % 100 in (11, 12, 13) else number % 10
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(last, 'th') }"
