"""Pure: what the frozen page of a visit adds to the site's answers of the same visit.

An answer is exact, a document is text: so the page gives only what no answer of its visit gave.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TypeVar

from companion.model import Order, OrderRecord, OrderState, Seller
from companion.store.alignment import align_lines
from companion.store.disputes import align_disputes
from companion.store.shipments import align_shipments
from companion.store.sightings import SightingContent

Record = TypeVar("Record")

_KEPT = frozenset({"order_id", "line_id", "tracking_number", "dispute_id", "kind", "seller", "lines"})


def align_content(answers: OrderRecord, shown: SightingContent) -> SightingContent:
    """Name the lines, parcels and disputes that a page shows the way the answers of its visit do."""
    return replace(
        shown,
        orders=tuple(
            replace(order, lines=align_lines(answers.order.lines, order.lines, order.order_id).lines)
            for order in shown.orders
        ),
        shipments=align_shipments(answers.shipments, shown.shipments),
        disputes=align_disputes(answers.disputes, shown.disputes),
    )


def keep_additions(answers: OrderRecord, shown: SightingContent) -> SightingContent:
    """Keep of an aligned page what the answers did not give; its statements stand beside theirs."""
    parcels = {one.tracking_number: one for one in answers.shipments}
    disputes = {one.dispute_id: one for one in answers.disputes}
    return replace(
        shown,
        orders=tuple(_fill_order(answers.order, order) for order in shown.orders),
        shipments=tuple(_without_given(parcels.get(one.tracking_number), one) for one in shown.shipments),
        disputes=tuple(_without_given(disputes.get(one.dispute_id), one) for one in shown.disputes),
    )


def _fill_order(given: Order, shown: Order) -> Order:
    if given.state in (None, OrderState.UNKNOWN) and shown.state not in (None, OrderState.UNKNOWN):
        given = replace(given, state=None, site_state=None)  # the words belong to the state
    lines = {line.line_id: line for line in given.lines}
    return replace(
        _without_given(given, shown),
        seller=_fill_seller(given.seller, shown.seller),
        lines=tuple(_without_given(lines.get(line.line_id), line) for line in shown.lines),
    )


def _fill_seller(given: Seller | None, shown: Seller | None) -> Seller | None:
    if given is None or shown is None:
        return shown
    if given.store_id and shown.store_id and given.store_id != shown.store_id:
        return None
    return _without_given(given, shown)


def _without_given(given: Record | None, shown: Record) -> Record:
    if given is None:
        return shown
    # Always one of the model's dataclasses.
    names = [one.name for one in fields(shown) if one.name not in _KEPT]  # type: ignore[arg-type]
    empty = {name: _empty(getattr(shown, name)) for name in names if getattr(given, name) not in (None, ())}
    return replace(shown, **empty)  # type: ignore[type-var]


def _empty(value: object) -> object:
    return () if isinstance(value, tuple) else None
