"""The notification service of Linux desktops: asked on the session bus whether it is there."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass

logger = logging.getLogger(__name__)

_NAME = "org.freedesktop.Notifications"
_PATH = "/org/freedesktop/Notifications"


@dataclass(frozen=True, slots=True)
class NotificationService:
    """What a service that answered can do."""

    reads_markup: bool
    has_actions: bool


async def find_notification_service(answer_seconds: float) -> NotificationService | None:
    """Ask for the service's abilities; None when there is no bus, no service, or no answer in time."""
    try:
        async with asyncio.timeout(answer_seconds):
            abilities = await _ask_abilities()
    # Part of the notifier's border: a missing bus shows itself in many ways (no address, no socket, a refused
    # login, a closed stream), and all of them mean the same here.
    except Exception as error:  # noqa: BLE001
        logger.info("no desktop notification service: %s", type(error).__name__)
        return None
    if abilities is None:
        return None
    return NotificationService("body-markup" in abilities, "actions" in abilities)


async def _ask_abilities() -> list[str] | None:
    from dbus_fast import Message, MessageType
    from dbus_fast.aio import MessageBus

    bus = MessageBus()
    try:
        await bus.connect()
        reply = await bus.call(
            Message(destination=_NAME, path=_PATH, interface=_NAME, member="GetCapabilities")
        )
    finally:
        bus.disconnect()
    if reply.message_type is not MessageType.METHOD_RETURN or not reply.body:
        return None
    return [str(ability) for ability in reply.body[0]]
