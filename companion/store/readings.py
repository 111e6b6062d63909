"""Which captures were parsed, what kinds of pages they were, and what could not be read in them."""

from __future__ import annotations

from datetime import datetime

from companion.model import Capture, CountedProblem, Disagreement, PageKind, Parsed, PartRole, Source
from companion.store.advice import make_comparison, make_next_action
from companion.store.coverage import CoverageLog
from companion.store.database import Database, Value
from companion.store.disagreements import name_field
from companion.store.drift import FieldLog
from companion.store.instants import to_instant, to_micros
from companion.store.rows import text, whole

# A frozen page of these kinds shows orders. Their data come by the answers of the same visit, or are read in
# the page itself; where neither gave any, something is amiss.
_NEED_ANSWERS = (PageKind.ORDER_LIST, PageKind.ORDER_DETAIL, PageKind.TRACKING)

# A page that gave nothing as a whole (logged out, cut, empty) is put right by opening it again: it stops
# counting once a newer page of its kind was understood, or an answer in its own visit. A kind nobody reads
# yet asks nothing of the user.
_COUNT_READ = """
    SELECT p.page_kind, p.field, count(*), max(c.captured_at)
    FROM problems p JOIN captures c ON c.journal_number = p.journal_number
    WHERE p.field != 'not_read_yet' AND (p.field NOT IN ('ret', 'json', 'data') OR NOT EXISTS (
        SELECT 1 FROM reading_kinds k
        WHERE k.page_kind = p.page_kind AND k.has_data = 1 AND k.captured_at > c.captured_at))
    AND NOT (p.field = 'data' AND EXISTS (
        SELECT 1 FROM captures v JOIN reading_kinds k ON k.journal_number = v.journal_number
        WHERE v.visit_id = c.visit_id AND k.page_kind = p.page_kind AND k.has_data = 1))
    GROUP BY p.page_kind, p.field
"""
_COUNT_UNANSWERED = """
    SELECT u.page_kind, 'data', count(*), max(u.captured_at) FROM unanswered u
    WHERE NOT EXISTS (
        SELECT 1 FROM reading_kinds k
        WHERE k.page_kind = u.page_kind AND k.has_data = 1 AND k.captured_at > u.captured_at)
    GROUP BY u.page_kind
"""
# Of the orders seen last the one with the highest id is named, whichever came first.
_COUNT_DISAGREEMENTS = """
    SELECT page_kind, 'disagreements[' || field || ']', among, captured_at, order_id FROM (
        SELECT d.page_kind, d.field, d.captured_at, o.order_id,
            count(*) OVER (PARTITION BY d.page_kind, d.field) AS among,
            row_number() OVER (
                PARTITION BY d.page_kind, d.field ORDER BY d.captured_at DESC, o.order_id DESC) AS place
        FROM disagreements d JOIN orders o ON o.order_number = d.order_number)
    WHERE place = 1
"""
# Found anew for the whole visit each time, so it does not matter whether page or answer came first.
_FIND_UNANSWERED = """
    INSERT INTO unanswered (visit_id, page_kind, captured_at)
    SELECT c.visit_id, k.page_kind, max(c.captured_at)
    FROM captures c JOIN reading_kinds k ON k.journal_number = c.journal_number
    WHERE c.visit_id = ? AND k.page_kind IN (?, ?, ?)
    GROUP BY k.page_kind HAVING max(k.has_page) = 1 AND max(k.has_data) = 0
"""


