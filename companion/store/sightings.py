"""What one capture said of one order: the small documents from which records are folded."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import msgspec

from companion.model import Capture, Dispute, Order, PageKind, Parsed, Shipment, Source, Statement


@dataclass(frozen=True, slots=True)
class SightingContent:
    """The words of a sighting, without when and where; equal ones are stored once."""

    orders: tuple[Order, ...] = ()
    shipments: tuple[Shipment, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    statements: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True)
class Sighting:
    """One order as one capture showed it, by one of the two readings."""

    content: SightingContent
    page_kind: PageKind
    capture_id: str
    captured_at: datetime
    time_zone: str | None
    visit_id: str
    source: Source


@dataclass(frozen=True, slots=True)
class FieldSource:
    """The newest capture that showed a field, and by which of its two readings."""

    capture_id: str
    captured_at: datetime
    source: Source = Source.API


_decoder = msgspec.json.Decoder(SightingContent)


def make_sighting(content: SightingContent, capture: Capture, parsed: Parsed) -> Sighting:
    """Say when and where a content was seen."""
    return Sighting(
        content=content,
        page_kind=parsed.page_kind,
        capture_id=capture.capture_id,
        captured_at=capture.captured_at,
        time_zone=capture.time_zone,
        visit_id=capture.visit_id,
        source=parsed.source,
    )


def make_contents(parsed: Parsed) -> Iterator[tuple[str, SightingContent]]:
    """Split what a page says by order id, in the order the page names them."""
    order_ids = [
        *(one.order_id for one in parsed.orders),
        *(one.order_id for one in parsed.shipments),
        *(one.order_id for one in parsed.disputes),
        *(one.order_id for one in parsed.statements),
    ]
    for order_id in dict.fromkeys(order_ids):
        yield (
            order_id,
            SightingContent(
                orders=tuple(one for one in parsed.orders if one.order_id == order_id),
                shipments=tuple(one for one in parsed.shipments if one.order_id == order_id),
                disputes=tuple(one for one in parsed.disputes if one.order_id == order_id),
                statements=tuple(one for one in parsed.statements if one.order_id == order_id),
            ),
        )


def encode_content(content: SightingContent) -> bytes:
    """Write a content as JSON."""
    return msgspec.json.encode(content)


def parse_content(data: bytes) -> SightingContent:
    """Read what `encode_content` wrote."""
    return _decoder.decode(data)


def hash_content(data: bytes) -> bytes:
    """Tell equal contents of one order apart from others."""
    return hashlib.sha256(data).digest()
