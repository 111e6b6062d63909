"""Pure: the disputes of an order, known so far, with what a newer page shows of them."""

from __future__ import annotations

from dataclasses import replace

from companion.model import Dispute
from companion.store.alignment import is_stand_in
from companion.store.changes import Changes
from companion.store.offers import merge_dispute


def merge_disputes(
    known: tuple[Dispute, ...], shown: tuple[Dispute, ...], changes: Changes
) -> tuple[Dispute, ...]:
    """Bring disputes up to date by their id; new ones are added behind."""
    merged = {dispute.dispute_id: dispute for dispute in known}
    aligned = align_disputes(known, shown)
    for dispute in aligned:
        same = find_same(tuple(merged.values()), dispute, is_alone=len(aligned) == 1)
        if same is not None and same.dispute_id != dispute.dispute_id:
            changes.rename(f"disputes[{same.dispute_id}].", f"disputes[{dispute.dispute_id}].")
            renamed = replace(same, dispute_id=dispute.dispute_id)
            merged = {
                one.dispute_id: one for one in (renamed if one is same else one for one in merged.values())
            }
        before = merged.get(dispute.dispute_id) or _make_blank(dispute)
        merged[dispute.dispute_id] = merge_dispute(before, dispute, changes)
    return tuple(merged.values())


def align_disputes(known: tuple[Dispute, ...], shown: tuple[Dispute, ...]) -> tuple[Dispute, ...]:
    """Give disputes that show no id the ids they are known by."""
    return tuple(
        replace(dispute, dispute_id=same.dispute_id)
        if _is_nameless(dispute) and (same := find_same(known, dispute, is_alone=len(shown) == 1))
        else dispute
        for dispute in shown
    )


def find_same(known: tuple[Dispute, ...], shown: Dispute, *, is_alone: bool) -> Dispute | None:
    """Find the known dispute that a shown one is: by id; where one has none, by line, or as the only one."""
    by_id = next((one for one in known if one.dispute_id == shown.dispute_id), None)
    if by_id is not None:
        return by_id
    open_to = [one for one in known if _is_nameless(one) or _is_nameless(shown)]
    of_line = [one for one in open_to if one.line_id and one.line_id == shown.line_id]
    if of_line:
        return of_line[0]
    if not is_alone or len(known) != 1 or not open_to:
        return None
    return None if open_to[0].line_id and shown.line_id else open_to[0]


def _is_nameless(dispute: Dispute) -> bool:
    return is_stand_in(dispute.dispute_id, dispute.order_id)


def _make_blank(dispute: Dispute) -> Dispute:
    return Dispute(dispute.dispute_id, dispute.order_id)
