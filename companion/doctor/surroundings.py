"""What the checks look at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import msgspec

from companion.client import CompanionClient
from companion.config import Config
from companion.store import Store
from companion.web.pairing_list import Paired, Pairings, read_paired

Progress = Callable[[int, int], None]


class Live(msgspec.Struct, frozen=True):
    """What only the running companion knows of itself."""

    channel: str
    read_only: bool


@dataclass(frozen=True, slots=True)
class Surroundings:
    """One data folder and its companion, at one moment.

    Attributes:
        client: the running companion; None when none answers.
        quick: look at a sample where all would take long.
        progress: told how many stored bytes were read, of how many.
    """

    config: Config
    client: CompanionClient | None
    now: datetime
    quick: bool
    progress: Progress

    def ask_live(self) -> Live | None:
        """Ask the running companion how it is."""
        return self.client.get("/v1/status", Live) if self.client else None

    def list_browsers(self, store: Store) -> tuple[Paired, ...]:
        """List the paired browsers; a running companion heard their reports a moment ago."""
        paired = self.client.get("/v1/pairings", Pairings).pairings if self.client else read_paired(store)
        return tuple(one for one in paired if one.revoked_at is None)
