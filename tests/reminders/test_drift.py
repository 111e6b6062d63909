"""A change of the site is told once, like a date that comes near."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from companion.model import PageKind, SeenDrift, Source
from tests.protection.made import at
from tests.reminders.served_notices import MemoryFields, MemoryNotices
from tests.reminders.test_reminders import Screen, make

DRIFT = SeenDrift(
    *("aliexpress", PageKind.ORDER_LIST, Source.API, "site_state"),
    since=at("2026-08-30"),
    last_good_at=at("2026-08-29"),
    visits=3,
    capture_id="c",
    is_covered=False,
)


async def look(store: MemoryNotices) -> list[str]:
    """Look once with a fresh loop, as after a restart, and give what was told."""
    screen = Screen()
    await make(store, screen).tick()
    return [screen.sent.get_nowait().body for _ in range(screen.sent.qsize())]


async def test_a_change_of_the_site_is_told_once() -> None:
    """The news is told with what to do, and neither further visits nor a restart tell it again."""
    store = MemoryNotices(fields=MemoryFields((DRIFT,)))
    [told] = await look(store)
    store.fields.drifts = (replace(DRIFT, visits=9, since=DRIFT.since - timedelta(hours=1)),)

    assert told.startswith("Order lists: the order's state can no longer be read since")
    assert "run orderproof reparse" in told
    assert [] == await look(store)


async def test_the_next_change_is_news_again() -> None:
    """What broke anew after it had been read again is told again."""
    store = MemoryNotices(fields=MemoryFields((DRIFT,)))
    await look(store)
    store.fields.drifts = (replace(DRIFT, last_good_at=at("2026-08-31"), since=at("2026-08-31")),)

    assert 1 == len(await look(store))


async def test_a_change_that_costs_nothing_calls_nobody() -> None:
    """Where the answers still say what the page lost, no notice appears."""
    covered = replace(DRIFT, source=Source.PAGE, is_covered=True)

    assert [] == await look(MemoryNotices(fields=MemoryFields((covered,))))
