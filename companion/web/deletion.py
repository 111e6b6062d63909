"""Deleting an order's archive on the dashboard: first a page that says what would go, then the act."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

import aiohttp_jinja2
from aiohttp import web

from companion import __version__
from companion.errors import NotFound
from companion.model import OrderRecord
from companion.store import OrderKey, RemovalPlan, RemovalReason, Store
from companion.web.bodies import receive_form
from companion.web.cards import find_title, make_order_path
from companion.web.keys import CLOCK, STORE

_MOST_NAMED = 6


@dataclass(frozen=True, slots=True)
class LostOrder:
    """Another order that nothing would show any more."""

    order_id: str
    path: str


@dataclass(frozen=True, slots=True)
class DeletionChoice:
    """One thing the buyer can do, and what it means.

    Attributes:
        action: where its button posts to.
        lost: other orders that nothing would show any more.
        is_gone: whether the order itself leaves the list.
    """

    action: str
    captures: int
    is_gone: bool
    lost: tuple[LostOrder, ...]
    more_lost: int
    poorer: int


@dataclass(frozen=True, slots=True)
class DeletionPage:
    """What the page that asks shows; a choice that would change nothing is left out."""

    order_id: str
    path: str
    title: str
    own: DeletionChoice | None
    everything: DeletionChoice | None
    shared: int


async def get_deletion(request: web.Request) -> web.Response:
    """GET /orders/{order_id}/delete: what would go, and what else that concerns."""
    order_id = request.match_info["order_id"]
    page = await request.app[STORE].read(lambda store: make_deletion_page(store, order_id))
    return aiohttp_jinja2.render_template("deletion.html", request, {"page": page, "version": __version__})


async def post_deletion(request: web.Request) -> web.Response:
    """POST /orders/{order_id}/delete and /delete-with-shared: take the archive of an order away."""
    await receive_form(request)
    order_id, store = request.match_info["order_id"], request.app[STORE]
    with_shared = request.match_info["deletion"] == "delete-with-shared"
    now = request.app[CLOCK]()

    def remove(writer: Store) -> None:
        plan = _make_plan(writer, _get_record(writer, order_id), with_shared=with_shared)
        writer.removal.remove(plan.capture_ids, RemovalReason.DELETED, now)

    await store.write(remove)
    # Read only now: no file goes before its rows are gone for good.
    while names := await store.read(lambda reader: reader.removal.waiting_files()):
        if await store.write(lambda writer, names=names: writer.removal.clear(names)):  # type: ignore[misc]
            break  # the rest goes when the store is looked after
    return web.Response(status=HTTPStatus.SEE_OTHER, headers={"Location": "/"})


def make_deletion_page(store: Store, order_id: str) -> DeletionPage:
    """Gather what deleting an order would mean.

    Raises:
        NotFound: there is no such order.
    """
    record = _get_record(store, order_id)
    own, everything = (_make_plan(store, record, with_shared=shared) for shared in (False, True))
    has_shared = bool(own.kept)
    return DeletionPage(
        order_id=order_id,
        path=make_order_path(order_id),
        title=find_title(record),
        own=_make_choice(record, own, "delete") if own.capture_ids else None,
        everything=_make_choice(record, everything, "delete-with-shared") if has_shared else None,
        shared=len(own.kept),
    )


def _make_plan(store: Store, record: OrderRecord, *, with_shared: bool) -> RemovalPlan:
    return store.removal.plans.plan_orders([_name(record)], with_shared=with_shared)


def _make_choice(record: OrderRecord, plan: RemovalPlan, word: str) -> DeletionChoice:
    others = [key.order_id for key in plan.gone if key != _name(record)]
    return DeletionChoice(
        action=f"{make_order_path(record.order.order_id)}/{word}",
        captures=len(plan.capture_ids),
        is_gone=_name(record) in plan.gone,
        lost=tuple(LostOrder(order_id, make_order_path(order_id)) for order_id in others[:_MOST_NAMED]),
        more_lost=max(0, len(others) - _MOST_NAMED),
        poorer=len([key for key in plan.poorer if key != _name(record)]),
    )


def _get_record(store: Store, order_id: str) -> OrderRecord:
    record = store.find_order(order_id)
    if record is None:
        raise NotFound("This order is not in the archive.", "It may have been deleted already.")
    return record


def _name(record: OrderRecord) -> OrderKey:
    return OrderKey(record.marketplace, record.order.order_id)
