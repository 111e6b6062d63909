"""The tracking page as the buyer sees it: one block for each parcel, its rows newest first.

Classes are hashed and known by their beginnings: `logistic-info…mailNo`, `…mailNoValue`, `…nodeDesc` (seen
2023-2026); the element of a row's time is not evidenced, so the time is read by what it says. Rows show no
code, and without one nothing is called delivered. Golden tracking/page-*. Before 2022: tracking_page_old.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime

from companion.marketplaces.aliexpress.fields import find_order_id
from companion.marketplaces.aliexpress.kinds import NAME
from companion.marketplaces.aliexpress.labels import Label, find_label, split_label
from companion.marketplaces.aliexpress.page import PageReading
from companion.marketplaces.aliexpress.page_barriers import note_unread
from companion.marketplaces.aliexpress.page_fields import find_linked_order
from companion.marketplaces.aliexpress.page_statements import read_services
from companion.marketplaces.aliexpress.sentences import Meaning
from companion.marketplaces.aliexpress.statements import make_statements
from companion.marketplaces.aliexpress.tracking_page_old import STEPS, parse_old_tracking
from companion.marketplaces.aliexpress.words import find_labelled_state
from companion.marketplaces.dom import HIDDEN, Spot
from companion.model import (
    DateRange,
    Milestone,
    OrderState,
    PageKind,
    Parsed,
    Shipment,
    Statement,
    StatementKind,
    TrackingEvent,
)
from companion.when import parse_days, parse_row_time, resolve_rows

PROMISE = "page: fast delivery"
ESTIMATE = "page: estimate"

_NUMBER = '[class*="logistic-info"][class*="mailNo"]:not([class*="mailNoValue"])'
_VALUE = '[class*="mailNoValue"]'
_ROW_TEXT = '[class*="nodeDesc"]'
_TITLE = "b, strong, [class*=nodeTitle], [class*=nodeName]"
_TIME = "[class*=nodeTime], [class*=Time], time"
_PROMISE_BLOCK = ".order-services, [class*=service], [class*=promise], [class*=guarantee], [class*=fast]"
_CARRIER = '[class*="carrier" i], [class*="cpName"], [class*="logisticsName"]'
_MAX_PARCELS = 50
_MAX_ROWS = 500  # of one parcel
_TRACKING_NUMBER = re.compile(r"(?<![A-Za-z0-9])(?=[A-Z0-9]*\d{4})[A-Z0-9]{8,40}(?![A-Za-z0-9])")


def parse_tracking_page(reading: PageReading) -> Parsed:
    """Read every parcel of one order and the promise shown above them."""
    nothing = Parsed(NAME, PageKind.TRACKING)
    root = reading.root
    if root.find(STEPS).is_present:
        return parse_old_tracking(reading)
    parcels = _list_parcels(root)
    if not parcels:
        note_unread(reading, "parcel")
        return nothing
    order_id = find_order_id(reading.url) or find_linked_order(root)
    if order_id is None:
        reading.problems.add("order_id", "page", "neither address nor links name the order")
        return nothing
    shipments, statements = [], _read_promise(root, order_id, reading)
    estimates: list[Statement] = []
    for parcel in parcels:
        events = tuple(_read_events(parcel, reading))
        span, quote = _read_estimate(parcel, events, reading)
        shipments.append(_make_shipment(parcel, order_id, span, events, reading))
        if span and quote:
            meaning = Meaning(StatementKind.ESTIMATED_DELIVERY, on=span.end)
            estimates += make_statements([(meaning, quote)], order_id, ESTIMATE)
    latest = max(estimates, key=lambda one: one.on or date.min, default=None)
    statements += [latest] if latest else []
    return Parsed(NAME, PageKind.TRACKING, shipments=tuple(shipments), statements=tuple(statements))


def _list_parcels(root: Spot) -> tuple[Spot, ...]:
    """Find each parcel's block: as far around its number as no other parcel's number stands in it."""
    selector = _NUMBER if root.find(_NUMBER).is_present else _VALUE
    numbers = root.find_all(selector)[:_MAX_PARCELS]
    if not numbers and root.find(_ROW_TEXT).is_present:
        return (root,)
    return tuple(number.find_around(lambda around: not around.holds(selector, 2)) for number in numbers)


def _make_shipment(
    parcel: Spot, order_id: str, span: DateRange | None, events: Sequence[TrackingEvent], reading: PageReading
) -> Shipment:
    shown = parcel.find(_NUMBER, _VALUE)
    number = _read_number(shown)
    carrier = parcel.find(_CARRIER).text("carrier") or _find_labelled(parcel, Label.CARRIER)
    if not events:
        parcel.find(_ROW_TEXT).problem("events", "a parcel without its way")
    return Shipment(
        order_id, number, reading.receiver.hide(carrier) if carrier else None, span, tuple(events)
    )


def _read_number(box: Spot) -> str | None:
    """Read a parcel's number: its own element, else the one word of the box that looks like one."""
    value = box.find(_VALUE) if box.find(_VALUE).is_present else box
    text = value.text("tracking_number") or ""
    words: set[str] = set(_TRACKING_NUMBER.findall(text))
    if len(words) == 1:
        return words.pop()
    if text:
        box.problem("tracking_number", "no number, or several")
    return None


