"""How complete and how well understood the store is: what the site counts, and what stopped being read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from companion.model.words import PageKind, Source


class GapKind(StrEnum):
    """In which way something of the site's is known not to be here."""

    FEWER_THAN_COUNTED = "fewer_than_counted"  # the site counts more orders in a state than are kept
    LIST_GOES_ON = "list_goes_on"  # the end of the list was never shown
    ONLY_LISTED = "only_listed"  # open orders whose own page was never opened


@dataclass(frozen=True, slots=True)
class Gap:
    """Something of the site's that is not here, told in one sentence with one next action."""

    kind: GapKind
    message: str
    next_action: str
    seen_at: datetime | None  # when the site last said so


@dataclass(frozen=True, slots=True)
class TabCount:
    """How many orders the site counts beside one tab of its list, and how many of them are kept."""

    marketplace: str
    tab: str  # the site's code
    kept: int
    counted: int
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Completeness:
    """How much of the site's list is kept."""

    tabs: tuple[TabCount, ...]
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class SeenCounts:
    """The numbers of orders that one answer gave, by the tab's code."""

    marketplace: str
    counts: Mapping[str, int]
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class SeenList:
    """How far one visit to a list went."""

    marketplace: str
    visit_id: str
    shown: int  # orders
    reached_end: bool
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class SeenDrift:
    """A field that a page kind used to give and its newest visits do not; no field means the whole page.

    `since` is the first of these visits, `last_good_at` the newest capture before them that was understood.
    """

    marketplace: str
    page_kind: PageKind
    source: Source
    field: str | None
    since: datetime
    last_good_at: datetime
    visits: int  # at least so many in a row
    capture_id: str  # the newest of them
    is_covered: bool  # the other reading of this kind still gives the field


@dataclass(frozen=True, slots=True)
class SeenProblem:
    """One problem as the newest captures of a kind gave it, with how often."""

    page_kind: PageKind
    source: Source
    field: str
    place: str
    excerpt: str
    count: int
    last_seen_at: datetime


@dataclass(frozen=True, slots=True)
class Drift:
    """A change of the site that was met, told in one sentence with one next action.

    `is_quiet` where the other reading of the same pages still works, so that nothing is lost yet.
    """

    marketplace: str
    page_kind: PageKind
    source: Source
    field: str | None
    since: datetime
    last_good_at: datetime
    visits: int
    capture_id: str
    is_quiet: bool
    message: str
    next_action: str
