"""A store in memory with the face that reminders use; what was told outlives the `Reminders` that told it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from companion.model import Notice, OrderRecord
from companion.reminders.notifiers import NoticeStore

Answer = TypeVar("Answer")


@dataclass
class MemoryNotices:
    """Records to look at, and the notices told, each with its channel."""

    records: tuple[OrderRecord, ...] = ()
    told: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    fails: bool = False

    def order_records(self) -> tuple[OrderRecord, ...]:
        """Every order."""
        if self.fails:
            raise RuntimeError("the store is broken")
        return self.records

    def find_notice_told(self, notice_id: str) -> object | None:
        """How and when a notice was told."""
        return self.told.get(notice_id)

    def add_notice_told(self, notice: Notice, channel: str, told_at: datetime) -> None:
        """Remember a notice as told."""
        self.told.setdefault(notice.notice_id, (channel, told_at))


@dataclass
class ServedMemory:
    """`MemoryNotices` served."""

    store: MemoryNotices

    async def read(self, question: Callable[[NoticeStore], Answer]) -> Answer:
        """Ask."""
        return question(self.store)

    async def write(self, change: Callable[[NoticeStore], Answer]) -> Answer:
        """Change."""
        return change(self.store)
