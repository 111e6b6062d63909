"""Notices on a real bus: what a desktop is asked to show, and what a click on it does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace

import pytest

from companion.model import OrderRecord, Seller
from companion.reminders.desktop import DesktopNotifier
from companion.reminders.notifiers import Channel
from companion.reminders.reminders import Reminders
from tests.protection.made import AWAITED_RECORD, ORDER_ID, at
from tests.reminders.notification_service import NotificationService, SessionBus, Silence
from tests.reminders.served_notices import MemoryNotices, ServedMemory

NOW = at("2026-09-01")  # 40 hours before 3 Sep begins in Shanghai
ORDER_PATH = f"/orders/{ORDER_ID}"

Make = Callable[..., Reminders]


class Opened:
    """The dashboard paths that clicks opened."""

    def __init__(self) -> None:
        self.paths: asyncio.Queue[str] = asyncio.Queue()

    async def __call__(self, path: str) -> None:
        """Open a path."""
        await self.paths.put(path)

    async def next_path(self) -> str:
        """Wait for the next click to arrive."""
        return await asyncio.wait_for(self.paths.get(), 10)


@pytest.fixture
def opened() -> Opened:
    """What clicks open."""
    return Opened()


@pytest.fixture
async def make(opened: Opened) -> AsyncIterator[Make]:
    """Reminders over a store, on the session bus of this test; closed when it ends."""
    made: list[Reminders] = []

    def make_reminders(store: MemoryNotices, probe_again_seconds: float = 300) -> Reminders:
        notifier = DesktopNotifier(answer_seconds=0.5)
        served = ServedMemory(store)
        made.append(Reminders(served, notifier, lambda: NOW, opened, probe_again_seconds=probe_again_seconds))
        return made[-1]

    yield make_reminders
    for reminders in made:
        await reminders.close()


async def test_the_desktop_is_asked_once_to_show_an_order_running_out(
    desktop: NotificationService, make: Make
) -> None:
    """Title, product, seller, amount, date and next action reach the desktop, and reach it once."""
    reminders = make(MemoryNotices((AWAITED_RECORD,)))
    await reminders.tick()
    await reminders.tick()
    shown = await desktop.next_shown()
    assert ["Orderproof"] == [each.app_name for each in desktop.shown]
    assert "Not delivered yet: refund due in 1 day" == shown.title
    assert (
        "Desk lamp, Vega Store, 132.74 BRL. Date: 3 Sep 2026. "
        "Check the tracking, do not confirm receipt, and have the claim ready."
    ) == shown.body
    assert {"default": "", "open": "Open order"} == shown.actions
    assert 0 == shown.expires
    assert Channel.DESKTOP is reminders.channel
    assert () == reminders.pending_for_extension()


async def test_a_click_opens_the_order(desktop: NotificationService, make: Make, opened: Opened) -> None:
    """Clicking the notification asks for the dashboard page of its order."""
    await make(MemoryNotices((AWAITED_RECORD,))).tick()
    desktop.click(await desktop.next_shown())
    assert ORDER_PATH == await opened.next_path()


async def test_its_button_opens_the_order(desktop: NotificationService, make: Make, opened: Opened) -> None:
    """Desktops that do not pass on a click still show the button."""
    await make(MemoryNotices((AWAITED_RECORD,))).tick()
    desktop.press(await desktop.next_shown(), "Open order")
    assert ORDER_PATH == await opened.next_path()


async def test_a_restart_does_not_repeat_what_was_told(desktop: NotificationService, make: Make) -> None:
    """The store remembers what was told, so the next run is silent about it."""
    store = MemoryNotices((AWAITED_RECORD,))
    first = make(store)
    await first.tick()
    await first.close()
    await make(store).tick()
    assert 1 == len(desktop.shown)
    assert [("desktop", NOW)] == list(store.told.values())


async def test_without_a_bus_the_notice_waits_for_the_extension(
    monkeypatch: pytest.MonkeyPatch, make: Make
) -> None:
    """No session bus at all: the channel is the extension, and nothing counts as told before it was shown."""
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.delenv("DISPLAY", raising=False)
    store = MemoryNotices((AWAITED_RECORD,))
    reminders = make(store)
    await reminders.tick()
    assert Channel.EXTENSION is reminders.channel
    assert [ORDER_PATH] == [notice.path for notice in reminders.pending_for_extension()]
    assert {} == store.told


@pytest.mark.parametrize("address", ["unix:path=/nonexistent/socket", "nonsense", "unix:"])
async def test_a_broken_bus_address_is_no_bus(
    monkeypatch: pytest.MonkeyPatch, make: Make, address: str
) -> None:
    """An environment left over from another login leads to the extension."""
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    reminders = make(MemoryNotices((AWAITED_RECORD,)))
    await reminders.tick()
    assert (Channel.EXTENSION, 1) == (reminders.channel, len(reminders.pending_for_extension()))


@pytest.mark.usefixtures("session_bus")
async def test_a_bus_without_a_notification_service_is_no_desktop(make: Make) -> None:
    """A bus alone shows nothing to anybody."""
    reminders = make(MemoryNotices((AWAITED_RECORD,)))
    await reminders.tick()
    assert (Channel.EXTENSION, 1) == (reminders.channel, len(reminders.pending_for_extension()))


async def test_a_service_that_never_answers_is_no_desktop(session_bus: SessionBus, make: Make) -> None:
    """Whoever holds the service's name and stays silent is given up within seconds."""
    silence = Silence()
    await silence.start(session_bus.address)
    reminders = make(MemoryNotices((AWAITED_RECORD,)))
    await reminders.tick()
    assert (Channel.EXTENSION, 1) == (reminders.channel, len(reminders.pending_for_extension()))
    await silence.stop()


