"""Pairing: an extension asks, the user compares a code and decides, and no secret is ever sent back."""

from __future__ import annotations

import secrets
import uuid
from collections import deque
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from http import HTTPStatus

from aiohttp import web

from companion.errors import NotFound
from companion.store import Pairing
from companion.web.keys import Clock
from companion.web.refusals import Refusal

PENDING_SECONDS = 180
REQUESTS_PER_WINDOW = 6
WINDOW_SECONDS = 600

# Read aloud and compared by eye: no letters that look like digits or like each other.
_CODE_LETTERS = "ACDEFGHJKLMNPQRTUVWXY3479"


class PairingState(StrEnum):
    """What became of a pairing request."""

    PENDING = "pending"
    APPROVED = "approved"
    REFUSED = "refused"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class PairingRequest:
    """A browser that asked to be paired."""

    pairing_id: str
    name: str
    origin: str
    key: bytes
    code: str
    created_at: datetime
    expires_at: datetime
    state: PairingState


class PairingDesk:
    """Takes one request at a time and keeps what was decided for its extension to ask."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._request: PairingRequest | None = None
        self._asked_at: deque[datetime] = deque()

    def add_request(self, name: str, origin: str, key: bytes) -> PairingRequest:
        """Take a request; the same extension may ask anew and takes its earlier request back."""
        pending = self.find_pending()
        if pending is not None and pending.origin != origin:
            raise _make_too_many(
                "Another browser waits to be paired.", self._seconds_until(pending.expires_at)
            )
        self._count_request()
        now = self._clock()
        self._request = PairingRequest(
            pairing_id=str(uuid.uuid4()),
            name=name,
            origin=origin,
            key=key,
            code=_make_code(),
            created_at=now,
            expires_at=now + timedelta(seconds=PENDING_SECONDS),
            state=PairingState.PENDING,
        )
        return self._request

    def find_pending(self) -> PairingRequest | None:
        """Find the request that waits for the user."""
        waiting = self._request
        if (
            waiting is None
            or waiting.state is not PairingState.PENDING
            or waiting.expires_at <= self._clock()
        ):
            return None
        return waiting

    def find_state(self, pairing_id: str, origin: str) -> PairingState | None:
        """Tell an extension what became of its request; None when there was none of this run."""
        known = self._request
        if known is None or known.pairing_id != pairing_id or known.origin != origin:
            return None
        if known.state is PairingState.PENDING and self.find_pending() is None:
            return PairingState.EXPIRED
        return known.state

    def get_pending(self, pairing_id: str) -> PairingRequest:
        """Get the waiting request by its id.

        Raises:
            NotFound: no such request waits any more.
        """
        pending = self.find_pending()
        if pending is None or pending.pairing_id != pairing_id:
            raise NotFound("This pairing request is over.", "Ask again from the extension.")
        return pending

    def decide(self, decided: PairingRequest, state: PairingState) -> None:
        """Note what the user decided."""
        if self._request is not None and self._request.pairing_id == decided.pairing_id:
            self._request = replace(decided, state=state)

    def _count_request(self) -> None:
        now = self._clock()
        while self._asked_at and self._asked_at[0] <= now - timedelta(seconds=WINDOW_SECONDS):
            self._asked_at.popleft()
        if len(self._asked_at) >= REQUESTS_PER_WINDOW:
            open_at = self._asked_at[0] + timedelta(seconds=WINDOW_SECONDS)
            raise _make_too_many("Too many pairing requests.", self._seconds_until(open_at))
        self._asked_at.append(now)

    def _seconds_until(self, moment: datetime) -> int:
        return max(1, round((moment - self._clock()).total_seconds()))


PAIRING_DESK = web.AppKey("pairing_desk", PairingDesk)


def make_pairing(approved: PairingRequest, now: datetime) -> Pairing:
    """Turn an approved request into the pairing that is kept."""
    return Pairing(
        pairing_id=approved.pairing_id,
        name=approved.name,
        origin=approved.origin,
        key=approved.key,
        created_at=now,
        last_seen_at=None,
        revoked_at=None,
    )


def _make_code() -> str:
    letters = [secrets.choice(_CODE_LETTERS) for _ in range(6)]
    return f"{''.join(letters[:3])}-{''.join(letters[3:])}"


def _make_too_many(message: str, seconds: int) -> Refusal:
    return Refusal(
        HTTPStatus.TOO_MANY_REQUESTS,
        "too_many_pairings",
        message,
        "Wait a few minutes, then ask again.",
        retry_after_seconds=seconds,
    )
