"""Captures and parsed pages made up for these tests."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from companion.model import (
    Capture,
    Milestone,
    Money,
    Order,
    OrderRecord,
    PageKind,
    Parsed,
    Part,
    PartRole,
    Statement,
    StatementKind,
    TrackingEvent,
    Trigger,
)
from companion.store import Store
from companion.wire import make_sha256

NOON = datetime(2026, 8, 1, 12, tzinfo=UTC)
SHOP = "aliexpress"
ORDER_ID = "8100000000000001"


def at(minutes: float) -> datetime:
    """Tell the instant some minutes after noon."""
    return NOON + timedelta(minutes=minutes)


def make_id(number: int) -> str:
    """Make the id of a capture or visit that sorts like its number."""
    return str(uuid.UUID(int=number))


def make_part(body: bytes = b'{"ret": ["SUCCESS"]}', role: PartRole = PartRole.API) -> Part:
    """Make a part that travels within its capture."""
    return Part(role, make_sha256(body), "application/json", body, size=len(body))


def make_resource(body: bytes) -> Part:
    """Make a part whose bytes are sent apart."""
    return Part(
        PartRole.RESOURCE,
        make_sha256(body),
        "image/webp",
        url="https://ae01.alicdn.example/1.webp",
        fetched_at=at(1),
        lazy=True,
    )


def make_capture(
    number: int,
    *parts: Part,
    minutes: float | None = None,
    visit: int = 900,
    url: str = "https://www.aliexpress.com/p/order/index.html",
    title: str = "Orders",
) -> Capture:
    """Make a capture taken `minutes` after noon, as many as its number unless told."""
    return Capture(
        capture_id=make_id(number),
        visit_id=make_id(visit),
        captured_at=at(number if minutes is None else minutes),
        time_zone="Europe/Berlin",
        url=url,
        title=title,
        language="en",
        trigger=Trigger.LOAD,
        account=None,
        browser="Firefox 140",
        extension_version="1.0.0",
        parts=parts or (make_part(f"answer {number}".encode()),),
    )


def make_parsed(order: Order | None = None, kind: PageKind = PageKind.ORDER_LIST, **more: object) -> Parsed:
    """Make what a page says, of one order if given."""
    return Parsed(SHOP, kind, orders=() if order is None else (order,), **more)  # type: ignore[arg-type]


def make_statement(day: int, *, place: str = "fastDeliveryInfoDTO", quote: str | None = None) -> Statement:
    """Make the sentence that promises a refund from a day in September."""
    on = date(2026, 9, day)
    return Statement(
        order_id=ORDER_ID,
        kind=StatementKind.REFUND_IF_NOT_DELIVERED_BY,
        on=on,
        within_days=None,
        after=None,
        quote=quote or f"Refund if no delivery before {on}",
        place=place,
    )


def make_event(
    minutes: float, code: str | None, text: str, milestone: Milestone = Milestone.OTHER
) -> TrackingEvent:
    """Make one line of a carrier."""
    return TrackingEvent(at(minutes), None, code, milestone, text)


def money(amount: str) -> Money:
    """Make an amount in euro."""
    return Money(Decimal(amount), "EUR", f"{amount} €")


def take_in(store: Store, capture: Capture, *parsed: Parsed) -> OrderRecord:
    """Add a capture with what was read in it, and give the record of the usual order."""
    store.add_capture(capture)
    store.apply_parsed(capture, parsed)
    return get_order(store)


def get_order(store: Store) -> OrderRecord:
    """Read the record of the usual order."""
    record = store.find_order(ORDER_ID)
    assert record is not None
    return record
