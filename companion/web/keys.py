"""What the handlers find in their application and on their request."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from aiohttp import web

from companion.config import Settings
from companion.lookout import Lookout
from companion.store import ServedStore
from companion.web.sources import CaptureIntake, NoticeDesk


class Access(Enum):
    """Who may call a route; the guard holds it before the handler runs."""

    HELLO = "anyone on this computer"
    PAIRING = "an extension that is not paired yet"
    BEARER = "a paired extension, or a command of this user"
    LOCAL = "a command of this user"
    LINK = "whoever holds a one-use link"
    STATIC = "a page of ours"
    SESSION = "a browser with a dashboard session"


@dataclass(frozen=True, slots=True)
class Ports:
    """Where the two applications listen."""

    web: int
    archive: int


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one caller, or all together, may ask for.

    Attributes:
        head_seconds: a connection without a complete request head is closed after this.
        body_seconds: a body that is not complete by then is refused.
        bodies: bodies that may be in flight at once; more than a few browsers send together.
        body_bytes: memory all bodies in flight may take together.
        connections: open connections of one application.
    """

    head_seconds: float = 30.0
    body_seconds: float = 30.0
    bodies: int = 24
    body_bytes: int = 96 * 1024 * 1024
    connections: int = 128


@dataclass(frozen=True, slots=True)
class Caller:
    """Who sent an authenticated request: a pairing, or a command of this user."""

    pairing_id: str | None

    @property
    def is_local(self) -> bool:
        """True for a command that read the key of this run from the data folder."""
        return self.pairing_id is None


Clock = Callable[[], datetime]

PORTS = web.AppKey("ports", Ports)
LIMITS = web.AppKey("limits", Limits)
CLOCK: web.AppKey[Clock] = web.AppKey("clock")
STORE: web.AppKey[ServedStore] = web.AppKey("store")
INTAKE: web.AppKey[CaptureIntake] = web.AppKey("intake")
LOOKOUT = web.AppKey("lookout", Lookout)
NOTICES: web.AppKey[NoticeDesk] = web.AppKey("notices")
LOCAL_KEY = web.AppKey("local_key", str)
ACCESS: web.AppKey[Mapping[web.AbstractRoute, Access]] = web.AppKey("access")
SETTINGS = web.AppKey("settings", Settings)
ARCHIVE_PATH = web.AppKey("archive_path", str)

CALLER = web.RequestKey("caller", Caller)
