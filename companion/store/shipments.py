"""Pure: the parcels of an order, known so far, with what a newer page shows of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from companion.model import Shipment, TrackingEvent
from companion.store.changes import Changes

_FIELDS = ("carrier", "estimated_delivery")
_BEFORE_ALL = datetime.min.replace(tzinfo=UTC)


def merge_shipments(
    known: tuple[Shipment, ...], shown: tuple[Shipment, ...], changes: Changes
) -> tuple[Shipment, ...]:
    """Bring parcels up to date by their tracking number; new ones are added behind."""
    merged = {shipment.tracking_number: shipment for shipment in known}
    for shipment in shown:
        before = merged.get(shipment.tracking_number) or replace(
            shipment, carrier=None, estimated_delivery=None, events=()
        )
        merged[shipment.tracking_number] = _merge(before, shipment, changes)
    return _without_shadow(tuple(merged.values()))


def _merge(known: Shipment, shown: Shipment, changes: Changes) -> Shipment:
    path = f"shipments[{shown.tracking_number or ''}]."
    events = unite_events(known.events, shown.events)
    if events:
        before = known.events[0].milestone.value if known.events else None
        changes.note(f"{path}milestone", before, events[0].milestone.value)
    return replace(changes.merge(known, shown, _FIELDS, path), events=events)


def unite_events(
    known: tuple[TrackingEvent, ...], shown: tuple[TrackingEvent, ...]
) -> tuple[TrackingEvent, ...]:
    """Take the newer list as it stands and add what it has dropped, newest first."""
    names = {name for event in shown for name in _names(event)}
    dropped = tuple(event for event in known if names.isdisjoint(_names(event)))
    if not dropped:
        return shown
    return tuple(sorted((*shown, *dropped), key=lambda event: event.at or _BEFORE_ALL, reverse=True))


def _names(event: TrackingEvent) -> tuple[tuple[object, str], ...]:
    """Name an event by its text and, so that another language does not double it, by its code."""
    by_text = (event.at or event.at_text, f"text {event.text}")
    return (by_text, (event.at, f"code {event.code}")) if event.at and event.code else (by_text,)


def _without_shadow(shipments: tuple[Shipment, ...]) -> tuple[Shipment, ...]:
    """Drop a parcel seen before it had a number, once a numbered one tells all that it told."""
    numbered = [shipment for shipment in shipments if shipment.tracking_number is not None]
    names = {name for shipment in numbered for event in shipment.events for name in _names(event)}
    return tuple(
        shipment
        for shipment in shipments
        if shipment.tracking_number is not None
        or not numbered
        or any(names.isdisjoint(_names(event)) for event in shipment.events)
    )
