"""A store with one order that has everything, pages that show a text, and the search over them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from companion.model import Dispute, Order, OrderLine, PageKind, PartRole, Seller, Shipment
from companion.store import Hit, ItemKind, Store, Wish
from tests.store.samples import (
    ORDER_ID,
    at,
    make_capture,
    make_event,
    make_parsed,
    make_part,
    make_statement,
    money,
    take_in,
)

ORDER = Order(
    ORDER_ID,
    site_state="Awaiting delivery",
    placed_on=date(2026, 7, 20),
    total=money("41.90"),
    seller=Seller("Mörrow Home Store", "77", None),
    lines=(OrderLine("1", title="Ceramic Crème brûlée set", options={"Color": "Sand"}),),
)
PAGE = b"<p>the page</p>"


def find(store: Store, text: str, **more: object) -> list[Hit]:
    """Search, and give the hits."""
    return list(store.search.find(Wish(text, **more)).hits)  # type: ignore[arg-type]


def kinds(store: Store, text: str, **more: object) -> list[ItemKind]:
    """Search, and tell what was found."""
    return [hit.kind for hit in find(store, text, **more)]


def add_page(store: Store, number: int, text: str, url: str = "https://shop.example/p/1.html") -> None:
    """Keep a frozen page that shows a text."""
    capture = replace(make_capture(number, make_part(PAGE, PartRole.PAGE)), url=url)
    store.add_capture(capture)
    store.apply_parsed(capture, (make_parsed(kind=PageKind.LISTING, text=text),))


def fill(store: Store) -> None:
    """Keep the order with its parcel, its dispute and a promise."""
    event = make_event(5, "C1", "Import customs clearance started")
    shipment = Shipment(ORDER_ID, "LX000000001DE", "Standard Shipping", None, (event,))
    dispute = Dispute("9", ORDER_ID, "1", "return", "Open", at(9), None, money("5"), reason="Chipped bowl")
    said = make_parsed(ORDER, shipments=(shipment,), disputes=(dispute,), statements=(make_statement(3),))
    take_in(store, make_capture(1), said)
