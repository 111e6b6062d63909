"""Pure: an order and its lines, known so far, with what a newer page shows of them."""

from __future__ import annotations

from dataclasses import fields, replace

from companion.model import Order, OrderLine, Seller
from companion.store.changes import Changes

_ORDER_FIELDS = tuple(one.name for one in fields(Order) if one.name not in {"order_id", "seller", "lines"})
_LINE_FIELDS = tuple(one.name for one in fields(OrderLine) if one.name != "line_id")
_SELLER_FIELDS = tuple(one.name for one in fields(Seller))


def merge_order(known: Order, shown: Order, changes: Changes) -> Order:
    """Bring an order up to date with what a page shows of it."""
    return replace(
        changes.merge(known, shown, _ORDER_FIELDS),
        seller=_merge_seller(known.seller, shown.seller, changes),
        lines=_merge_lines(known.lines, shown.lines, changes),
    )


def _merge_seller(known: Seller | None, shown: Seller | None, changes: Changes) -> Seller | None:
    if shown is None:
        return known
    if known is not None and known.store_id and shown.store_id and known.store_id != shown.store_id:
        # Another shop: its name must not stand beside the address of the one before.
        changes.merge(known, shown, _SELLER_FIELDS, "seller.")
        return shown
    return changes.merge(known or Seller(None, None, None), shown, _SELLER_FIELDS, "seller.")


def _merge_lines(
    known: tuple[OrderLine, ...], shown: tuple[OrderLine, ...], changes: Changes
) -> tuple[OrderLine, ...]:
    by_id = {line.line_id: line for line in known}
    merged: dict[str, OrderLine] = {}
    for line in shown:
        before = merged.get(line.line_id) or by_id.get(line.line_id) or OrderLine(line.line_id)
        merged[line.line_id] = changes.merge(before, line, _LINE_FIELDS, f"lines[{line.line_id}].")
    # In the page's own order; a line it does not show is kept behind.
    return (*merged.values(), *(line for line in known if line.line_id not in merged))
