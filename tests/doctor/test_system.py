"""The doctor tells how warnings reach the user, and whether what the program stands on is new enough."""

from __future__ import annotations

import asyncio
import sqlite3

import pytest

from companion.doctor import State
from companion.store import Store
from tests.doctor.conftest import Look
from tests.doctor.test_browsers import add_report
from tests.reminders.notification_service import NotificationService, SessionBus


def test_without_a_desktop_the_channel_is_said(
    store: Store, look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no service answers, the extension shows warnings; without a browser nobody does."""
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
    assert "neither the desktop nor a paired browser can show them" == look("notifications").says
    add_report(store)
    found = look("notifications")

    assert (State.WARNING, True) == (found.state, "the extension shows them" in found.says)


async def test_a_notification_service_is_found(
    store: Store, look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A service that answers on the session bus is the channel."""
    bus, desktop = SessionBus(), NotificationService()
    try:
        address = await bus.start()
        await desktop.start(address)
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        found = await asyncio.to_thread(look, "notifications")
    finally:
        await desktop.stop()
        await bus.stop()

    assert (State.OK, "the desktop shows them, also with the browser closed") == (found.state, found.says)


def test_versions_are_named(look: Look) -> None:
    """What the program stands on is told by version."""
    found = look("versions")

    assert (State.OK, True) == (found.state, f"SQLite {sqlite3.sqlite_version}" in found.says)


def test_an_old_sqlite_fails(look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    """A SQLite that is too old for the store is named."""
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 31, 0))
    found = look("versions")

    assert (State.FAILED, "Needed: SQLite 3.38 or newer. Install Orderproof anew.") == (
        found.state,
        found.next_action,
    )


def test_start_at_login_is_not_claimed(look: Look) -> None:
    """What is not there yet is said, with what to do instead."""
    found = look("start_at_login")

    assert (State.WARNING, True) == (found.state, "orderproof serve" in (found.next_action or ""))
