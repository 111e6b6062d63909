"""Pure: an order and its lines, known so far, with what a newer page shows of them."""

from __future__ import annotations

from dataclasses import fields, replace

from companion.model import Order, OrderLine, OrderState, Seller, Source
from companion.store.alignment import align_lines
from companion.store.changes import Changes

_ORDER_FIELDS = tuple(one.name for one in fields(Order) if one.name not in {"order_id", "seller", "lines"})
_LINE_FIELDS = tuple(one.name for one in fields(OrderLine) if one.name != "line_id")
_SELLER_FIELDS = tuple(one.name for one in fields(Seller))


def merge_order(known: Order, shown: Order, changes: Changes) -> Order:
    """Bring an order up to date with what a page shows of it."""
    told = _without_doubt(known, shown) if changes.source is Source.PAGE else shown
    return replace(
        changes.merge(known, told, _ORDER_FIELDS),
        seller=_merge_seller(known.seller, shown.seller, changes),
        lines=_merge_lines(known, shown.lines, changes),
    )


def _without_doubt(known: Order, shown: Order) -> Order:
    """Leave a known state alone where a document shows one that nobody can read."""
    if shown.state is OrderState.UNKNOWN and known.state is not None:
        return replace(shown, state=None, site_state=None)
    return shown


def _merge_seller(known: Seller | None, shown: Seller | None, changes: Changes) -> Seller | None:
    if shown is None:
        return known
    if known is not None and known.store_id and shown.store_id and known.store_id != shown.store_id:
        # Another shop: its name must not stand beside the address of the one before.
        changes.merge(known, shown, _SELLER_FIELDS, "seller.")
        return shown
    return changes.merge(known or Seller(None, None, None), shown, _SELLER_FIELDS, "seller.")


def _merge_lines(order: Order, shown: tuple[OrderLine, ...], changes: Changes) -> tuple[OrderLine, ...]:
    aligned = align_lines(order.lines, shown, order.order_id)
    for stand_in, line_id in aligned.renamed.items():
        changes.rename(f"lines[{stand_in}].", f"lines[{line_id}].")
    for shadow in aligned.shadows:
        changes.forget(f"lines[{shadow}].")
    renamed = (
        replace(line, line_id=aligned.renamed.get(line.line_id, line.line_id))
        for line in order.lines
        if line.line_id not in aligned.shadows
    )
    known = {line.line_id: line for line in renamed}
    merged: dict[str, OrderLine] = {}
    for line in aligned.lines:
        before = merged.get(line.line_id) or known.get(line.line_id) or OrderLine(line.line_id)
        merged[line.line_id] = changes.merge(before, line, _LINE_FIELDS, f"lines[{line.line_id}].")
    if changes.source is Source.PAGE or merged.keys() < known.keys():
        # A list of returns shows one line of several: that says nothing of the order they stand in.
        return tuple((known | merged).values())
    # In the site's own order; a line it does not show is kept behind.
    return (*merged.values(), *(line for name, line in known.items() if name not in merged))
