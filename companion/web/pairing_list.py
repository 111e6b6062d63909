"""Who waits to be paired and who is: what `GET /v1/pairings` answers and `orderproof pair` reads."""

from __future__ import annotations

from datetime import datetime

import msgspec

from companion.store import Pairing


class Waiting(msgspec.Struct, frozen=True):
    """A browser that asks to be paired."""

    id: str
    name: str
    origin: str
    code: str
    created_at: datetime
    expires_at: datetime


class Paired(msgspec.Struct, frozen=True):
    """A browser that was paired; never its key."""

    id: str
    name: str
    origin: str
    created_at: datetime
    last_seen_at: datetime | None
    revoked_at: datetime | None


class Pairings(msgspec.Struct, frozen=True):
    """The waiting request, if any, and all browsers ever paired; also what `pair --list --json` prints."""

    pending: tuple[Waiting, ...]
    pairings: tuple[Paired, ...]


def make_paired(pairing: Pairing) -> Paired:
    """Describe a pairing without its key."""
    return Paired(
        pairing.pairing_id,
        pairing.name,
        pairing.origin,
        pairing.created_at,
        pairing.last_seen_at,
        pairing.revoked_at,
    )
