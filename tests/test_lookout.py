"""What a look leaves out is over, and nothing that runs is ever left out."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from companion import lookout
from companion.config import Config
from companion.lookout import LIVE, Look, Lookout
from companion.model import Deadline, Order, OrderRecord, OrderState, StatementKind
from companion.protection.deadlines import make_deadlines, make_standing
from companion.protection.moments import DaySpan, earliest_at
from companion.store import Sight, Store, open_store
from companion.store.schema_2 import WATCH
from tests.protection.made import order, record, seen
from tests.protection.test_properties import NOWS, records
from tests.store.samples import NOON, ORDER_ID, make_capture, make_parsed, make_statement, take_in

AWAITED = make_parsed(Order(ORDER_ID, state=OrderState.AWAITING_DELIVERY), statements=(make_statement(3),))
CANCELLED = make_parsed(Order(ORDER_ID, state=OrderState.CANCELLED))
ENDED = replace(make_statement(20), kind=StatementKind.PROTECTION_ENDS, quote="Protection ends on Sep 20")
SEEN = datetime(2026, 8, 20, 0, tzinfo=UTC)
LATER = NOON + timedelta(days=90)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store."""
    with open_store(Config(tmp_path / "data"), clock=lambda: NOON) as opened:
        yield opened


def look_and_note(store: Store, now: datetime) -> Look:
    """Look as the reminders do: what is over is noted."""
    seen = Lookout().look(store.watch, now)
    store.watch.note_quiet(seen.quiet, seen.at, seen.rules)
    return seen


def find_looked_at(store: Store, now: datetime) -> list[str]:
    """List the orders that a look at this instant works out."""
    rules = Lookout().look(store.watch, now).rules
    sights = store.watch.list_sights(now, rules)
    return [store.watch.get_record(sight.number).order.order_id for sight in sights]


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

    assert [ORDER_ID] == [order.record.order.order_id for order in Lookout().look(store.watch, NOON).running]


def test_a_note_about_an_order_that_has_changed_meanwhile_is_not_kept(store: Store) -> None:
    """A capture that comes between a look and its note wins."""
    take_in(store, make_capture(1), CANCELLED)
    seen = Lookout().look(store.watch, NOON)
    take_in(store, make_capture(2), AWAITED)
    store.watch.note_quiet(seen.quiet, seen.at, seen.rules)

    assert [ORDER_ID] == find_looked_at(store, NOON)


def test_a_rebuilt_record_is_looked_at_again(store: Store) -> None:
    """Reading everything anew ends every note."""
    take_in(store, make_capture(1), CANCELLED)
    look_and_note(store, NOON)
    store.rereading.add(make_capture(1), (CANCELLED,), 2)
    store.rereading.turn_some(1)

    assert [ORDER_ID] == find_looked_at(store, NOON)


def test_a_clock_that_is_set_back_asks_again(store: Store) -> None:
    """A note made at a wrong, late time of the computer does not silence an earlier, right one."""
    take_in(store, make_capture(1), AWAITED)
    stated = make_parsed(statements=(ENDED,))
    take_in(store, make_capture(2), stated)
    assert () == look_and_note(store, LATER).running

    assert [] == find_looked_at(store, LATER)
    assert [ORDER_ID] == [order.record.order.order_id for order in Lookout().look(store.watch, NOON).running]


