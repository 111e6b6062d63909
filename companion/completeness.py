"""How much of what the site counts is kept, and the one next action for what is not.

Only what the site said is told, and only what the buyer can do something about: open orders matter, closed
ones do not nag.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
from companion.store import Store

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


def make_completeness(store: Store, records: Iterable[OrderRecord]) -> Completeness:
    """Compare what the site said of its lists with what is kept."""
    known = tuple(records)
    tabs = _count_tabs(store.coverage.counts(), known)
    gaps = (
        *(_make_count_gap(tab) for tab in tabs if tab.kept < tab.counted),
        *(_make_list_gap(one) for one in store.coverage.unfinished_lists()),
        *_make_listed_gaps(store, known),
    )
    return Completeness(tabs, gaps)


def _count_tabs(counts: Sequence[SeenCounts], records: Sequence[OrderRecord]) -> tuple[TabCount, ...]:
    """Take the newest counts of each marketplace that can be believed."""
    tabs: dict[str, tuple[TabCount, ...]] = {}
    for seen in counts:
        if seen.marketplace not in tabs:
            found = tuple(_count_tab(seen, tab, records) for tab in seen.counts if _states(seen, tab))
            # A buyer who is logged out is shown zeros, also beside orders that are known to be open.
            if any(tab.counted for tab in found) or not any(tab.kept for tab in found):
                tabs[seen.marketplace] = found
    return tuple(tab for found in tabs.values() for tab in found)


def _count_tab(seen: SeenCounts, tab: str, records: Sequence[OrderRecord]) -> TabCount:
    states = _states(seen, tab)
    kept = sum(
        record.marketplace == seen.marketplace and _was_in(record, states, seen.seen_at) for record in records
    )
    return TabCount(seen.marketplace, tab, kept, seen.counts[tab], seen.seen_at)


def _states(seen: SeenCounts, tab: str) -> frozenset[OrderState]:
    return TAB_STATES.get(seen.marketplace, {}).get(tab, frozenset())


def _was_in(record: OrderRecord, states: frozenset[OrderState], at: datetime) -> bool:
    """Tell whether an order is in one of these states, or was when the site counted."""
    return record.order.state in states or any(
        change.field == "state" and change.captured_at > at and change.before in states
        for change in record.changes
    )


def _make_count_gap(tab: TabCount) -> Gap:
    words = _STATE_WORDS.get(tab.tab, f"in “{tab.tab}”")
    verb = "is" if tab.kept == 1 else "are"
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


def _make_listed_gaps(store: Store, records: Sequence[OrderRecord]) -> tuple[Gap, ...]:
    listed = [
        record
        for record in records
        if record.order.state in _OPEN
        and not store.coverage.was_opened(record.marketplace, record.order.order_id)
    ]
    if not listed:
        return ()
    was, them, their = ("was", "it", "its") if len(listed) == 1 else ("were", "them", "their")
    return (
        Gap(
            GapKind.ONLY_LISTED,
            f"{count_words(len(listed), 'open order')} {was} seen in the list only.",
            f"Open {them} once, so that {their} dates are kept.",
            max(record.last_seen_at for record in listed),
        ),
    )


def _ordinal(number: int) -> str:
    """Write a rank.

    >>> [_ordinal(number) for number in (1, 2, 3, 4, 11, 20, 21, 112)]
    ['1st', '2nd', '3rd', '4th', '11th', '20th', '21st', '112th']
    """
    last = 0 if number % 100 in (11, 12, 13) else number % 10
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(last, 'th') }"
