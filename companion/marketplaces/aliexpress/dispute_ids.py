"""What names a return or dispute on a page or in an answer."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DisputeIds:
    """The ids found of one dispute.

    Attributes:
        dispute_id: that of the return's line (see refunds.py), else the old site's `issueId`.
        order_id: without it a dispute cannot be kept.
        line_id: some addresses name the order line and nothing else.
    """

    dispute_id: str | None
    order_id: str | None
    line_id: str | None

    @property
    def name(self) -> str:
        """The dispute's id, or one that stands in for it until a page shows it."""
        return self.dispute_id or f"{self.order_id}-1"
