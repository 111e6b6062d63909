"""Order records written by hand, in the shape that captures give."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from companion.model import (
    Anchor,
    Milestone,
    Money,
    Order,
    OrderLine,
    OrderRecord,
    OrderState,
    PageKind,
    SeenStatement,
    Seller,
    Shipment,
    Statement,
    StatementKind,
    TrackingEvent,
)

ORDER_ID = "3050001112223334"
PLACED_ON = date(2026, 7, 15)
SEEN_AT = datetime(2026, 9, 7, 12, 0, tzinfo=UTC)


def at(text: str) -> datetime:
    """An instant in UTC: `at("2026-09-20")`, `at("2026-09-20T10:30")`."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def seen(
    kind: StatementKind,
    on: str | None = None,
    *,
    within: tuple[int, Anchor] | None = None,
    page: PageKind = PageKind.ORDER_DETAIL,
    place: str = "services",
    quote: str = "a sentence",
    captured_at: datetime = SEEN_AT,
    zone: str | None = "America/Sao_Paulo",
) -> SeenStatement:
    """A statement of a page, with the capture it rests on."""
    days, after = within or (None, None)
    day = date.fromisoformat(on) if on else None
    statement = Statement(ORDER_ID, kind, day, days, after, quote, place)
    capture_id = f"capture-{page}-{captured_at:%Y%m%d%H%M}"
    return SeenStatement(statement, page, capture_id, captured_at, captured_at, zone)


def parcel(*milestones: tuple[str | None, Milestone], number: str | None = "LX100") -> Shipment:
    """A parcel with scans, newest first; a scan is a time and what happened."""
    events = tuple(
        TrackingEvent(at(when) if when else None, when, None, milestone, milestone.value)
        for when, milestone in milestones
    )
    return Shipment(ORDER_ID, number, "Carrier", None, events)


def order(state: OrderState | None = OrderState.AWAITING_DELIVERY, **fields: object) -> Order:
    """An order of 132.74 BRL at Vega Store, placed on 15 Jul 2026."""
    made = Order(
        ORDER_ID,
        state=state,
        placed_on=PLACED_ON,
        total=Money(Decimal("132.74"), "BRL", "R$132,74"),
        seller=Seller("Vega Store", "9001", None),
        lines=(OrderLine("1", title="Desk lamp"),),
    )
    return replace(made, **fields)  # type: ignore[arg-type]


def record(
    made: Order | None = None,
    *statements: SeenStatement,
    shipments: tuple[Shipment, ...] = (),
    last_seen_at: datetime = SEEN_AT,
) -> OrderRecord:
    """An order with what pages said of it."""
    return OrderRecord(
        marketplace="aliexpress",
        order=made or order(),
        shipments=shipments,
        disputes=(),
        statements=statements,
        earlier_statements=(),
        changes=(),
        last_seen_at=last_seen_at,
        capture_ids=("capture-1",),
        page_capture_id="capture-1",
    )


TRACKING_SAYS = seen(
    StatementKind.REFUND_IF_NOT_DELIVERED_BY,
    "2026-09-03",
    page=PageKind.TRACKING,
    place="guarantee",
    quote="Refund if no delivery before Sep 3, 2026",
)
DETAIL_SAYS = seen(
    StatementKind.REFUND_IF_NOT_DELIVERED_BY,
    "2026-09-04",
    quote="Refund if no delivery before Sep 4, 2026",
)
DISPUTE_SAYS = seen(
    StatementKind.DISPUTE_WITHIN,
    within=(90, Anchor.ORDER_PLACED),
    place="reminder",
    quote="you can open a dispute within 90 days after order was placed.",
)
DELIVERED = parcel(
    ("2026-07-28T21:39", Milestone.DELIVERED), ("2026-07-27T08:00", Milestone.OUT_FOR_DELIVERY)
)
COMPLETED = order(OrderState.COMPLETED, completed_on=date(2026, 7, 28))
SETTLED_RECORD = record(COMPLETED, TRACKING_SAYS, DETAIL_SAYS, DISPUTE_SAYS, shipments=(DELIVERED,))
AWAITED_RECORD = record(order(), TRACKING_SAYS, DETAIL_SAYS, DISPUTE_SAYS)
