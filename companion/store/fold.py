"""Pure: a record and the next sighting, oldest first, make the next record.

Folding all sightings of an order in the order they were captured gives its record; so captures that arrive
late change nothing but the place at which they are folded in.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from companion.model import Order, OrderRecord
from companion.store.changes import Changes
from companion.store.disputes import merge_disputes
from companion.store.lines import merge_order
from companion.store.shipments import merge_shipments
from companion.store.sightings import FieldSource, Sighting
from companion.store.statements import merge_statements


@dataclass(slots=True)
class Fold:
    """What a record rests on, kept beside it.

    Attributes:
        sources: which capture each field of the record comes from, by its path, such as `lines[1].quantity`.
        shown: what each page kind last said of a watched field.
    """

    sources: dict[str, FieldSource] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)


def make_record(
    marketplace: str, order_id: str, sightings: Iterable[Sighting]
) -> tuple[OrderRecord | None, Fold]:
    """Fold all sightings of an order, oldest first; None when there are none."""
    record: OrderRecord | None = None
    fold = Fold()
    for sighting in sightings:
        record = fold_sighting(record or make_empty_record(marketplace, order_id, sighting), fold, sighting)
    return record, fold


def make_empty_record(marketplace: str, order_id: str, sighting: Sighting) -> OrderRecord:
    """Begin the record of an order that `sighting` is the first to show."""
    return OrderRecord(
        marketplace=marketplace,
        order=Order(order_id),
        shipments=(),
        disputes=(),
        statements=(),
        earlier_statements=(),
        changes=(),
        last_seen_at=sighting.captured_at,
        capture_ids=(),
        page_capture_id=None,
    )


def fold_sighting(record: OrderRecord, fold: Fold, sighting: Sighting) -> OrderRecord:
    """Fold one sighting, not older than those before it, into a record; `fold` is brought up to date."""
    changes = Changes(record.order.order_id, sighting, fold.sources, fold.shown)
    order = record.order
    for shown in sighting.content.orders:
        order = merge_order(order, shown, changes)
    shipments = merge_shipments(record.shipments, sighting.content.shipments, changes)
    disputes = merge_disputes(record.disputes, sighting.content.disputes, changes)
    statements, earlier = merge_statements(record.statements, record.earlier_statements, sighting, changes)
    return OrderRecord(
        marketplace=record.marketplace,
        order=order,
        shipments=shipments,
        disputes=disputes,
        statements=statements,
        earlier_statements=earlier,
        changes=(*record.changes, *changes.found),
        last_seen_at=sighting.captured_at,
        capture_ids=_with_capture(record.capture_ids, sighting.capture_id),
        page_capture_id=record.page_capture_id,
    )


def _with_capture(capture_ids: tuple[str, ...], capture_id: str) -> tuple[str, ...]:
    if capture_ids[:1] == (capture_id,):
        return capture_ids  # one capture may hold several answers about an order
    return (capture_id, *capture_ids)
