"""Captures that tests add and take away again."""

from __future__ import annotations

from dataclasses import replace

from companion.model import Order, OrderState, Part
from companion.store import RemovalReason, Store
from tests.store.samples import at, make_capture, make_id, make_parsed

LATER = at(1000)


def add(store: Store, number: int, *orders: str, parts: tuple[Part, ...] = (), visit: int = 900) -> None:
    """Add a capture of a list with these orders."""
    capture = make_capture(number, *parts, visit=visit)
    store.add_capture(capture)
    parsed = make_parsed()
    shown = tuple(Order(one, state=OrderState.COMPLETED) for one in orders)
    store.apply_parsed(capture, (replace(parsed, orders=shown),))


def remove(store: Store, *numbers: int) -> tuple[int, set[str]]:
    """Take captures away; counts them and names the orders that are gone."""
    removed = store.removal.remove(map(make_id, numbers), RemovalReason.DELETED, LATER)
    store.removal.clear_files()
    return removed.captures, {key.order_id for key in removed.gone}
