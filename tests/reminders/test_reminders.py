"""The loop: when it looks, what it does when something breaks, and how the extension takes part."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

import pytest

from companion.model import Notice, OrderRecord
from companion.reminders.notifiers import Channel
from companion.reminders.reminders import Reminders
from tests.protection.made import AWAITED_RECORD, at
from tests.reminders.served_notices import MemoryNotices, ServedMemory

NOW = at("2026-09-01")


@dataclass
class Screen:
    """A notifier without a desktop: what was sent, and whether anybody is there."""

    name: str = "desktop"
    there: bool = True
    takes: bool = True
    breaks: bool = False
    sent: asyncio.Queue[Notice] = field(default_factory=asyncio.Queue)
    clicks: list[Callable[[], None]] = field(default_factory=list)
    probes: int = 0
    closed: bool = False

    async def is_there(self) -> bool:
        """Count the question and answer it."""
        self.probes += 1
        return self.there

    async def send(self, notice: Notice, on_click: Callable[[], None]) -> bool:
        """Take a notice, refuse it, or break."""
        if self.breaks:
            raise OSError("secret of Vega Store")
        if self.takes:
            self.clicks.append(on_click)
            self.sent.put_nowait(notice)
        return self.takes

    async def close(self) -> None:
        """Remember being closed."""
        self.closed = True


@dataclass
class Hands:
    """A clock that tests move."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        """The time."""
        return self.now


async def open_nothing(path: str) -> None:
    """A browser that is not installed."""
    raise OSError(path)


def make(
    store: MemoryNotices, screen: Screen | None, clock: Hands | None = None, tick: float = 60
) -> Reminders:
    """Reminders over a store in memory."""
    return Reminders(ServedMemory(store), screen, clock or Hands(), open_nothing, tick_seconds=tick)


async def logged(caplog: pytest.LogCaptureFixture) -> None:
    """Wait until something was logged."""
    async with asyncio.timeout(10):
        while not caplog.records:
            await asyncio.sleep(0)


def renamed(order_id: str) -> OrderRecord:
    """The awaited order under another id."""
    return replace(AWAITED_RECORD, order=replace(AWAITED_RECORD.order, order_id=order_id))


async def running(reminders: Reminders) -> asyncio.Task[None]:
    """The loop as a task."""
    return asyncio.create_task(reminders.run())


async def ended(task: asyncio.Task[None]) -> None:
    """Cancel the loop and wait until it is gone."""
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_the_loop_looks_at_start_and_when_poked_and_closes_its_channel() -> None:
    """What is urgent at start is told at once; what a capture changes, as soon as it is stored."""
    store, screen = MemoryNotices((AWAITED_RECORD,)), Screen()
    reminders = make(store, screen)
    task = await running(reminders)
    first = await asyncio.wait_for(screen.sent.get(), 10)
    store.records = (AWAITED_RECORD, renamed("777"))
    reminders.poke()
    second = await asyncio.wait_for(screen.sent.get(), 10)
    await ended(task)
    assert [AWAITED_RECORD.order.order_id, "777"] == [first.order_id, second.order_id]
    assert screen.closed


async def test_the_loop_looks_again_by_itself_when_time_goes_on() -> None:
    """Nothing is captured, no browser runs, and a day later the last call comes all the same."""
    store, screen, clock = MemoryNotices((AWAITED_RECORD,)), Screen(), Hands()
    task = await running(make(store, screen, clock, tick=0.01))
    assert "in 1 day" in (await asyncio.wait_for(screen.sent.get(), 10)).title
    clock.now = at("2026-09-02")
    assert "in 16 hours" in (await asyncio.wait_for(screen.sent.get(), 10)).title
    clock.now = at("2026-09-03")
    assert "Claim your refund now" == (await asyncio.wait_for(screen.sent.get(), 10)).title
    await ended(task)


async def test_a_look_that_fails_does_not_end_the_loop(caplog: pytest.LogCaptureFixture) -> None:
    """A broken store costs one look; the error is named without its words."""
    store, screen = MemoryNotices((AWAITED_RECORD,), fails=True), Screen()
    with caplog.at_level(logging.ERROR):
        task = await running(make(store, screen, tick=0.01))
        await logged(caplog)
        store.fails = False
        await asyncio.wait_for(screen.sent.get(), 10)
        await ended(task)
    assert "a look at the orders failed: RuntimeError at list_sights" in caplog.text
    assert "the store is broken" not in caplog.text


@pytest.mark.parametrize(
    "screen",
    [Screen(there=False), Screen(takes=False), Screen(breaks=True), None],
    ids=lambda s: repr(s)[:40],
)
async def test_what_the_desktop_does_not_take_waits_for_the_extension(
    screen: Screen | None, caplog: pytest.LogCaptureFixture
) -> None:
    """Absent, refusing, broken or switched off: the notice waits, is shown once, and is told then."""
    store = MemoryNotices((AWAITED_RECORD,))
    reminders = make(store, screen)
    await reminders.tick()
    waiting = reminders.pending_for_extension()
    assert (Channel.EXTENSION, 1, {}) == (reminders.channel, len(waiting), store.told)
    await reminders.confirm_shown(waiting[0].notice_id)
    await reminders.confirm_shown(waiting[0].notice_id)
    await reminders.tick()
    assert () == reminders.pending_for_extension()
    assert {waiting[0].notice_id: ("extension", NOW)} == store.told
    assert "Vega" not in caplog.text


async def test_before_the_first_look_no_channel_is_promised() -> None:
    """Nobody was asked yet, so nobody is named; a confirmation of nothing changes nothing."""
    store = MemoryNotices()
    reminders = make(store, Screen())
    assert (Channel.NONE, ()) == (reminders.channel, reminders.pending_for_extension())
    await reminders.confirm_shown("unheard of")
    assert {} == store.told


async def test_an_absent_desktop_is_asked_again_later_and_not_at_every_look() -> None:
    """A log-in that comes after the companion's start is found, without a question every minute."""
    screen, clock = Screen(there=False), Hands()
    reminders = make(MemoryNotices((AWAITED_RECORD,)), screen, clock)
    for minute in range(5):
        clock.now = at(f"2026-09-01T00:0{minute}")
        await reminders.tick()
    assert 1 == screen.probes
    screen.there = True
    clock.now = at("2026-09-01T00:05")
    await reminders.tick()
    assert (2, Channel.DESKTOP, 1) == (screen.probes, reminders.channel, screen.sent.qsize())


