"""A store in memory with the face that reminders use; what was told outlives the `Reminders` that told it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from companion.model import Notice, OrderRecord, SeenDrift
from companion.reminders.notifiers import NoticeStore
from companion.store import Sight

Answer = TypeVar("Answer")


@dataclass
class MemoryFields:
    """What is no longer understood."""

    drifts: tuple[SeenDrift, ...] = ()

    def find_drifts(self) -> tuple[SeenDrift, ...]:
        """Give it."""
        return self.drifts


@dataclass
class MemoryNotices:
    """Records to look at, and the notices told, each with its channel."""

    records: tuple[OrderRecord, ...] = ()
    fields: MemoryFields = field(default_factory=MemoryFields)
    told: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    fails: bool = False

    quiet: set[int] = field(default_factory=set)

    @property
    def watch(self) -> MemoryNotices:
        """The orders to look at; the same object, which is small enough for both."""
        return self

    def list_sights(self, _now: datetime, _rules: str) -> tuple[Sight, ...]:
        """Every order, also the quiet ones: what was noted must not matter to what is told."""
        if self.fails:
            raise RuntimeError("the store is broken")
        return tuple(Sight(number, id(record)) for number, record in enumerate(self.records))

    def get_record(self, number: int) -> OrderRecord:
        """One of the orders."""
        return self.records[number]

    def note_quiet(self, sights: Iterable[Sight], _since: datetime, _rules: str) -> None:
        """Remember the orders that are over."""
        self.quiet.update(number for number, _ in sights)

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
