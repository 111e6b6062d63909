"""When a page kind that used to be understood stopped being so, found in what its newest visits gave.

A field is lost when the three newest visits that say anything of it could not read it, and an earlier one
could. Answers and pages are looked at apart. Only the newest visits are read, so it costs the same whatever
the size of the store.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from companion.model import Capture, PageKind, Parsed, SeenDrift, SeenProblem, Source
from companion.store.database import Database, Value
from companion.store.given import ALWAYS, KNOWN, WHOLE, name_failed, name_given
from companion.store.instants import to_instant, to_micros
from companion.store.rows import text, whole

VISITS = 3  # in a row without the field: one may be a page cut on its way, three are a change of the site
_ROWS_LOOKED_AT = 60

_ADD = """
    INSERT INTO field_readings (journal_number, marketplace, page_kind, source, visit_id, captured_at,
        given_set, failed_set) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""
_NEWEST = """
    SELECT visit_id, captured_at, given_set, failed_set, journal_number FROM field_readings
    WHERE marketplace = ? AND page_kind = ? AND source = ? ORDER BY captured_at DESC LIMIT ?
"""
_LAST_GOOD = """
    SELECT max(r.captured_at) FROM field_sets g CROSS JOIN field_readings r
    WHERE (? = '' AND g.fields != '' OR instr(g.fields, ?) > 0)
        AND r.marketplace = ? AND r.page_kind = ? AND r.source = ? AND r.given_set = g.set_number
        AND r.captured_at < ?
"""
_PROBLEMS = """
    SELECT p.field, p.place, p.excerpt, count(*), max(n.captured_at)
    FROM (SELECT journal_number, page_kind, source, captured_at FROM field_readings
        WHERE marketplace = ? AND page_kind = ? AND source = ? ORDER BY captured_at DESC LIMIT ?) n
    JOIN problems p ON p.journal_number = n.journal_number
        AND p.page_kind = n.page_kind AND p.source = n.source
    GROUP BY p.field, p.place, p.excerpt ORDER BY count(*) DESC
"""
_MOST_PROBLEMS = 100
# What says nothing of a layout: the shop asks for a sign-in, or the page is one nobody knows.
_NO_FIELDS = WHOLE | {"ret", "page_kind"}
_KINDS = tuple(kind for kind in PageKind if kind is not PageKind.UNKNOWN)


