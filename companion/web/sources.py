"""What the web asks of ingest and of the reminders, and nothing more."""

from __future__ import annotations

from typing import Protocol

from companion.model import Capture, Notice, Receipt


class CaptureIntake(Protocol):
    """Where accepted captures go."""

    async def receive(self, capture: Capture) -> tuple[Receipt, tuple[str, ...]]:
        """Store a capture; the receipt and the hashes of resources not held."""


class NoticeDesk(Protocol):
    """The reminders as the web sees them."""

    @property
    def channel(self) -> str:
        """How notices reach the user: desktop, extension or none."""

    def pending_for_extension(self) -> tuple[Notice, ...]:
        """Notices that only the extension can show now."""

    async def confirm_shown(self, notice_id: str) -> None:
        """Note that the extension showed a notice."""
