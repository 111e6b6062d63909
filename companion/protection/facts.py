"""What the engine needs to know of an order, read once: how far it got and on which days.

Every fact is three-valued where pages can leave it open: True, False, or None for "no page has said".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo

from companion.model import (
    Anchor,
    Milestone,
    OrderRecord,
    OrderState,
    SeenStatement,
    Shipment,
    StatementKind,
    TrackingEvent,
)
from companion.protection.moments import DaySpan, find_zone, is_plausible, one_day, span_of

# States in which the order is settled and no clock can matter any more.
SETTLED = frozenset({OrderState.CANCELLED, OrderState.CLOSED, OrderState.REFUNDED})

_NOT_SHIPPED = frozenset({OrderState.UNPAID, OrderState.PROCESSING, OrderState.AWAITING_SHIPMENT})
_SHIPPED = frozenset({OrderState.AWAITING_DELIVERY, OrderState.DELIVERED, OrderState.COMPLETED})
_MAY_BE_UNDERWAY = _NOT_SHIPPED - {OrderState.UNPAID} | {OrderState.UNKNOWN, None}
# Carrier scans that only a parcel on its way can have.
_MOVING = frozenset(
    {
        Milestone.ACCEPTED,
        Milestone.IN_TRANSIT,
        Milestone.CUSTOMS,
        Milestone.OUT_FOR_DELIVERY,
        Milestone.DELIVERY_FAILED,
        Milestone.DELIVERED,
        Milestone.RETURNED,
    }
)
_DELIVERY_LIMITS = frozenset({StatementKind.REFUND_IF_NOT_DELIVERED_BY, StatementKind.PROTECTION_ENDS})
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Facts:
    """One order as the engine sees it. The spans are None while no page has shown the day."""

    record: OrderRecord
    statements: tuple[SeenStatement, ...]
    state: OrderState | None
    zone: tzinfo | None
    parcels: int
    parcels_delivered: int
    delivered: bool
    delivered_on: DaySpan | None
    delivered_day: date | None  # the same, as the buyer reads it on the page
    shipped: bool | None
    underway: bool
    dispute_open: bool
    disputed_lines: int | None  # None: the whole order
    anchors: dict[Anchor, DaySpan | None]
    estimated_on: DaySpan | None
    delivery_time_over_on: DaySpan | None

    @property
    def settled(self) -> bool:
        """Whether the order ended without goods or with the money back."""
        return self.state in SETTLED

    @property
    def completed(self) -> bool:
        """Whether the site counts the order as received."""
        return self.state is OrderState.COMPLETED

    @property
    def finished(self) -> bool:
        """Whether the site will not move this order on by itself."""
        return self.settled or self.completed


def read_facts(record: OrderRecord) -> Facts:
    """Everything the clocks and conditions ask about an order."""
    zone = _newest_zone(record)
    parcels = _parcels(record)
    scans = [scan for parcel in parcels if (scan := _delivered_scan(parcel)) is not None]
    state, statements = record.order.state, _statements(record)
    arrived = state is OrderState.DELIVERED or (bool(scans) and len(scans) == len(parcels))
    delivered_at = max((scan.at for scan in scans if scan.at is not None), default=None)
    delivered_on = _plausible_span(delivered_at, zone)
    shipped = _is_shipped(record)
    return Facts(
        record=record,
        statements=statements,
        state=state,
        zone=zone,
        parcels=len(parcels),
        parcels_delivered=len(scans),
        # A completed order with one scan counts as delivered: the site closed the other parcels too.
        delivered=arrived or (bool(scans) and state is OrderState.COMPLETED),
        delivered_on=delivered_on,
        # Times of an unknown zone are kept as if in UTC, so there the day is the one that was shown.
        delivered_day=delivered_at.astimezone(zone or UTC).date() if delivered_at and delivered_on else None,
        shipped=shipped,
        underway=state is OrderState.AWAITING_DELIVERY or (shipped is True and state in _MAY_BE_UNDERWAY),
        dispute_open=state is OrderState.IN_DISPUTE or any(not one.is_closed for one in record.disputes),
        disputed_lines=_disputed_lines(record),
        anchors=_anchors(record, delivered_on, zone),
        estimated_on=_estimated_on(record),
        delivery_time_over_on=_delivery_time_over_on(statements),
    )


def _statements(record: OrderRecord) -> tuple[SeenStatement, ...]:
    """The newest statement of each place; beside one without a date the last dated one of that place.

    A sentence whose date could not be read must not make the date read before it disappear.
    """
    dated: dict[tuple[str, str, str], SeenStatement] = {}
    for seen in sorted(record.earlier_statements, key=lambda seen: seen.captured_at):
        if _is_dated(seen):
            dated[_spot(seen)] = seen
    blank = {_spot(seen) for seen in record.statements} - {
        _spot(seen) for seen in record.statements if _is_dated(seen)
    }
    return (*record.statements, *(dated[spot] for spot in sorted(blank & dated.keys())))


def _is_dated(seen: SeenStatement) -> bool:
    return seen.statement.on is not None or seen.statement.within_days is not None


def _spot(seen: SeenStatement) -> tuple[str, str, str]:
    return (seen.statement.kind.value, seen.page_kind.value, seen.statement.place)


def _parcels(record: OrderRecord) -> list[Shipment]:
    """Each parcel once: a page that names a number and no events adds a parcel only if the number is new."""
    scanned = [parcel for parcel in record.shipments if parcel.events]
    numbers = {parcel.tracking_number for parcel in scanned}
    if None in numbers:  # the scanned parcel without a number may be the very one that is only named
        return scanned
    named = {parcel.tracking_number: parcel for parcel in record.shipments if parcel.tracking_number}
    return scanned + [parcel for number, parcel in named.items() if number not in numbers]


def _newest_zone(record: OrderRecord) -> tzinfo | None:
    newest = sorted(record.statements, key=lambda seen: seen.captured_at, reverse=True)
    zones = (find_zone(seen.time_zone) for seen in newest)
    return next((zone for zone in zones if zone is not None), None)


def _delivered_scan(parcel: Shipment) -> TrackingEvent | None:
    """The newest signed scan, unless the parcel went back to its sender after it."""
    scans = [event for event in parcel.events if event.milestone is Milestone.DELIVERED]
    if not scans:
        return None
    newest = max(scans, key=lambda event: event.at or _LONG_AGO)
    returns = [event.at for event in parcel.events if event.milestone is Milestone.RETURNED and event.at]
    sent_back = newest.at is not None and any(at > newest.at for at in returns)
    return None if sent_back else newest


def _plausible_span(instant: datetime | None, zone: tzinfo | None) -> DaySpan | None:
    if instant is None or not is_plausible(DaySpan(instant.date(), instant.date())):
        return None
    return span_of(instant, zone)


def _is_shipped(record: OrderRecord) -> bool | None:
    order = record.order
    moving = any(event.milestone in _MOVING for parcel in record.shipments for event in parcel.events)
    if order.state in _SHIPPED or order.shipped_on is not None or moving:
        return True
    return False if order.state in _NOT_SHIPPED else None


def _disputed_lines(record: OrderRecord) -> int | None:
    """How many products the open disputes name, where that may not be all of them."""
    named = {dispute.line_id for dispute in record.disputes if not dispute.is_closed}
    if not named or None in named:
        return None
    # Only pages of orders list every product: a list of returns shows what goes back and no more.
    are_all_known = record.order.state is not None and bool(record.order.lines)
    return None if are_all_known and len(named) >= len(record.order.lines) else len(named)


def _anchors(
    record: OrderRecord, delivered_on: DaySpan | None, zone: tzinfo | None
) -> dict[Anchor, DaySpan | None]:
    order = record.order
    disputes = [dispute.opened_at for dispute in record.disputes if dispute.opened_at is not None]
    return {
        Anchor.ORDER_PLACED: _day(order.placed_on),
        Anchor.ORDER_PAID: _day(order.paid_on),
        Anchor.SHIPPED: _day(order.shipped_on),
        Anchor.DELIVERED: delivered_on,
        Anchor.ORDER_COMPLETED: _day(order.completed_on),
        Anchor.DISPUTE_OPENED: _plausible_span(max(disputes, default=None), zone),
    }


def _day(day: date | None) -> DaySpan | None:
    return one_day(day) if day is not None else None


def _estimated_on(record: OrderRecord) -> DaySpan | None:
    """The last day of the earliest estimate any parcel carries."""
    days = [parcel.estimated_delivery.end for parcel in record.shipments if parcel.estimated_delivery]
    return _day(min(days, default=None))


def _delivery_time_over_on(statements: Iterable[SeenStatement]) -> DaySpan | None:
    """The earliest day on which a page says that waiting ends."""
    days = [
        seen.statement.on
        for seen in statements
        if seen.statement.kind in _DELIVERY_LIMITS and seen.statement.on is not None
    ]
    return _day(min(days, default=None))
