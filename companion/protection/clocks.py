"""A clock: one claim that an option ends or opens on a day, before anyone asked what it means now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo

from companion.model import Anchor, Certainty, DeadlineKind, Origin, PageKind, StatementKind
from companion.protection.moments import DaySpan, earliest_at, latest_at


@dataclass(frozen=True, slots=True)
class Clock:
    """Who says that something ends or opens, and when.

    Attributes:
        span: the day; None when it counts from an event whose day no page has shown.
        counted_from: the event a period counts from, None for a date that is printed.
        told: the words that say where the date comes from.
        possible: it may not apply, or nobody good says so; never shown as a firm date.
        place: component of the page that said it.
    """

    kind: DeadlineKind
    span: DaySpan | None
    zone: tzinfo | None
    origin: Origin
    certainty: Certainty
    told: str
    last_seen_at: datetime
    counted_from: Anchor | None = None
    statement_kind: StatementKind | None = None
    page_kind: PageKind | None = None
    place: str | None = None
    quote: str | None = None
    rule_id: str | None = None
    capture_id: str | None = None
    possible: bool = False

    @property
    def earliest_at(self) -> datetime | None:
        """The first instant at which the day may have begun; warnings count towards it."""
        return earliest_at(self.span, self.zone) if self.span else None

    @property
    def latest_at(self) -> datetime | None:
        """The instant at which the day is over everywhere that counts."""
        return latest_at(self.span, self.zone) if self.span else None
