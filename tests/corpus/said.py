"""What a store says, without when and by which capture it came to know it: what two ways in must agree on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from companion.model import Deadline, Dispute, Order, OrderRecord, PageKind, Shipment, Statement
from companion.protection.deadlines import make_deadlines
from companion.store import Store

Placed = tuple[PageKind, Statement]


@dataclass(frozen=True, slots=True)
class Said:
    """All that is said of one order.

    Attributes:
        changes: field, value before and value after, oldest first.
        disagreements: field, and what answers and page say of it.
    """

    order: Order
    shipments: tuple[Shipment, ...]
    disputes: tuple[Dispute, ...]
    statements: frozenset[Placed]
    earlier_statements: frozenset[Placed]
    changes: tuple[tuple[str, str | None, str | None], ...]
    disagreements: frozenset[tuple[str, str, str]]
    deadlines: tuple[Deadline, ...]


@dataclass(frozen=True, slots=True)
class Sayings:
    """All that a store says; problems by page kind and field."""

    orders: dict[str, Said]
    problems: frozenset[tuple[PageKind, str]]


def read_sayings(store: Store, now: datetime) -> Sayings:
    """Read what a store says, with the deadlines as they stand at an instant."""
    return Sayings(
        orders={record.order.order_id: _make_said(record, now) for record in store.order_records()},
        problems=frozenset((one.page_kind, one.field) for one in store.counted_problems()),
    )


def _make_said(record: OrderRecord, now: datetime) -> Said:
    return Said(
        order=record.order,
        shipments=record.shipments,
        disputes=record.disputes,
        statements=frozenset((one.page_kind, one.statement) for one in record.statements),
        earlier_statements=frozenset((one.page_kind, one.statement) for one in record.earlier_statements),
        changes=tuple((one.field, one.before, one.after) for one in record.changes),
        disagreements=frozenset((one.field, one.api_quote, one.page_quote) for one in record.disagreements),
        deadlines=tuple(
            replace(one, capture_id=None, last_seen_at=None) for one in make_deadlines(record, now)
        ),
    )
