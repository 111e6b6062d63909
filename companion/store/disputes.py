"""Pure: the disputes of an order, known so far, with what a newer page shows of them."""

from __future__ import annotations

from dataclasses import fields

from companion.model import Dispute
from companion.store.changes import Changes

_FIELDS = tuple(one.name for one in fields(Dispute) if one.name not in {"dispute_id", "order_id"})


def merge_disputes(
    known: tuple[Dispute, ...], shown: tuple[Dispute, ...], changes: Changes
) -> tuple[Dispute, ...]:
    """Bring disputes up to date by their id; new ones are added behind."""
    merged = {dispute.dispute_id: dispute for dispute in known}
    for dispute in shown:
        before = merged.get(dispute.dispute_id) or _make_blank(dispute)
        merged[dispute.dispute_id] = changes.merge(
            before, dispute, _FIELDS, f"disputes[{dispute.dispute_id}]."
        )
    return tuple(merged.values())


def _make_blank(dispute: Dispute) -> Dispute:
    return Dispute(dispute.dispute_id, dispute.order_id, None, dispute.kind, None, None, None, None)
