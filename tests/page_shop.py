"""A marketplace made up for tests, whose pages are read as documents. Some of them are hostile."""

from __future__ import annotations

import json
import os
from collections.abc import Callable

from companion.marketplaces.base import Problems
from companion.marketplaces.dom import parse_document
from companion.model import Capture, Coverage, Order, OrderState, PageKind, Parsed, Part, PartRole
from companion.text import clean
from tests.store.samples import SHOP, make_capture, make_part


class PageShop:
    """Answers are JSON, {id: state}. A page shows each order as `<p id=order title=state>`."""

    name = SHOP
    version = 7
    hosts = ("shop.example",)

    def identify(self, capture: Capture, part: Part) -> PageKind | None:  # noqa: ARG002  # everything is its own
        """Tell that everything is a list."""
        return PageKind.ORDER_LIST

    def parse(self, capture: Capture, part: Part) -> Parsed:  # noqa: ARG002  # the part says it all
        """Read the orders of an answer or a page."""
        if part.role is PartRole.API:
            states: dict[str, str] = json.loads(part.body or b"{}")
            return Parsed(self.name, PageKind.ORDER_LIST, orders=_make_orders(states))
        problems = Problems()
        page = parse_document(part, problems)
        trap = page.find("[data-trap]").attribute("data-trap")
        if trap is not None:
            TRAPS[trap]()
        states = {p.attribute("id") or "": p.attribute("title") or "" for p in page.find_all("p[id]")}
        return Parsed(
            self.name,
            PageKind.ORDER_LIST,
            orders=_make_orders(states),
            problems=problems.all(),
            coverage=Coverage("all", 1, len(states), has_more=False, counts={"all": len(states)}),
            text=page.find("body").see(),
        )


def _make_orders(states: dict[str, str]) -> tuple[Order, ...]:
    return tuple(
        Order(order_id, state=OrderState(state), site_state=clean(state))
        for order_id, state in states.items()
    )


def _loop() -> None:
    while True:
        pass


def _eat() -> None:
    eaten = bytearray()
    while True:
        eaten += bytes(16 * 1024 * 1024)


def _crash() -> None:
    raise KeyError("the name of a buyer")


def _die() -> None:
    os._exit(3)


TRAPS: dict[str, Callable[[], None]] = {"loop": _loop, "eat": _eat, "crash": _crash, "die": _die}


def make_page(states: dict[str, str] | None = None, *, trap: str | None = None, body: str = "") -> Part:
    """Make a frozen page."""
    trapped = f"<i data-trap={trap}></i>" if trap else ""
    shown = "".join(f"<p id={order_id} title={state}>x</p>" for order_id, state in (states or {}).items())
    return make_part(f"<!doctype html><body>{trapped}{shown}{body}".encode(), PartRole.PAGE)


def make_answer(states: dict[str, str]) -> Part:
    """Make an answer of the site."""
    return make_part(json.dumps(states).encode())


def make_visit(number: int, *parts: Part) -> Capture:
    """Make a capture of a visit of its own."""
    return make_capture(number, *parts, visit=900 + number)
