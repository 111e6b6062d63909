"""The tracking page of before 2022: `.ship-steps li` with a time and often the zone of that time.

Selectors as readers of the page used them in 2020-2022. Golden tracking/page-en-2020.
"""

from __future__ import annotations

from datetime import UTC, datetime

from companion.marketplaces.aliexpress.fields import find_order_id
from companion.marketplaces.aliexpress.kinds import NAME, find_parameter
from companion.marketplaces.aliexpress.page import PageReading
from companion.marketplaces.aliexpress.page_fields import find_linked_order
from companion.marketplaces.dom import Spot
from companion.model import Milestone, PageKind, Parsed, Shipment, TrackingEvent
from companion.when import parse_row_time, parse_zone, resolve_rows

STEPS = ".ship-steps"

_ROWS = ".ship-steps li"
_NUMBER = (".tracking-no span", ".tracking-no")
_NUMBER_LINK = 'a[href*="mailNoList="]'
_MARKS = " []()"


def parse_old_tracking(reading: PageReading) -> Parsed:
    """Read the one parcel of the page."""
    root = reading.root
    order_id = find_order_id(reading.url) or find_linked_order(root)
    if order_id is None:
        reading.problems.add("order_id", "page", "neither address nor links name the order")
        return Parsed(NAME, PageKind.TRACKING)
    number = root.find(*_NUMBER).text("tracking_number")
    linked = find_parameter(root.find(_NUMBER_LINK).attribute("href") or "", "mailNoList")
    carrier = root.find(".logistics-name").text("carrier")
    shipment = Shipment(order_id, number or linked, carrier, None, _read_rows(root.find_all(_ROWS), reading))
    return Parsed(NAME, PageKind.TRACKING, shipments=(shipment,))


def _read_rows(rows: tuple[Spot, ...], reading: PageReading) -> tuple[TrackingEvent, ...]:
    events = tuple(_read_row(row, reading) for row in rows)
    if any(event.at for event in events) and not any(_find_zone(row) for row in rows):
        _note_zone(reading)
    return events


def _note_zone(reading: PageReading) -> None:
    if reading.setting.zone is None:
        reading.problems.add("time_zone", "page", "not named; times are read as UTC")


def _read_row(row: Spot, reading: PageReading) -> TrackingEvent:
    shown = row.find("p.time", ".time").text("events.at_text")
    at = _read_instant(row, shown, reading) if shown else None
    if shown and at is None:
        row.find("p.time", ".time").problem("events.at", shown)
    head, text = row.find("p.head", ".head").see(), row.find("p.text", ".text").see()
    words = f"{head}: {text}" if head and text else head or text
    return TrackingEvent(at, shown, None, Milestone.OTHER, reading.receiver.hide(words))


def _read_instant(row: Spot, shown: str, reading: PageReading) -> datetime | None:
    time = parse_row_time(shown, reading.setting.language)
    zone = parse_zone(_find_zone(row)) or reading.setting.zone or UTC
    return resolve_rows([time], reading.setting.captured_at, zone)[0]


def _find_zone(row: Spot) -> str:
    """Find the zone a row names for itself, such as "[GMT-7]"."""
    return row.find(".timezone").see().strip(_MARKS)