async def test_a_notice_that_is_no_longer_true_stops_waiting() -> None:
    """A refund that came meanwhile takes its warning with it."""
    store = MemoryNotices((AWAITED_RECORD,))
    reminders = make(store, Screen(there=False))
    await reminders.tick()
    store.records = ()
    await reminders.tick()
    assert () == reminders.pending_for_extension()


async def test_a_store_that_cannot_write_does_not_repeat_a_notice_every_minute() -> None:
    """Without a memory on disk the run's own memory keeps the desktop quiet."""

    class ReadOnly(MemoryNotices):
        def add_notice_told(self, notice: Notice, channel: str, told_at: datetime) -> None:
            raise OSError(notice.notice_id, channel, told_at)

    screen = Screen()
    reminders = make(ReadOnly((AWAITED_RECORD,)), screen)
    with pytest.raises(OSError, match="desktop"):
        await reminders.tick()
    await reminders.tick()
    assert 1 == screen.sent.qsize()


async def test_a_click_that_opens_nothing_ends_nothing(caplog: pytest.LogCaptureFixture) -> None:
    """A browser that does not start is logged, without the order."""
    screen = Screen()
    reminders = make(MemoryNotices((AWAITED_RECORD,)), screen)
    await reminders.tick()
    screen.clicks[0]()
    await logged(caplog)
    assert "could not be opened from its notice: OSError" in caplog.text
    assert AWAITED_RECORD.order.order_id not in caplog.text
    await reminders.close()


async def test_a_test_notice_waits_for_the_extension_where_no_desktop_is() -> None:
    """The extension shows it once, and the store never hears of it."""
    store = MemoryNotices()
    reminders = make(store, Screen(there=False))
    assert Channel.EXTENSION is await reminders.send_test()
    await reminders.tick()
    waiting = reminders.pending_for_extension()
    assert ["Orderproof can reach you"] == [notice.title for notice in waiting]
    await reminders.confirm_shown(waiting[0].notice_id)
    assert ((), {}) == (reminders.pending_for_extension(), store.told)
