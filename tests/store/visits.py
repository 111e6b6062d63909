"""Two readings of one visit, made up: what its answers say and what its frozen page says."""

from __future__ import annotations

from companion.model import Order, OrderRecord, PageKind, Parsed, PartRole, Source
from companion.store import Store
from tests.store.samples import make_capture, make_parsed, make_part, take_in

DETAIL = PageKind.ORDER_DETAIL


def answered(store: Store, number: int, said: Order | Parsed, visit: int = 900) -> OrderRecord:
    """Take in an answer of the site."""
    parsed = make_parsed(said, DETAIL) if isinstance(said, Order) else said
    return take_in(store, make_capture(number, visit=visit), parsed)


def paged(store: Store, number: int, said: Order | Parsed, visit: int = 900) -> OrderRecord:
    """Take in a frozen page that was read as a document."""
    parsed = make_parsed(said, DETAIL, source=Source.PAGE) if isinstance(said, Order) else said
    part = make_part(f"<p>{number}".encode(), PartRole.PAGE)
    return take_in(store, make_capture(number, part, visit=visit), parsed)