def _find_labelled(box: Spot, wanted: Label) -> str | None:
    parted = (split_label(line) for line in box.lines(HIDDEN))
    return next((value for label, value in parted if value and find_label(label) is wanted), None)


def _read_events(parcel: Spot, reading: PageReading) -> Iterator[TrackingEvent]:
    texts = parcel.find_all(_ROW_TEXT)[:_MAX_ROWS]
    rows = [text.find_around(lambda around: not around.holds(_ROW_TEXT, 2)) for text in texts]
    # A single row reaches up to the whole block, in which its time still stands.
    shown = [_find_time(row, reading) for row in rows]
    times = [parse_row_time(one, reading.setting.language) if one else None for one in shown]
    zone = reading.setting.zone or UTC
    if reading.setting.zone is None and any(times):
        reading.problems.add("time_zone", "page", "not named; times are read as UTC")
    instants = resolve_rows(times, reading.setting.captured_at, zone)
    for text, row, at_text, at in zip(texts, rows, shown, instants, strict=True):
        if at_text and at is None:
            text.problem("events.at", at_text)
        yield _make_event(text, row, at_text, at, reading)


def _find_time(row: Spot, reading: PageReading) -> str | None:
    """Find a row's time: the first line in it that is one."""
    for spot in row.find_all(_TIME):
        if spot.see() and parse_row_time(spot.see(), reading.setting.language):
            return spot.see()
    lines = (line for line in row.lines(f"{HIDDEN}, {_ROW_TEXT}") if len(line) < 60)
    return next((line for line in lines if parse_row_time(line, reading.setting.language)), None)


def _make_event(
    text: Spot, row: Spot, at_text: str | None, at: datetime | None, reading: PageReading
) -> TrackingEvent:
    shown = text.text("events.text") or row.find(_TITLE).text("events.text") or ""
    return TrackingEvent(at, at_text, None, Milestone.OTHER, reading.receiver.hide(shown))


def _read_estimate(
    parcel: Spot, events: Sequence[TrackingEvent], reading: PageReading
) -> tuple[DateRange | None, str | None]:
    """Read when a parcel is expected; its line is known by the word "eta" in a class.

    Of a parcel that came, the line says when it did, which is no estimate ("Delivered：Jul. 28" in the
    answers, seen 2026-09).
    """
    boxes = [spot for spot in parcel.find_all('[class*="eta" i]') if "eta" in spot.class_words]
    newest = max((event.at for event in events if event.at), default=None)
    near = (newest or reading.setting.captured_at).astimezone(reading.setting.zone or UTC).date()
    for box in boxes:
        text = box.see(HIDDEN)
        if find_labelled_state(split_label(text)[0]) is OrderState.DELIVERED:
            return None, None
        span = parse_days(text, reading.setting.language, near) if text else None
        if span and newest and span == DateRange(near, near):
            return None, None  # the day the last thing happened: it came, and nothing is expected any more
        if span:
            return span, text
    return None, None


def _read_promise(root: Spot, order_id: str, reading: PageReading) -> list[Statement]:
    """Read the fast-delivery promise in the blocks whose class speaks of a service."""
    blocks = [one for one in root.outermost(_PROMISE_BLOCK) if not one.find(_ROW_TEXT).is_present]
    found = [one for block in blocks for one in read_services(block, reading)]
    return make_statements(found, order_id, PROMISE)