async def test_when_the_service_dies_the_extension_takes_over_and_hands_back(
    session_bus: SessionBus, make: Make
) -> None:
    """A desktop that vanishes between two notices loses none of them, and gets its place back later."""
    desktop = NotificationService()
    await desktop.start(session_bus.address)
    store = MemoryNotices()
    reminders = make(store, probe_again_seconds=0)
    await reminders.tick()
    assert Channel.DESKTOP is reminders.channel

    await desktop.stop()
    store.records = (AWAITED_RECORD,)
    await reminders.tick()
    assert (Channel.EXTENSION, 1) == (reminders.channel, len(reminders.pending_for_extension()))
    assert {} == store.told

    reborn = NotificationService()
    await reborn.start(session_bus.address)
    await reminders.tick()
    assert (Channel.DESKTOP, ()) == (reminders.channel, reminders.pending_for_extension())
    assert 1 == len(reborn.shown)
    await reborn.stop()


def sold_by(name: str) -> OrderRecord:
    """The awaited order from a seller of another name."""
    return replace(AWAITED_RECORD, order=replace(AWAITED_RECORD.order, seller=Seller(name, None, None)))


@pytest.mark.parametrize(
    ("abilities", "words"),
    [
        pytest.param(("body", "actions", "body-markup"), "A &lt;b&gt;&amp; Co&lt;/b&gt;,", id="markup read"),
        pytest.param(("body", "actions"), "A <b>& Co</b>,", id="plain text"),
    ],
)
async def test_a_sellers_markup_is_shown_and_never_obeyed(
    session_bus: SessionBus, make: Make, abilities: tuple[str, ...], words: str
) -> None:
    """A name with tags looks like a name with tags on every desktop."""
    desktop = NotificationService(abilities=abilities)
    await desktop.start(session_bus.address)
    await make(MemoryNotices((sold_by("A <b>& Co</b>"),))).tick()
    assert words in (await desktop.next_shown()).body
    await desktop.stop()


@pytest.mark.parametrize(
    ("now", "level"),
    [pytest.param("2026-09-01", 1, id="urgent"), pytest.param("2026-09-02", 2, id="critical")],
)
async def test_a_last_call_carries_the_highest_level(
    desktop: NotificationService, opened: Opened, now: str, level: int
) -> None:
    """Critical notices break through a desktop's silence, urgent ones do not."""
    served = ServedMemory(MemoryNotices((AWAITED_RECORD,)))
    reminders = Reminders(served, DesktopNotifier(), lambda: at(now), opened)
    await reminders.tick()
    assert level == (await desktop.next_shown()).urgency
    await reminders.close()


async def test_a_test_notice_arrives_and_is_not_kept(desktop: NotificationService, make: Make) -> None:
    """Asked whether it can reach the user, the companion shows it and tells the store nothing."""
    store = MemoryNotices()
    assert Channel.DESKTOP is await make(store).send_test()
    assert "Orderproof can reach you" == (await desktop.next_shown()).title
    assert {} == store.told
