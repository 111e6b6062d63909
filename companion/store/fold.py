"""Pure: a record and the next sighting, oldest first, make the next record.

Folding all sightings of an order in the order they were captured gives its record; so captures that arrive
late change nothing but the place at which they are folded in. The two readings of one visit meet here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from companion.model import Disagreement, Order, OrderRecord, Source
from companion.store.changes import Changes
from companion.store.disagreements import settle
from companion.store.disputes import merge_disputes
from companion.store.filling import align_content, keep_additions
from companion.store.lines import merge_order
from companion.store.shipments import merge_shipments
from companion.store.sightings import FieldSource, Sighting, SightingContent
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


@dataclass(frozen=True, slots=True)
class _Meeting:
    """What a sighting adds once it has met the other reading of its visit."""

    content: SightingContent
    disagreements: tuple[Disagreement, ...]


def make_record(
    marketplace: str, order_id: str, sightings: Iterable[Sighting]
) -> tuple[OrderRecord | None, Fold]:
    """Fold all sightings of an order, oldest first; None when there are none."""
    record: OrderRecord | None = None
    fold = Fold()
    visits: dict[str, list[Sighting]] = {}
    for sighting in sightings:
        before = visits.setdefault(sighting.visit_id, [])
        record = record or make_empty_record(marketplace, order_id, sighting)
        record = fold_sighting(record, fold, sighting, before)
        before.append(sighting)
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


def fold_sighting(
    record: OrderRecord, fold: Fold, sighting: Sighting, before: Sequence[Sighting]
) -> OrderRecord:
    """Fold one sighting, not older than those before it, into a record; `fold` is brought up to date.

    `before` are the sightings of the same order and visit that were folded already.
    """
    meeting = _meet(record, sighting, before)
    changes = Changes(record.order.order_id, sighting, fold.sources, fold.shown)
    order = record.order
    for shown in meeting.content.orders:
        order = merge_order(order, shown, changes)
    shipments = merge_shipments(record.shipments, meeting.content.shipments, changes)
    disputes = merge_disputes(record.disputes, meeting.content.disputes, changes)
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
        disagreements=meeting.disagreements,
    )


def _meet(record: OrderRecord, sighting: Sighting, before: Sequence[Sighting]) -> _Meeting:
    """Let the two readings of a visit meet: the answers hold, the page adds, what differs is noted.

    A page is held against the answers that came before it, for it was drawn from them. Only where there were
    none yet is the first answer held against the page.
    """
    answers = [one for one in before if one.source is Source.API]
    pages = [one for one in before if one.source is Source.PAGE]
    if sighting.source is Source.PAGE and answers:
        return _hold(record, _make_answers(record, answers), sighting)
    if sighting.source is Source.API and pages and not answers:
        held = _hold(record, _make_answers(record, [sighting]), pages[-1])
        return _Meeting(sighting.content, held.disagreements)
    return _Meeting(sighting.content, record.disagreements)


def _hold(record: OrderRecord, answers: OrderRecord, page: Sighting) -> _Meeting:
    shown = align_content(answers, page.content)
    disagreements = settle(record.disagreements, answers, page, shown)
    return _Meeting(keep_additions(answers, shown), disagreements)


def _make_answers(record: OrderRecord, sightings: Sequence[Sighting]) -> OrderRecord:
    """Fold the answers of one visit by themselves."""
    answers, _ = make_record(record.marketplace, record.order.order_id, sightings)
    assert answers is not None  # noqa: S101  # there are some
    return answers


def _with_capture(capture_ids: tuple[str, ...], capture_id: str) -> tuple[str, ...]:
    if capture_ids[:1] == (capture_id,):
        return capture_ids  # one capture may hold several answers about an order
    return (capture_id, *capture_ids)
