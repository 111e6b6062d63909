"""A marketplace made up for these tests, and captures of its pages."""

from __future__ import annotations

import json

from companion.model import Capture, Order, OrderState, PageKind, Parsed, Part, PartRole, Problem
from companion.store import Store
from tests.store.samples import SHOP, make_capture, make_part


class FakeShop:
    """A marketplace whose pages are JSON: {"kind": ..., "orders": {id: state}} or {"crash": true}."""

    name = SHOP
    version = 1
    hosts = ("shop.example",)

    def __init__(self) -> None:
        self.is_broken = False
        self.seen: list[str] = []

    def identify(self, capture: Capture, part: Part) -> PageKind | None:  # noqa: ARG002  # its body tells
        """Tell the kind a part names; None for what is not ours."""
        body = json.loads(part.body or b"{}")
        return PageKind(body["kind"]) if "kind" in body else None

    def parse(self, capture: Capture, part: Part) -> Parsed:
        """Read the orders a part names."""
        self.seen.append(capture.capture_id)
        body = json.loads(part.body or b"{}")
        kind = PageKind(body["kind"])
        if self.is_broken or body.get("crash"):
            raise KeyError("the name of a buyer")
        if kind is PageKind.UNKNOWN and part.role is PartRole.PAGE:
            return Parsed(self.name, kind, problems=(Problem("page_kind", "url", "x"),))
        orders = tuple(
            Order(order_id, state=OrderState(state), site_state=body.get("words"))
            for order_id, state in body.get("orders", {}).items()
        )
        return Parsed(self.name, kind, orders=orders)


def make_answer(number: int, *bodies: object, role: PartRole = PartRole.API) -> Capture:
    """Make a capture whose parts say these things."""
    return make_capture(number, *(make_part(json.dumps(body).encode(), role) for body in bodies))


def listed(**orders: str) -> dict[str, object]:
    """Make an order list."""
    return {"kind": "order_list", "orders": orders}


def states(store: Store) -> dict[str, OrderState | None]:
    """Read the state of every order."""
    return {record.order.order_id: record.order.state for record in store.order_records()}
