"""What each paired browser last said of itself: what waits there, and which versions it has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import msgspec

from companion.store.database import Database
from companion.store.instants import to_instant, to_micros
from companion.store.rows import blob, text, whole


@dataclass(frozen=True, slots=True)
class Losses:
    """What a browser had no room for, since its user last looked."""

    images: int
    listings: int
    orders: int


@dataclass(frozen=True, slots=True)
class BrowserReport:
    """What a browser holds that the companion does not have yet.

    Attributes:
        waiting_since: when the oldest capture that waits was taken.
        refused: captures the companion would not take, kept in the browser until their user decides.
    """

    waiting: int
    waiting_since: datetime | None
    refused: int
    lost: Losses
    browser: str
    extension_version: str


@dataclass(frozen=True, slots=True)
class HeardReport:
    """A report, and when it came."""

    report: BrowserReport
    heard_at: datetime


_decode = msgspec.json.Decoder(BrowserReport).decode


class Browsers:
    """The last report of each pairing."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add_report(self, pairing_id: str, heard: HeardReport) -> None:
        """Keep a report in the place of the one before."""
        with self._database.transaction():
            self._database.execute(
                "INSERT INTO browser_reports (pairing_id, reported_at, report) VALUES (?, ?, ?)"
                " ON CONFLICT (pairing_id) DO UPDATE SET reported_at = excluded.reported_at,"
                " report = excluded.report",
                (pairing_id, to_micros(heard.heard_at), msgspec.json.encode(heard.report)),
            )

    def reports(self) -> Mapping[str, HeardReport]:
        """Read the last report of each pairing, by its id."""
        rows = self._database.rows("SELECT pairing_id, reported_at, report FROM browser_reports")
        return {
            text(pairing_id): HeardReport(_decode(blob(report)), to_instant(whole(reported_at)))
            for pairing_id, reported_at, report in rows
        }
