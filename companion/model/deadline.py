"""What follows from the records: the history of an order, its deadlines and the news about them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from companion.model.record import Dispute, Money, Order, Shipment, Statement
from companion.model.words import Certainty, DeadlineKind, DeadlineStatus, Origin, PageKind, Role, Urgency


@dataclass(frozen=True, slots=True)
class SeenStatement:
    """A statement with the captures it rests on.

    `captured_at` is the newest capture that showed this very statement, `first_seen_at` the oldest.
    """

    statement: Statement
    page_kind: PageKind
    capture_id: str
    captured_at: datetime
    first_seen_at: datetime
    time_zone: str | None


@dataclass(frozen=True, slots=True)
class OrderChange:
    """One field of an order that a newer capture showed with another value."""

    order_id: str
    field: str
    before: str | None
    after: str | None
    capture_id: str
    captured_at: datetime


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A field that the two readings of one visit give differently; both are kept as they stood.

    `field` is the path within the record, such as `lines[8200].quantity`.
    """

    field: str
    api_quote: str
    page_quote: str
    page_kind: PageKind
    capture_id: str  # of the page
    captured_at: datetime


@dataclass(frozen=True, slots=True)
class OrderRecord:
    """All that is known of one order: what the engine, the dashboard and the command line read.

    `statements` holds, per kind and place, only the newest; `earlier_statements` the ones they replaced.
    """

    marketplace: str
    order: Order
    shipments: tuple[Shipment, ...]
    disputes: tuple[Dispute, ...]
    statements: tuple[SeenStatement, ...]
    earlier_statements: tuple[SeenStatement, ...]
    changes: tuple[OrderChange, ...]
    last_seen_at: datetime
    capture_ids: tuple[str, ...]  # newest first
    page_capture_id: str | None  # newest capture with a frozen page to look at
    disagreements: tuple[Disagreement, ...] = ()  # between answers and page, until a later visit settles them


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment at which the buyer gains or loses an option, and who says so."""

    order_id: str
    marketplace: str
    kind: DeadlineKind
    role: Role
    status: DeadlineStatus
    reason: str
    earliest_at: datetime | None
    latest_at: datetime | None
    origin: Origin
    certainty: Certainty
    quote: str | None
    rule_id: str | None
    capture_id: str | None
    last_seen_at: datetime | None
    stale: bool
    urgency: Urgency | None
    next_action: str
    amount: Money | None
    seller: str | None


@dataclass(frozen=True, slots=True)
class Notice:
    """One piece of news for the buyer; `notice_id` is the same for the same news, so it is told once."""

    notice_id: str
    marketplace: str
    order_id: str
    title: str
    body: str
    path: str  # dashboard path a click opens
    urgency: Urgency


@dataclass(frozen=True, slots=True)
class CountedProblem:
    """Problems of one field on one page kind, with the one thing the user can do."""

    page_kind: PageKind
    field: str
    count: int
    last_seen_at: datetime
    next_action: str
