"""What one capture says when answers and pages in it speak of the same orders; for whoever has no store."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from companion.model import (
    Capture,
    Disagreement,
    Dispute,
    Order,
    OrderRecord,
    Parsed,
    Problem,
    Shipment,
    Source,
)
from companion.store import OrderKey
from companion.store.fold import make_record
from companion.store.sightings import Sighting, make_contents, make_sighting

Record = TypeVar("Record", Order, Shipment, Dispute)


@dataclass(frozen=True, slots=True)
class Joined:
    """The records of a capture, each once; where its two readings differ is a problem."""

    orders: tuple[Order, ...]
    shipments: tuple[Shipment, ...]
    disputes: tuple[Dispute, ...]
    problems: tuple[Problem, ...]


def join_readings(capture: Capture, parsed: tuple[Parsed, ...]) -> Joined:
    """Join what answers and pages say of one order; what only one of them shows stays as it was read."""
    met = _find_met(capture, parsed)
    return Joined(
        orders=tuple(_join(parsed, met, lambda one: one.orders, lambda record: (record.order,))),
        shipments=tuple(_join(parsed, met, lambda one: one.shipments, lambda record: record.shipments)),
        disputes=tuple(_join(parsed, met, lambda one: one.disputes, lambda record: record.disputes)),
        problems=(
            *(problem for one in parsed for problem in one.problems),
            *(_make_problem(found) for record in met.values() for found in record.disagreements),
        ),
    )


def _find_met(capture: Capture, parsed: tuple[Parsed, ...]) -> Mapping[OrderKey, OrderRecord]:
    """Fold the orders of which both an answer and a page speak."""
    seen: dict[OrderKey, list[Sighting]] = {}
    for one in sorted(parsed, key=lambda one: one.source):
        for order_id, content in make_contents(one):
            key = OrderKey(one.marketplace, order_id)
            seen.setdefault(key, []).append(make_sighting(content, capture, one))
    records = {
        key: make_record(key.marketplace, key.order_id, sightings)[0]
        for key, sightings in seen.items()
        if len({sighting.source for sighting in sightings}) == len(Source)
    }
    return {key: record for key, record in records.items() if record is not None}


def _join(
    parsed: tuple[Parsed, ...],
    met: Mapping[OrderKey, OrderRecord],
    find: Callable[[Parsed], tuple[Record, ...]],
    find_joined: Callable[[OrderRecord], tuple[Record, ...]],
) -> Iterator[Record]:
    told: set[OrderKey] = set()
    for one in parsed:
        for shown in find(one):
            key = OrderKey(one.marketplace, shown.order_id)
            if key not in met:
                yield shown
            elif key not in told:
                told.add(key)
                yield from find_joined(met[key])


def _make_problem(found: Disagreement) -> Problem:
    quotes = f"the site's data: {found.api_quote} · the page: {found.page_quote}"
    return Problem(f"disagreements[{found.field}]", found.page_kind.value, quotes)
