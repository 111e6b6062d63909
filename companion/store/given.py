"""Which fields a reading gave, by the names that problems call them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from companion.model import (  # fmt: skip
    Dispute,
    Listing,
    Message,
    Order,
    OrderLine,
    OrderState,
    Parsed,
    Shipment,
    Thread,
    TrackingEvent,
)

# Problems that say of a whole answer or page that nothing could be read in it.
WHOLE = frozenset({"data", "json", "parser"})

# Fields that every page of the kind shows for every order; one that is not given any more was moved, even
# where nothing unreadable stands in its place.
ALWAYS = {
    "order_list": frozenset({"site_state", "placed_on", "total", "lines"}),
    "order_detail": frozenset({"site_state", "placed_on", "total", "lines", "title", "quantity"}),
    "tracking": frozenset({"events", "text"}),
    "refund_list": frozenset({"order_id", "kind"}),
}

_RECORDS = (Order, OrderLine, Shipment, TrackingEvent, Dispute, Listing, Thread, Message)
KNOWN = frozenset({name.name for kind in _RECORDS for name in fields(kind)} | {"events.at", "statements"})


def name_given(parsed: Parsed) -> frozenset[str]:
    """Name the fields that a reading gave in at least one record.

    >>> from companion.model import PageKind
    >>> sorted(name_given(Parsed("aliexpress", PageKind.ORDER_LIST, orders=(Order("8200000000000001"),))))
    ['order_id']
    """
    given = set(_walk((parsed.orders, parsed.shipments, parsed.threads, parsed.disputes, parsed.listings)))
    if parsed.statements:
        given.add("statements")
    return frozenset(given)


def name_failed(parsed: Parsed) -> frozenset[str]:
    """Name the fields that a reading met and could not read; what asks nothing of a parser aside."""
    return frozenset(problem.field.replace(" ", "_") for problem in parsed.problems) - {"not_read_yet"}


def _walk(value: object) -> Iterator[str]:
    if isinstance(value, tuple):
        for one in value:
            yield from _walk(one)
    elif isinstance(value, _RECORDS):
        for name in (one.name for one in fields(value)):
            inner = getattr(value, name)
            if _is_given(inner):
                yield f"events.{name}" if isinstance(value, TrackingEvent) and name == "at" else name
                yield from _walk(inner)


def _is_given(value: object) -> bool:
    # A state in words nobody knows is kept as unknown and says nothing about the layout.
    return value not in (None, "", (), {}, OrderState.UNKNOWN)
