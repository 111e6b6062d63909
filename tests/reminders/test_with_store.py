"""The promise "told once" kept by the real store, across restarts of the companion."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from companion.config import Config
from companion.model import Capture, PageKind, Parsed, Part, PartRole, Trigger
from companion.reminders.desktop import DesktopNotifier
from companion.reminders.reminders import Reminders
from companion.store import ServedStore
from tests.protection.made import SEEN_AT, TRACKING_SAYS, at, order
from tests.reminders.notification_service import NotificationService

NOW = at("2026-09-01")
BODY = b"{}"
CAPTURE = Capture(
    capture_id="6f1b2c3d-0000-4000-8000-000000000001",
    visit_id="6f1b2c3d-0000-4000-8000-000000000002",
    captured_at=SEEN_AT,
    time_zone="America/Sao_Paulo",
    url="https://www.aliexpress.com/p/tracking/index.html",
    title="Tracking",
    language="en",
    trigger=Trigger.LOAD,
    account=None,
    browser="test",
    extension_version="1.0",
    parts=(Part(PartRole.API, hashlib.sha256(BODY).hexdigest(), "application/json", BODY, size=len(BODY)),),
)
PARSED = Parsed("aliexpress", PageKind.TRACKING, orders=(order(),), statements=(TRACKING_SAYS.statement,))


def clock() -> datetime:
    """Two days before the date."""
    return NOW


async def open_nothing(path: str) -> None:
    """Nobody clicks here."""


@asynccontextmanager
async def run_of(folder: Path) -> AsyncIterator[tuple[ServedStore, Reminders]]:
    """One run of the companion's store and reminders."""
    async with ServedStore(Config(folder), clock=clock) as store:
        reminders = Reminders(store, DesktopNotifier(), clock, open_nothing)
        yield store, reminders
        await reminders.close()


async def test_an_order_in_the_store_is_told_once_across_restarts(
    tmp_path: Path, desktop: NotificationService
) -> None:
    """A stored order near its date reaches the desktop in the first run, and in no later one."""
    async with run_of(tmp_path) as (store, reminders):
        await store.write(lambda writer: writer.add_capture(CAPTURE))
        await store.write(lambda writer: writer.apply_parsed(CAPTURE, (PARSED,)))
        await reminders.tick()
        await reminders.tick()
    async with run_of(tmp_path) as (store, reminders):
        await reminders.tick()
        told = await store.read(lambda reader: reader.told_notices())
    assert ["Not delivered yet: refund due in 1 day"] == [shown.title for shown in desktop.shown]
    assert [("desktop", NOW)] == [(each.channel, each.told_at) for each in told]