class Readings:
    """What the parsers made of the captures of one store."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._coverage = CoverageLog(database)
        self._fields = FieldLog(database)

    def replace(
        self, number: int, capture: Capture, parsed: tuple[Parsed, ...], version: int, now: datetime
    ) -> None:
        """Mark a capture as parsed and note its kinds and problems in the place of earlier ones."""
        self._clear(number)
        self._database.execute(
            "INSERT INTO readings (journal_number, page_kind, parsed_at, adapter_version)"
            " VALUES (?, ?, ?, ?)",
            (number, _choose_kind(parsed).value, to_micros(now), version),
        )
        self._add_kinds(number, capture, parsed)
        self.find_unanswered(capture.visit_id)
        self._coverage.add(number, capture, parsed)
        self._fields.add(number, capture, parsed)
        problems = [(one, problem) for one in parsed for problem in one.problems]
        self._database.execute_many(
            "INSERT INTO problems (journal_number, position, page_kind, source, field, place, excerpt)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (number, position, one.page_kind, one.source, problem.field, problem.where, problem.excerpt)
                for position, (one, problem) in enumerate(problems)
            ],
        )

    def clear(self) -> None:
        """Forget what was made of all captures."""
        for table in ("disagreements", "unanswered", "problems", "reading_kinds", "readings"):
            self._database.execute(f"DELETE FROM {table}")  # noqa: S608  # names from the line above

    def replace_disagreements(self, order_number: int, found: tuple[Disagreement, ...]) -> None:
        """Count the disagreements of an order in the place of earlier ones."""
        self._database.execute("DELETE FROM disagreements WHERE order_number = ?", (order_number,))
        self._database.execute_many(
            "INSERT INTO disagreements (order_number, position, page_kind, field, captured_at)"
            " VALUES (?, ?, ?, ?, ?)",
            [
                (order_number, position, one.page_kind.value, name_field(one), to_micros(one.captured_at))
                for position, one in enumerate(found)
            ],
        )

    def counted_problems(self) -> tuple[CountedProblem, ...]:
        """Count problems by page kind and field, each with its next action; newest first."""
        counts: dict[tuple[str, str], tuple[int, int]] = {}
        for row in (*self._database.rows(_COUNT_READ), *self._database.rows(_COUNT_UNANSWERED)):
            key = (text(row[0]), text(row[1]))
            count, last_seen_at = counts.get(key, (0, 0))
            counts[key] = (count + whole(row[2]), max(last_seen_at, whole(row[3])))
        problems = [
            CountedProblem(PageKind(kind), field, count, to_instant(at), make_next_action(field))
            for (kind, field), (count, at) in counts.items()
        ]
        problems.extend(map(_count_disagreement, self._database.rows(_COUNT_DISAGREEMENTS)))
        return tuple(
            sorted(problems, key=lambda one: (-to_micros(one.last_seen_at), one.page_kind, one.field))
        )

    def remove(self, number: int) -> None:
        """Forget what was made of a capture that is being removed; it is not unparsed either."""
        self._clear(number)
        for table in ("unparsed", "page_attempts"):
            self._database.execute(f"DELETE FROM {table} WHERE journal_number = ?", (number,))  # noqa: S608

    def find_unanswered(self, visit_id: str) -> None:
        """Note anew which pages of a visit had no answer that was understood."""
        self._database.execute("DELETE FROM unanswered WHERE visit_id = ?", (visit_id,))
        needy = tuple(kind.value for kind in _NEED_ANSWERS)
        self._database.execute(_FIND_UNANSWERED, (visit_id, *needy))

    def _clear(self, number: int) -> None:
        for table in ("problems", "reading_kinds", "readings"):
            self._database.execute(f"DELETE FROM {table} WHERE journal_number = ?", (number,))  # noqa: S608

    def _add_kinds(self, number: int, capture: Capture, parsed: tuple[Parsed, ...]) -> None:
        roles = {part.role for part in capture.parts}
        has_page, has_answer = PartRole.PAGE in roles, bool(roles & {PartRole.API, PartRole.FRAME})
        data: dict[PageKind, bool] = {}
        for one in parsed:
            # An answer without orders is understood too: there are none. A document without any may not have
            # been filled yet.
            is_answer = has_answer and one.source is Source.API
            is_understood = _has_records(one) or (is_answer and not one.problems)
            data[one.page_kind] = data.get(one.page_kind, False) or is_understood
        self._database.execute_many(
            "INSERT INTO reading_kinds (journal_number, page_kind, has_page, has_data, captured_at)"
            " VALUES (?, ?, ?, ?, ?)",
            [
                (number, kind.value, int(has_page), int(has_data), to_micros(capture.captured_at))
                for kind, has_data in data.items()
            ],
        )


def _count_disagreement(row: tuple[Value, ...]) -> CountedProblem:
    kind, field, count, seen_at, order_id = row
    action = make_comparison(text(field), text(order_id))
    return CountedProblem(PageKind(text(kind)), text(field), whole(count), to_instant(whole(seen_at)), action)


def _choose_kind(parsed: tuple[Parsed, ...]) -> PageKind:
    known = (one.page_kind for one in parsed if one.page_kind is not PageKind.UNKNOWN)
    return next(known, PageKind.UNKNOWN)


def _has_records(parsed: Parsed) -> bool:
    return bool(
        parsed.orders
        or parsed.shipments
        or parsed.threads
        or parsed.disputes
        or parsed.listings
        or parsed.statements
    )
