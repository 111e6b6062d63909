"""What the extension records and the companion acknowledges."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from companion.model.words import PartRole, Trigger


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of a capture, named by the SHA-256 of its bytes.

    `body` is None for a resource, whose bytes travel apart, and `sha256` is None for a resource
    that could not be had (`unavailable` says why).
    """

    role: PartRole
    sha256: str | None
    media_type: str
    body: bytes | None = None
    url: str | None = None
    request: str | None = None  # api: the request's data, as the page sent it, secrets stripped
    transport: str | None = None  # api: fetch | xhr | jsonp
    frame_id: str | None = None  # page, api: index path of the frame, "0" for the top document
    size: int | None = None  # bytes
    fetched_at: datetime | None = None  # resource: when the extension fetched it; api: when it arrived
    lazy: bool = False  # resource: on the page, but not yet scrolled to
    unavailable: str | None = None


@dataclass(frozen=True, slots=True)
class Capture:
    """One act of recording a page."""

    capture_id: str
    visit_id: str
    captured_at: datetime
    time_zone: str | None
    url: str
    title: str
    language: str | None
    trigger: Trigger
    account: str | None
    browser: str
    extension_version: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Receipt:
    """The companion's word that a capture is on disk, fsync'd and in the journal."""

    capture_id: str
    journal_number: int
    journal_hash: str
    received_at: datetime
