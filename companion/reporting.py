"""Chooses from the store what a report of a change of the site is made of."""

from __future__ import annotations

from collections.abc import Iterable

from companion import __version__
from companion.drift import find_drifts
from companion.errors import BlobDamaged, NotFound
from companion.model import Capture, Drift, PageKind, Source
from companion.redaction.wish import ReportWish
from companion.store import Store

_PAGES_SHOWN = 3
_PAGES_LEARNT_FROM = 3
# What names the buyer in full; the same words are then found on pages that do not say what they are.
_NAMING = (PageKind.ORDER_DETAIL, PageKind.TRACKING)


def make_report_wish(store: Store, kind: PageKind | None) -> ReportWish:
    """Gather the report on one page kind, or on all that are no longer understood.

    Raises:
        NotFound: there is nothing to report.
    """
    drifts = [one for one in find_drifts(store) if kind in (None, one.page_kind)]
    kinds = list(dict.fromkeys(one.page_kind for one in drifts)) or ([kind] if kind else [])
    problems = [problem for one in kinds for problem in store.fields.problems_of(one)]
    captures = [capture for one in kinds for capture in _find_captures(store, one, drifts)]
    if not captures:
        raise NotFound(
            "There is nothing to report: every kind of page that was captured is understood."
            if kind is None
            else f"No page of the kind {kind} was captured and read.",
            "`orderproof status` lists what could not be read; --kind names the pages to report.",
        )
    return ReportWish(
        version=__version__,
        marketplace=drifts[0].marketplace if drifts else "aliexpress",
        drifts=tuple(drifts),
        problems=tuple(problems),
        captures=tuple(captures),
        others=find_naming_captures(store),
    )


def find_naming_captures(store: Store) -> tuple[Capture, ...]:
    """Read the newest captures that name the buyer."""
    ids = (
        capture_id
        for kind in _NAMING
        for capture_id in store.fields.newest_captures(kind, _PAGES_LEARNT_FROM, Source.API)
    )
    return _read(store, ids)


def _find_captures(store: Store, kind: PageKind, drifts: list[Drift]) -> tuple[Capture, ...]:
    """Read the captures that show a change, or the newest ones of a kind that has none."""
    shown = [one.capture_id for one in drifts if one.page_kind is kind]
    return _read(store, dict.fromkeys(shown or store.fields.newest_captures(kind, 1)))[:_PAGES_SHOWN]


def _read(store: Store, capture_ids: Iterable[str]) -> tuple[Capture, ...]:
    found: list[Capture] = []
    for capture_id in capture_ids:
        try:
            found.append(store.get_capture(capture_id))
        except BlobDamaged:
            continue  # said by the reading of captures; the others still tell
    return tuple(found)
