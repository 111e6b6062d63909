"""How much a store holds, in numbers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StoreCounts:
    """How much is here."""

    captures: int
    captured_today: int
    orders: int
    unparsed: int
    journal_number: int
    problems: int
