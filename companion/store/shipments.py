"""Pure: the parcels of an order, known so far, with what a newer page shows of them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from companion.model import Shipment, Source, TrackingEvent
from companion.store.changes import Changes

_FIELDS = ("carrier", "estimated_delivery")
_BEFORE_ALL = datetime.min.replace(tzinfo=UTC)
_ONE_DAY = timedelta(days=1)


def merge_shipments(
    known: tuple[Shipment, ...], shown: tuple[Shipment, ...], changes: Changes
) -> tuple[Shipment, ...]:
    """Bring parcels up to date by their tracking number; new ones are added behind."""
    if _is_one_parcel(known, shown):
        number = shown[0].tracking_number
        changes.rename("shipments[].", f"shipments[{number}].")
        known = (replace(known[0], tracking_number=number),)
    merged = {shipment.tracking_number: shipment for shipment in known}
    for shipment in align_shipments(known, shown) if changes.source is Source.PAGE else shown:
        before = merged.get(shipment.tracking_number) or replace(
            shipment, carrier=None, estimated_delivery=None, events=()
        )
        merged[shipment.tracking_number] = _merge(before, shipment, changes)
    return _without_shadow(tuple(merged.values()))


def align_shipments(known: tuple[Shipment, ...], shown: tuple[Shipment, ...]) -> tuple[Shipment, ...]:
    """Give parcels of a document the numbers they are known by; one that tells nothing new is left out."""
    found = (_align(known, shipment) for shipment in shown)
    return tuple(shipment for shipment in found if shipment is not None)


def _align(known: tuple[Shipment, ...], shipment: Shipment) -> Shipment | None:
    numbered = [one for one in known if one.tracking_number is not None]
    if shipment.tracking_number is not None:
        same = (one for one in numbered if _bare(one) == _bare(shipment))
        return replace(shipment, tracking_number=next(same, shipment).tracking_number)
    if len(numbered) == 1:
        return replace(shipment, tracking_number=numbered[0].tracking_number)
    sharing = [one for one in numbered if _find_shared(one.events, shipment.events)]
    if sharing:
        return replace(shipment, tracking_number=sharing[0].tracking_number)
    return shipment if shipment.events or not numbered else None


def _bare(shipment: Shipment) -> str:
    return re.sub(r"\W", "", shipment.tracking_number or "").upper()


def _is_one_parcel(known: tuple[Shipment, ...], shown: tuple[Shipment, ...]) -> bool:
    """Tell whether the only parcel known, without a number, is the only one shown, with its number."""
    if len(known) != 1 or len(shown) != 1:
        return False
    return known[0].tracking_number is None and shown[0].tracking_number is not None


def _merge(known: Shipment, shown: Shipment, changes: Changes) -> Shipment:
    path = f"shipments[{shown.tracking_number or ''}]."
    events = unite_events(known.events, shown.events)
    if shown.events:
        before = known.events[0].milestone.value if known.events else None
        changes.note(f"{path}milestone", before, events[0].milestone.value)
    return replace(changes.merge(known, shown, _FIELDS, path), events=events)


def unite_events(
    known: tuple[TrackingEvent, ...], shown: tuple[TrackingEvent, ...]
) -> tuple[TrackingEvent, ...]:
    """Take the newer list as it stands and add what it has dropped, newest first."""
    if not shown:
        return known
    newer = tuple(dict.fromkeys(_find_exact(event, known) or event for event in shown))
    names = {name for event in newer for name in _names(event)}
    dropped = tuple(
        event
        for event in known
        if names.isdisjoint(_names(event)) and not any(_is_twin(event, other) for other in newer)
    )
    if not dropped:
        return newer
    return tuple(sorted((*newer, *dropped), key=lambda event: event.at or _BEFORE_ALL, reverse=True))


def _find_exact(event: TrackingEvent, known: tuple[TrackingEvent, ...]) -> TrackingEvent | None:
    """Find the answer's own words for an event that a document shows without its code."""
    if event.code is not None:
        return None
    twins = [other for other in known if _is_twin(event, other)]
    return min(twins, key=lambda other: _distance(event, other)) if twins else None


def _is_twin(one: TrackingEvent, other: TrackingEvent) -> bool:
    """Tell whether an event with a code and one without are the same: a document may not name the zone."""
    if (one.code is None) == (other.code is None) or one.text.casefold() != other.text.casefold():
        return False
    return _distance(one, other) <= _ONE_DAY


def _distance(one: TrackingEvent, other: TrackingEvent) -> timedelta:
    return abs(one.at - other.at) if one.at and other.at else timedelta(0)


def _find_shared(known: tuple[TrackingEvent, ...], shown: tuple[TrackingEvent, ...]) -> bool:
    names = {name for event in known for name in _names(event)}
    return any(
        not names.isdisjoint(_names(event)) or any(_is_twin(event, other) for other in known)
        for event in shown
    )


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
