"""Dates, counts and pages as plain words, the same on every machine whatever its locale."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta, tzinfo

from companion.model import MessageGap, PageKind
from companion.protection.moments import DaySpan
from companion.text import clean

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_PAGES = {
    PageKind.ORDER_LIST: "the order list",
    PageKind.ORDER_DETAIL: "the order page",
    PageKind.TRACKING: "the tracking page",
    PageKind.CHAT: "the chat",
    PageKind.REFUND_LIST: "the refund list",
    PageKind.DISPUTE: "the dispute page",
    PageKind.ORDER_SNAPSHOT: "the order snapshot",
    PageKind.LISTING: "the product page",
    PageKind.POLICY: "the policy page",
    PageKind.UNKNOWN: "a page",
}

# Sockets of workers and of documents without an address are out of the extension's reach.
UNHEARD = (
    "Messages can reach the site where no extension can listen: in a background worker, or in a frame without"
    " an address. Of those, what was on screen is kept."
)
UNHEARD_NEXT = "Scroll through each conversation once, up to its first message, so that all of it is kept."


def day_words(day: date) -> str:
    """A day as people write it: `3 Sep 2026`."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def span_words(span: DaySpan) -> str:
    """A day, or `27 or 28 Jul 2026` where the zone leaves it open."""
    if span.first == span.last:
        return day_words(span.first)
    if (span.first.year, span.first.month) == (span.last.year, span.last.month):
        return f"{span.first.day} or {day_words(span.last)}"
    return f"{day_words(span.first)} or {day_words(span.last)}"


def page_words(kind: PageKind) -> str:
    """A page kind as the buyer calls it."""
    return _PAGES[kind]


def count_words(count: int, thing: str) -> str:
    """`1 day`, `3 days`."""
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def age_words(moment: datetime, now: datetime) -> str:
    """How long ago something was: just now, 12 min ago, 3 h ago, 5 days ago."""
    age = now - moment
    if age < timedelta(minutes=1):
        return "just now"
    if age < timedelta(hours=1):
        return f"{age // timedelta(minutes=1)} min ago"
    if age < timedelta(days=1):
        return f"{age // timedelta(hours=1)} h ago"
    return f"{count_words(age // timedelta(days=1), 'day')} ago"


def sentence(*clauses: str) -> str:
    """Clauses as one sentence: joined by semicolons, with a capital and a full stop."""
    text = "; ".join(clause for clause in clauses if clause)
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "…")) else ".")


def undecoded_words(count: int, marketplace: str) -> str:
    """What came over a chat's connection and could not be decoded: `3 pieces of what aliexpress …`."""
    pieces = count_words(count, "piece")
    is_one = count == 1
    return (
        f"{pieces} of what {marketplace} sends over its chat's own connection could not be decoded;"
        f" {'it is' if is_one else 'they are'} kept as {'it' if is_one else 'they'} came."
    )


def unknown_card_words(counts: Mapping[str, int]) -> str:
    """Messages of kinds that are not known, by the site's name of the kind.

    >>> unknown_card_words({"77001": 3, "": 1})
    'Messages of kinds that are not known yet, kept as they were shown: 3 of “77001”, 1 of no name.'
    """
    named = (f"{count} of {f'“{clean(name)[:40]}”' if name else 'no name'}" for name, count in counts.items())
    return f"Messages of kinds that are not known yet, kept as they were shown: {', '.join(named)}."


def gap_words(gap: MessageGap, zone: tzinfo | None = None) -> str:
    """What is missing between two messages, and what the buyer can do; in this computer's zone by default."""
    first, last = (at.astimezone(zone) if at else None for at in (gap.after_at, gap.before_at))
    if first is None or last is None:
        return "Messages may be missing here; scroll there once to keep them."
    start, end = _moment_words(first, first.year != last.year), _moment_words(last, first.year != last.year)
    return f"Messages between {start} and {end} were not on screen; scroll there once to keep them."


def _moment_words(moment: datetime, with_year: bool) -> str:
    year = f" {moment.year}" if with_year else ""
    return f"{moment.day} {_MONTHS[moment.month - 1]}{year} {moment:%H:%M}"
