"""What a look leaves out is over, and nothing that runs is ever left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from companion import lookout
from companion.config import Config
from companion.lookout import LIVE, Look, look
from companion.model import Deadline, Order, OrderRecord, OrderState, StatementKind
from companion.protection.deadlines import make_deadlines
from companion.store import Sight, Store, open_store
from tests.protection.test_properties import NOWS, records
from tests.store.samples import NOON, ORDER_ID, make_capture, make_parsed, make_statement, take_in

AWAITED = make_parsed(Order(ORDER_ID, state=OrderState.AWAITING_DELIVERY), statements=(make_statement(3),))
CANCELLED = make_parsed(Order(ORDER_ID, state=OrderState.CANCELLED))
ENDED = replace(make_statement(20), kind=StatementKind.PROTECTION_ENDS, quote="Protection ends on Sep 20")
LATER = NOON + timedelta(days=90)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store."""
    with open_store(Config(tmp_path / "data"), clock=lambda: NOON) as opened:
        yield opened


def look_and_note(store: Store, now: datetime) -> Look:
    """Look as the reminders do: what is over is noted."""
    seen = look(store.watch, now)
    store.watch.note_quiet(seen.quiet, seen.at, seen.rules)
    return seen


def find_looked_at(store: Store, now: datetime) -> list[str]:
    """List the orders that a look at this instant works out."""
    rules = look(store.watch, now).rules
    return [sight.record.order.order_id for sight in store.watch.read(now, rules)]


def test_a_cancelled_order_is_looked_at_once(store: Store) -> None:
    """After one look an order that is over is left alone, at that instant and at any later one."""
    take_in(store, make_capture(1), CANCELLED)

    assert () == look_and_note(store, NOON).running
    assert [] == find_looked_at(store, NOON)
    assert [] == find_looked_at(store, LATER)


def test_a_changed_order_is_looked_at_again(store: Store) -> None:
    """A capture that shows an order anew ends the note, whatever it was."""
    take_in(store, make_capture(1), CANCELLED)
    look_and_note(store, NOON)
    take_in(store, make_capture(2), AWAITED)

    assert [ORDER_ID] == [order.record.order.order_id for order in look(store.watch, NOON).running]


def test_a_note_about_an_order_that_has_changed_meanwhile_is_not_kept(store: Store) -> None:
    """A capture that comes between a look and its note wins."""
    take_in(store, make_capture(1), CANCELLED)
    seen = look(store.watch, NOON)
    take_in(store, make_capture(2), AWAITED)
    store.watch.note_quiet(seen.quiet, seen.at, seen.rules)

    assert [ORDER_ID] == find_looked_at(store, NOON)


def test_a_rebuilt_record_is_looked_at_again(store: Store) -> None:
    """Reading everything anew ends every note."""
    take_in(store, make_capture(1), CANCELLED)
    look_and_note(store, NOON)
    store.mark_records_stale()
    store.rebuild_records()

    assert [ORDER_ID] == find_looked_at(store, NOON)


def test_a_clock_that_is_set_back_asks_again(store: Store) -> None:
    """A note made at a wrong, late time of the computer does not silence an earlier, right one."""
    take_in(store, make_capture(1), AWAITED)
    stated = make_parsed(statements=(ENDED,))
    take_in(store, make_capture(2), stated)
    assert () == look_and_note(store, LATER).running

    assert [] == find_looked_at(store, LATER)
    assert [ORDER_ID] == [order.record.order.order_id for order in look(store.watch, NOON).running]


def test_other_rules_ask_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was found to be over by other rules is found anew."""
    take_in(store, make_capture(1), CANCELLED)
    look_and_note(store, NOON)
    monkeypatch.setattr(lookout, "get_fingerprint", lambda: "other rules")

    assert [ORDER_ID] == find_looked_at(store, NOON)


def test_orders_read_before_the_watch_are_watched(store: Store) -> None:
    """The watch of a store counts every order with a record."""
    take_in(store, make_capture(1), AWAITED)
    assert 1 == store.watch.count()
    store.clear_records()
    assert 0 == store.watch.count()


class RecordWatch:
    """A watch over one record, in memory, with the store's promise about notes."""

    def __init__(self, record: OrderRecord) -> None:
        self._record = record
        self._quiet_since: datetime | None = None

    def read(self, now: datetime, _rules: str) -> Iterator[Sight]:
        """Give the record unless it is known to be quiet."""
        if self._quiet_since is None or self._quiet_since > now:
            yield Sight(1, 1, self._record)

    def note(self, seen: Look) -> None:
        """Keep what a look has found."""
        if seen.quiet:
            self._quiet_since = seen.at


def live_of(deadlines: tuple[Deadline, ...]) -> list[Deadline]:
    """Keep the deadlines that still matter."""
    return [deadline for deadline in deadlines if deadline.status in LIVE]


@settings(deadline=None, max_examples=150)
@given(made=records(), instants=st.lists(NOWS, min_size=1, max_size=6))
def test_looks_with_notes_give_what_working_everything_out_gives(
    made: OrderRecord, instants: list[datetime]
) -> None:
    """At any instants, in any order, a look with notes finds the live deadlines that are there."""
    watch = RecordWatch(made)
    for now in instants:
        seen = look(watch, now)
        found = [deadline for order in seen.running for deadline in live_of(order.deadlines)]
        assert live_of(make_deadlines(made, now)) == found
        watch.note(seen)
