"""Parts of listings that several commands print."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from companion.model import Certainty, Deadline, DeadlineStatus, Money, OrderRecord, Origin, Urgency
from companion.printing import Cell, Colour, Terminal
from companion.protection.deadlines import make_deadlines, sort_deadlines

_COLOURS = {
    Urgency.OVERDUE: Colour.ALARM,
    Urgency.CRITICAL: Colour.ALARM,
    Urgency.URGENT: Colour.RED,
    Urgency.SOON: Colour.YELLOW,
    Urgency.LATER: Colour.NONE,
}
_LIVE = {DeadlineStatus.OPEN, DeadlineStatus.CLAIMABLE}
_UNKNOWN = "–"


def make_sorted_deadlines(records: Iterable[OrderRecord], now: datetime) -> tuple[Deadline, ...]:
    """Work out the deadlines of some orders, most urgent first."""
    return tuple(sort_deadlines([deadline for record in records for deadline in make_deadlines(record, now)]))


def is_live(deadline: Deadline) -> bool:
    """Tell whether a deadline still asks for something."""
    return deadline.status in _LIVE


def print_deadlines(terminal: Terminal, deadlines: Sequence[Deadline]) -> None:
    """Print deadlines as a table."""
    titles = ("URGENCY", "BEFORE", "ORDER", "RIGHT", "CERTAINTY", "WHY, AND WHAT TO DO")
    terminal.table(titles, [_make_row(deadline) for deadline in deadlines], wrap=True)


def _make_row(deadline: Deadline) -> tuple[Cell | str, ...]:
    urgency = (
        Cell(deadline.urgency, _COLOURS[deadline.urgency])
        if deadline.urgency
        else Cell(deadline.status, Colour.DIM)
    )
    return (
        urgency,
        format_moment(deadline.earliest_at),
        deadline.order_id,
        format_word(deadline.kind),
        _describe_certainty(deadline),
        " ".join(text for text in (deadline.reason, deadline.next_action) if text),
    )


def _describe_certainty(deadline: Deadline) -> str:
    certainty = _describe_source(deadline)
    return f"{certainty}, not seen lately" if deadline.stale else certainty


def _describe_source(deadline: Deadline) -> str:
    if deadline.origin is Origin.NONE:
        return _UNKNOWN
    if deadline.certainty is Certainty.STATED:
        return "stated"
    return "possibly" if deadline.certainty in {Certainty.D, Certainty.U} else "estimated"


def format_moment(moment: datetime | None) -> str:
    """Write an instant in the time of this computer."""
    return moment.astimezone().strftime("%Y-%m-%d %H:%M") if moment else _UNKNOWN


def format_money(money: Money | None) -> str:
    """Write an amount with its currency; never a bare `$`."""
    return f"{money.amount} {money.currency}" if money else _UNKNOWN


def format_word(word: str | None) -> str:
    """Write a value of an enumeration as words."""
    return word.replace("_", " ") if word else _UNKNOWN


def format_text(text: object | None) -> str:
    """Write a field, or the sign for one that no page has shown."""
    return str(text) if text is not None else _UNKNOWN
