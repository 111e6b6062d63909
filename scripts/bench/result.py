"""What a bench gives: a table to read, and how it stands to its budgets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median

import msgspec

Cell = str | int | float


class Verdict(StrEnum):
    """How a figure stands to its budget."""

    MET = "met"
    MISSED = "missed"
    UNTOLD = "not to be told"  # the machine alone takes more than the budget


class Measured(msgspec.Struct, frozen=True):
    """One budget and what was measured for it."""

    what: str
    budget: str
    figure: str
    verdict: Verdict


class Result(msgspec.Struct, frozen=True):
    """The outcome of one bench."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    measured: tuple[Measured, ...]
    notes: tuple[str, ...] = ()


class Report(msgspec.Struct, frozen=True):
    """The outcome of a run."""

    machine: dict[str, str]
    is_quick: bool
    results: tuple[Result, ...]


@dataclass(frozen=True, slots=True)
class Spread:
    """The middle and the far end of some figures."""

    p50: float
    p99: float
    most: float


def make_spread(figures: Sequence[float]) -> Spread:
    """Sum figures up; the p99 is the smallest figure that 99 of 100 do not exceed."""
    ordered = sorted(figures)
    place = max(0, -(-len(ordered) * 99 // 100) - 1)
    return Spread(median(ordered), ordered[place], ordered[-1])


def judge(
    what: str, budget: str, figure: float, most: float, *, unit: str = "", without_us: float = 0.0
) -> Measured:
    """Hold a figure against the most it may be; `without_us` is what the same run shows without us."""
    above = Verdict.UNTOLD if without_us > most else Verdict.MISSED
    verdict = Verdict.MET if figure <= most else above
    text = f"{format_cell(figure)}{unit}"
    if without_us:
        text += f" (without us {format_cell(without_us)}{unit})"
    return Measured(what, budget, text, verdict)


def judge_least(what: str, budget: str, figure: float, least: float, *, unit: str = "") -> Measured:
    """Hold a figure against the least it must be."""
    verdict = Verdict.MET if figure >= least else Verdict.MISSED
    return Measured(what, budget, f"{format_cell(figure)}{unit}", verdict)


def format_cell(cell: Cell) -> str:
    """Write a figure with three digits that count."""
    if not isinstance(cell, float):
        return str(cell)
    if abs(cell) >= 100:
        return f"{cell:.0f}"
    return f"{cell:.1f}" if abs(cell) >= 10 else f"{cell:.2f}"
