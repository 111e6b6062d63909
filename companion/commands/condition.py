"""How complete and how well understood the store is, as commands print it."""

from __future__ import annotations

from companion.model import Completeness, Drift
from companion.printing import Colour, Terminal


def print_drift(terminal: Terminal, drifts: tuple[Drift, ...]) -> None:
    """Print what the site changed, loudly where it costs something."""
    for drift in drifts:
        terminal.line()
        terminal.line(drift.message, Colour.DIM if drift.is_quiet else Colour.ALARM)
        terminal.line(drift.next_action)
        if not drift.is_quiet:
            terminal.line(f"For a bug report: orderproof report --kind {drift.page_kind}")


def print_gaps(terminal: Terminal, completeness: Completeness) -> None:
    """Print what the site counts and the store does not hold."""
    if completeness.gaps:
        terminal.line()
    for gap in completeness.gaps:
        terminal.line(f"{gap.message} {gap.next_action}")
