"""A bus, a notification service and a store of our own for the reminders' tests."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.reminders.notification_service import NotificationService, SessionBus, find_dbus_daemon


@pytest.fixture
async def session_bus(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[SessionBus]:
    """A private bus that this test's process takes for the session's."""
    if find_dbus_daemon() is None:
        pytest.skip("dbus-daemon is not installed: no notification can be received")
    bus = SessionBus()
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", await bus.start())
    yield bus
    await bus.stop()


@pytest.fixture
async def desktop(session_bus: SessionBus) -> AsyncIterator[NotificationService]:
    """A desktop that shows notifications on the private bus."""
    service = NotificationService()
    await service.start(session_bus.address)
    yield service
    await service.stop()
