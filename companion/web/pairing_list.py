"""Who waits to be paired and who is: what `GET /v1/pairings` answers and `orderproof pair` reads."""

from __future__ import annotations

from datetime import datetime

import msgspec

from companion.protection.wording import age_words, count_words
from companion.store import BrowserReport, HeardReport, Pairing, Store

_NEVER = "never heard of since it was paired"


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
    last_report: HeardReport | None = None

    @property
    def heard_at(self) -> datetime | None:
        """When this browser was last heard of, in whichever way."""
        heard = (self.last_seen_at, self.last_report.heard_at if self.last_report else None)
        return max((moment for moment in heard if moment), default=None)


class Pairings(msgspec.Struct, frozen=True):
    """The waiting request, if any, and all browsers ever paired; also what `pair --list --json` prints."""

    pending: tuple[Waiting, ...]
    pairings: tuple[Paired, ...]


def make_paired(pairing: Pairing, last_report: HeardReport | None = None) -> Paired:
    """Describe a pairing without its key, and what the browser last said of itself."""
    return Paired(
        pairing.pairing_id,
        pairing.name,
        pairing.origin,
        pairing.created_at,
        pairing.last_seen_at,
        pairing.revoked_at,
        last_report,
    )


def read_paired(store: Store) -> tuple[Paired, ...]:
    """List all browsers ever paired, as the store has them."""
    reports = store.browsers.reports()
    return tuple(make_paired(one, reports.get(one.pairing_id)) for one in store.list_pairings())


def make_browser_words(paired: Paired, now: datetime) -> str:
    """Say what a browser holds, which versions it has and when it was heard of.

    >>> from datetime import UTC
    >>> paired = Paired("1", "Firefox", "", datetime(2026, 8, 1, tzinfo=UTC), None, None)
    >>> make_browser_words(paired, datetime(2026, 8, 2, tzinfo=UTC))
    'never heard of since it was paired'
    """
    report = paired.last_report.report if paired.last_report else None
    return ", ".join((*(make_queue_words(report, now) if report else ()), make_about_words(paired, now)))


def make_about_words(paired: Paired, now: datetime) -> str:
    """Say which versions a browser has, as far as it told, and when it was heard of."""
    report = paired.last_report.report if paired.last_report else None
    versions = (report.browser, f"extension {report.extension_version}") if report else ()
    heard = f"last heard {age_words(paired.heard_at, now)}" if paired.heard_at else _NEVER
    return ", ".join((*versions, heard))


def make_queue_words(report: BrowserReport, now: datetime) -> tuple[str, ...]:
    """Say what has not come over yet, what was refused and what was lost."""
    oldest = f", the oldest from {age_words(report.waiting_since, now)}" if report.waiting_since else ""
    pages = report.lost.orders + report.lost.listings
    said = (
        f"{count_words(report.waiting, 'capture')} waiting{oldest}" if report.waiting else "",
        f"{report.refused} refused" if report.refused else "",
        f"{count_words(pages, 'page')} lost for want of room" if pages else "",
        f"{count_words(report.lost.images, 'picture')} lost for want of room" if report.lost.images else "",
    )
    return tuple(words for words in said if words) or ("nothing waiting",)