@dataclass(frozen=True, slots=True)
class _Visit:
    """What the readings of one kind and source gave in one visit."""

    first_at: int
    newest_at: int
    number: int  # of its newest capture
    given: frozenset[str]
    failed: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a drift may be."""

    marketplace: str
    kind: PageKind
    source: Source

    def row(self) -> tuple[str, str, str]:
        """Give its columns."""
        return self.marketplace, self.kind.value, self.source.value


@dataclass(frozen=True, slots=True)
class _Look:
    """What a look at one kind and source found."""

    newest_at: int
    lost: tuple[SeenDrift, ...]


class FieldLog:
    """Which fields each reading gave, and which it could not."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._sets: dict[int, frozenset[str]] = {}

    def add(self, number: int, capture: Capture, parsed: tuple[Parsed, ...]) -> None:
        """Keep which fields were read in a capture; its reading has been written before."""
        found: dict[_Place, tuple[frozenset[str], frozenset[str]]] = {}
        for one in parsed:
            place = _Place(one.marketplace, one.page_kind, one.source)
            given, failed = found.get(place, (frozenset(), frozenset()))
            found[place] = given | name_given(one), failed | name_failed(one)
        for place, (given, failed) in found.items():
            if given or failed:
                sets = self._keep_set(given), self._keep_set(failed)
                self._database.execute(
                    _ADD, (number, *place.row(), capture.visit_id, to_micros(capture.captured_at), *sets)
                )

    def find_drifts(self) -> tuple[SeenDrift, ...]:
        """Find what is no longer understood, by page kind; a whole page stands for all its fields."""
        found: list[SeenDrift] = []
        for name in self._marketplaces():
            for kind in _KINDS:
                api, page = (self._look(_Place(name, kind, source)) for source in (Source.API, Source.PAGE))
                found += _cover(api, page)
                found += [one for one in _cover(page, api) if not _is_lost(api, one.field)]
        return tuple(found)

    def newest_captures(self, kind: PageKind, limit: int, source: Source | None = None) -> tuple[str, ...]:
        """Name the newest captures that were read as a kind, newest first."""
        sources = Source if source is None else (source,)
        rows = [
            row
            for name in self._marketplaces()
            for one in sources
            for row in self._database.rows(_NEWEST, (*_Place(name, kind, one).row(), limit))
        ]
        newest = sorted(rows, key=lambda row: whole(row[1]), reverse=True)
        return tuple(map(self._get_capture_id, dict.fromkeys(whole(row[4]) for row in newest)))[:limit]

    def problems_of(self, kind: PageKind) -> tuple[SeenProblem, ...]:
        """List what the newest captures of a kind could not read, most frequent first."""
        found: list[SeenProblem] = []
        for name in self._marketplaces():
            for source in Source:
                rows = self._database.rows(_PROBLEMS, (*_Place(name, kind, source).row(), _ROWS_LOOKED_AT))
                found += [_read_problem(kind, source, row) for row in rows]
        return tuple(sorted(found, key=lambda one: one.count, reverse=True)[:_MOST_PROBLEMS])

    def _look(self, place: _Place) -> _Look | None:
        """Find what one kind and source lost; None where it is not read at all."""
        visits = self._read_visits(place)
        if not visits:
            return None
        lost = self._find_lost(place, visits, None)
        if lost is not None:
            return _Look(visits[0].newest_at, (lost,))
        names = set().union(*(visit.failed for visit in visits[: VISITS * 2]))
        names = (names | ALWAYS.get(place.kind, frozenset())) - _NO_FIELDS
        found = (self._find_lost(place, visits, name) for name in sorted(names))
        return _Look(visits[0].newest_at, tuple(one for one in found if one is not None))

    def _find_lost(self, place: _Place, visits: Sequence[_Visit], name: str | None) -> SeenDrift | None:
        telling = [(visit, good) for visit in visits if (good := _judge(visit, name, place.kind)) is not None]
        newest = telling[:VISITS]
        if len(newest) < VISITS or any(good for _, good in newest):
            return None
        last_good_at = self._find_last_good(place, telling, name, newest[-1][0].first_at)
        if last_good_at is None:
            return None
        lost = [visit for visit, good in telling if not good and visit.first_at > last_good_at]
        since = min(visit.first_at for visit in lost)
        return SeenDrift(
            *(place.marketplace, place.kind, place.source, name),
            to_instant(since),
            to_instant(last_good_at),
            len(lost),
            self._get_capture_id(newest[0][0].number),
            is_covered=False,
        )

    def _find_last_good(
        self, place: _Place, telling: Sequence[tuple[_Visit, bool]], name: str | None, before: int
    ) -> int | None:
        if name is not None and name not in KNOWN:
            return next((visit.first_at for visit, good in telling if good), None)
        sought = f" {name} " if name else ""
        row = self._database.find_row(_LAST_GOOD, (sought, sought or "-", *place.row(), before))
        return None if row is None or row[0] is None else whole(row[0])

    def _read_visits(self, place: _Place) -> tuple[_Visit, ...]:
        visits: dict[str, _Visit] = {}
        for row in self._database.rows(_NEWEST, (*place.row(), _ROWS_LOOKED_AT)):
            visit_id, at = text(row[0]), whole(row[1])
            given, failed = self._get_set(whole(row[2])), self._get_set(whole(row[3]))
            known = visits.get(visit_id) or _Visit(at, at, whole(row[4]), frozenset(), frozenset())
            visits[visit_id] = replace(
                known, first_at=at, given=known.given | given, failed=known.failed | failed
            )
        return tuple(visits.values())

    def _get_set(self, number: int) -> frozenset[str]:
        """Read a set of fields; a set never changes, so it is read once."""
        if number not in self._sets:
            row = self._database.find_row("SELECT fields FROM field_sets WHERE set_number = ?", (number,))
            assert row is not None  # noqa: S101  # a reading refers to it
            self._sets[number] = frozenset(text(row[0]).split())
        return self._sets[number]

    def _get_capture_id(self, number: int) -> str:
        row = self._database.find_row("SELECT capture_id FROM captures WHERE journal_number = ?", (number,))
        return text(row[0]) if row else ""

    def _keep_set(self, names: frozenset[str]) -> int:
        words = f" {' '.join(sorted(names))} " if names else ""
        known = self._database.get_number("SELECT set_number FROM field_sets WHERE fields = ?", (words,))
        return known or self._database.insert("INSERT INTO field_sets (fields) VALUES (?)", (words,))

    def _marketplaces(self) -> Iterator[str]:
        name = ""
        while row := self._database.find_row(
            "SELECT marketplace FROM field_readings WHERE marketplace > ? ORDER BY marketplace LIMIT 1",
            (name,),
        ):
            name = text(row[0])
            yield name


def _read_problem(kind: PageKind, source: Source, row: tuple[Value, ...]) -> SeenProblem:
    field, place, excerpt, count, at = row
    return SeenProblem(
        kind, source, text(field), text(place), text(excerpt), whole(count), to_instant(whole(at))
    )


def _judge(visit: _Visit, name: str | None, kind: PageKind) -> bool | None:
    """Tell whether a visit gave a field; None where it says nothing about it, as when logged out."""
    if name is None:
        return True if visit.given else False if visit.failed & WHOLE else None
    if name in visit.given:
        return True
    if name in visit.failed:
        return False
    if not visit.given:
        return None
    if name not in KNOWN:
        return True  # nothing tells of it but its problem, and there is none
    return False if name in ALWAYS.get(kind, frozenset()) else None


def _cover(own: _Look | None, other: _Look | None) -> list[SeenDrift]:
    """Say of each drift of one source whether the other source, read since, still gives the same."""
    return [
        replace(
            one,
            is_covered=other is not None
            and other.newest_at >= to_micros(one.since)
            and not _is_lost(other, one.field),
        )
        for one in (own.lost if own else ())
    ]


def _is_lost(look: _Look | None, field: str | None) -> bool:
    """Tell whether a field, or the whole page, is lost for a source."""
    return look is not None and any(one.field in (field, None) for one in look.lost)
