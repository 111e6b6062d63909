"""What matters of an order, whichever of its two readings it came from: no wording, no ids of lines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from companion.model import Order, OrderLine, OrderRecord, OrderState, StatementKind
from companion.store import Store

Amount = tuple[Decimal, str] | None


@dataclass(frozen=True, slots=True)
class Gist:
    """One order; `refund_from` are the days from which its pages let claim a refund."""

    state: OrderState | None
    placed_on: date | None
    paid_on: date | None
    shipped_on: date | None
    completed_on: date | None
    total: Amount
    store_id: str | None
    lines: frozenset[tuple[str | None, str | None, int | None, Amount]]
    parcels: frozenset[str | None]
    refund_from: frozenset[date | None]


def read_gists(store: Store) -> dict[str, Gist]:
    """Read what matters of every order."""
    return {record.order.order_id: _make_gist(record.order, record) for record in store.order_records()}


def _make_gist(order: Order, record: OrderRecord) -> Gist:
    return Gist(
        state=order.state,
        placed_on=order.placed_on,
        paid_on=order.paid_on,
        shipped_on=order.shipped_on,
        completed_on=order.completed_on,
        total=(order.total.amount, order.total.currency) if order.total else None,
        store_id=order.seller.store_id if order.seller else None,
        lines=frozenset(_make_line(line) for line in order.lines),
        parcels=frozenset(shipment.tracking_number for shipment in record.shipments),
        refund_from=frozenset(
            seen.statement.on
            for seen in record.statements
            if seen.statement.kind is StatementKind.REFUND_IF_NOT_DELIVERED_BY
        ),
    )


def _make_line(line: OrderLine) -> tuple[str | None, str | None, int | None, Amount]:
    price = (line.unit_price.amount, line.unit_price.currency) if line.unit_price else None
    return line.product_id, line.title, line.quantity, price
