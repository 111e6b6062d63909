"""Notices through the desktop: D-Bus on Linux, Notification Center on macOS, toasts on Windows."""

from __future__ import annotations

import asyncio
import logging
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from companion.model import Notice, Urgency
from companion.reminders.freedesktop import find_notification_service
from companion.reminders.plain import escape_markup

if TYPE_CHECKING:
    import desktop_notifier

APP_NAME = "Orderproof"

_ANSWER_SECONDS = 4.0
_STAYS_ON_SCREEN = 0  # seconds; the freedesktop word for "until the user closes it"
_LAST_CALLS = frozenset({Urgency.OVERDUE, Urgency.CRITICAL})

# The library writes whole notices into its log, and sellers' names have no place there. It also reports
# failures only there; whether a notice was taken is seen by its `on_dispatched` call.
logging.getLogger("desktop_notifier").setLevel(logging.CRITICAL)


class DesktopNotifier:
    """A `Notifier` on the desktop-notifier library, which is imported when the first question is asked."""

    name = "desktop"

    def __init__(self, *, icon: Path | None = None, answer_seconds: float = _ANSWER_SECONDS) -> None:
        self._icon = icon
        self._answer_seconds = answer_seconds
        self._library: desktop_notifier.DesktopNotifier | None = None
        self._reads_markup = False

    async def is_there(self) -> bool:
        """Whether a service answers now."""
        if sys.platform == "linux":
            service = await find_notification_service(self._answer_seconds)
            self._reads_markup = service is not None and service.reads_markup
            return service is not None
        return await self._has_backend()

    async def _has_backend(self) -> bool:
        """Outside Linux the library falls back to one that shows nothing, and that has no capabilities."""
        try:
            async with asyncio.timeout(self._answer_seconds):
                capabilities = await self._connected().get_capabilities()
        # Part of the notifier's border: each system fails in its own way, and the extension is there anyway.
        except Exception:  # noqa: BLE001
            return False
        return bool(capabilities)

    async def send(self, notice: Notice, on_click: Callable[[], None]) -> bool:
        """Show a notice; a click on it, or on its button, calls `on_click`."""
        dispatched = asyncio.Event()
        loop = asyncio.get_running_loop()

        def mark() -> None:
            loop.call_soon_threadsafe(dispatched.set)

        library = self._connected()
        try:
            async with asyncio.timeout(self._answer_seconds):
                await library.send_notification(self._notification(notice, on_click, mark))
                # The mark is made before the call returns; waiting covers a system that answers on a thread.
                await asyncio.sleep(0)
        except TimeoutError:
            pass
        if not dispatched.is_set():
            await self.close()  # so that the next attempt connects anew
        return dispatched.is_set()

    def _notification(
        self, notice: Notice, on_click: Callable[[], None], on_dispatched: Callable[[], None]
    ) -> desktop_notifier.Notification:
        import desktop_notifier as library

        last_call = notice.urgency in _LAST_CALLS
        return library.Notification(
            title=notice.title,
            message=escape_markup(notice.body) if self._reads_markup else notice.body,
            urgency=library.Urgency.Critical if last_call else library.Urgency.Normal,
            buttons=(library.Button("Open order", on_pressed=on_click, identifier="open"),),
            on_clicked=on_click,
            on_dispatched=on_dispatched,
            timeout=_STAYS_ON_SCREEN,
        )

    def _connected(self) -> desktop_notifier.DesktopNotifier:
        if self._library is None:
            with warnings.catch_warnings():
                # Version 6.2 names an asyncio class at import that Python 3.14 has deprecated.
                warnings.simplefilter("ignore", DeprecationWarning)
                import desktop_notifier as library

            icon = library.Icon(path=self._icon) if self._icon else None
            self._library = library.DesktopNotifier(app_name=APP_NAME, app_icon=icon)
        return self._library

    async def close(self) -> None:
        """Let go of the session bus. Notices stay on the screen; clicks on them are not heard any more."""
        library, self._library = self._library, None
        # The library has no way to disconnect; its Linux backend keeps the connection in `bus`.
        bus = getattr(getattr(library, "_backend", None), "bus", None)
        if bus is not None:
            bus.disconnect()
