"""The channels a notice can take, and what reminders need from the rest of the companion."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from enum import StrEnum
from typing import Protocol, TypeVar

from companion.drift import DriftSource
from companion.lookout import SightSource
from companion.model import Notice
from companion.store import Sight

Answer = TypeVar("Answer")


class Channel(StrEnum):
    """Where notices appear at the moment."""

    DESKTOP = "desktop"
    EXTENSION = "extension"
    NONE = "none"


class Notifier(Protocol):
    """A way to show a notice outside the browser."""

    @property
    def name(self) -> str:
        """The word kept with each notice told through it."""
        ...

    async def is_there(self) -> bool:
        """Whether somebody answers who can show notices; asks anew each time, and never raises."""
        ...

    async def send(self, notice: Notice, on_click: Callable[[], None]) -> bool:
        """Show a notice; False when nobody took it."""
        ...

    async def close(self) -> None:
        """Let go of the connection."""
        ...


class NoticeWatch(SightSource, Protocol):
    """The orders to look at, and those that need no more looks."""

    def note_quiet(self, sights: Iterable[Sight], since: datetime, rules: str) -> None:
        """Keep that nothing runs for these orders."""
        ...


class NoticeStore(DriftSource, Protocol):
    """The part of the store that reminders use."""

    @property
    def watch(self) -> NoticeWatch:
        """The orders for which something may run."""
        ...

    def find_notice_told(self, notice_id: str) -> object | None:
        """Something when this news was told before, None otherwise."""
        ...

    def add_notice_told(self, notice: Notice, channel: str, told_at: datetime) -> None:
        """Keep that this news was told; telling it twice is no error."""
        ...


class ServedNotices(Protocol):
    """The store as it is served: reads beside each other, writes one after the other."""

    async def read(self, question: Callable[[NoticeStore], Answer]) -> Answer:
        """Ask the store."""
        ...

    async def write(self, change: Callable[[NoticeStore], Answer]) -> Answer:
        """Change the store; durable on return."""
        ...