def test_other_rules_ask_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was found to be over by other rules is found anew."""
    take_in(store, make_capture(1), CANCELLED)
    look_and_note(store, NOON)
    monkeypatch.setattr(lookout, "get_fingerprint", lambda: "other rules")

    assert [ORDER_ID] == find_looked_at(store, NOON)


def test_orders_of_an_older_store_are_watched(tmp_path: Path) -> None:
    """The step that adds the watch has every order that is there looked at, with its day."""
    config = Config(tmp_path / "data")
    placed = Order(ORDER_ID, state=OrderState.AWAITING_DELIVERY, placed_on=date(2026, 7, 1))
    with open_store(config, clock=lambda: NOON) as store:
        take_in(store, make_capture(1), make_parsed(placed, statements=(make_statement(3),)))
    with closing(sqlite3.connect(config.database_path)) as connection:
        connection.execute("DROP TABLE order_watch")
        for statement in WATCH:
            connection.execute(statement)
        connection.commit()
        days = connection.execute("SELECT placed_on FROM order_watch").fetchall()
    with open_store(config, clock=lambda: NOON) as store:
        assert [("2026-07-01",)] == days
        assert [ORDER_ID] == find_looked_at(store, NOON)
        store.clear_records()
        assert 0 == store.watch.count()


class RecordWatch:
    """A watch over one record, in memory, with the store's promise about notes."""

    def __init__(self, record: OrderRecord) -> None:
        self._quiet_since: datetime | None = None
        self._revision = 0
        self.change(record)

    def change(self, record: OrderRecord) -> None:
        """Have another record from now on."""
        self.record = record
        self._revision += 1
        self._quiet_since = None

    def list_sights(self, now: datetime, _rules: str) -> tuple[Sight, ...]:
        """List the order unless it is known to be quiet."""
        is_quiet = self._quiet_since is not None and self._quiet_since <= now
        return () if is_quiet else (Sight(1, self._revision),)

    def get_record(self, _number: int) -> OrderRecord:
        """The record."""
        return self.record

    def note(self, seen: Look) -> None:
        """Keep what a look has found."""
        if seen.quiet:
            self._quiet_since = seen.at


def is_alive(deadlines: tuple[Deadline, ...]) -> bool:
    """Tell whether any of them still matters."""
    return any(deadline.status in LIVE for deadline in deadlines)


# Close together as ticks are, or anywhere.
STEPS = st.lists(st.tuples(NOWS, st.integers(0, 3), st.none() | records()), min_size=2, max_size=8)


@settings(deadline=None, max_examples=300)
@given(first=records(), steps=STEPS)
def test_a_remembering_look_gives_what_working_everything_out_gives(
    first: OrderRecord, steps: list[tuple[datetime, int, OrderRecord | None]]
) -> None:
    """At any instants, in any order, with any changes between them, a look finds exactly what there is."""
    watch, lookout = RecordWatch(first), Lookout()
    for now, minutes, changed in steps:
        if changed is not None:
            watch.change(changed)
        for moment in (now, now + timedelta(minutes=minutes)):
            anew = make_deadlines(watch.record, moment)
            seen = lookout.look(watch, moment)
            assert ([anew] if is_alive(anew) else []) == [order.deadlines for order in seen.running]
            watch.note(seen)


@settings(deadline=None, max_examples=300)
@given(made=records(), now=NOWS, share=st.floats(0, 1, exclude_max=True))
def test_nothing_changes_before_the_instant_that_is_told(
    made: OrderRecord, now: datetime, share: float
) -> None:
    """From now until the change that is told beforehand, the deadlines stay word for word the same."""
    standing = make_standing(made, now)
    until = standing.changes_at or now + timedelta(days=400)
    last = until - timedelta.resolution
    between = now + (last - now) * share
    assert now < until
    for moment in (between, last):
        assert standing.deadlines == make_deadlines(made, moment)


def test_a_look_sees_a_near_day_grow_stale() -> None:
    """A page read four days ago is old enough once its day is less than ten days off, and not before."""
    made = record(order(), seen(StatementKind.REFUND_IF_NOT_DELIVERED_BY, "2026-09-03", captured_at=SEEN))
    near_at = earliest_at(DaySpan(date(2026, 9, 3), date(2026, 9, 3)), None) - timedelta(days=10)
    standing = make_standing(made, near_at)

    assert near_at + timedelta.resolution == standing.changes_at
    assert not standing.deadlines[0].stale
    assert make_deadlines(made, near_at + timedelta.resolution)[0].stale
