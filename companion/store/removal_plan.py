"""What a removal takes with it, told before anything is taken: the captures, and the orders they show."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from companion.errors import NotFound
from companion.store.database import Database
from companion.store.records import OrderKey
from companion.store.rows import text, text_or_none, whole

# All captures of every visit in which the order was seen, those whose address names it, and those of
# conversations about it. A conversation belongs to every order it is about.
_TALKED_OF = """
    SELECT {} FROM thread_sightings t
    JOIN thread_names a ON a.name_number = t.name_number
    JOIN thread_names b ON b.thread_number = a.thread_number
    JOIN thread_links l ON l.name_number = b.name_number AND l.kind = 'order'
    JOIN orders o ON o.marketplace = b.marketplace AND o.order_id = l.value AND o.record IS NOT NULL
    WHERE t.is_next = 0 AND {}
"""
_AROUND = f"""
    SELECT c.capture_id, c.visit_id, c.url,
        (SELECT group_concat(DISTINCT order_number) FROM (
            SELECT s.order_number FROM sightings s WHERE s.journal_number = c.journal_number
            UNION {_TALKED_OF.format("o.order_number", "t.journal_number = c.journal_number")})),
        EXISTS (SELECT 1 FROM parts p WHERE p.journal_number = c.journal_number AND p.role = 'page')
    FROM captures c
    WHERE instr(c.url, ?1) > 0 OR c.visit_id IN (
        SELECT v.visit_id FROM sightings s JOIN captures v ON v.journal_number = s.journal_number
        WHERE s.order_number = ?2)
        OR c.journal_number IN ({_TALKED_OF.format("t.journal_number", "o.order_number = ?2")})
    ORDER BY c.journal_number
"""  # noqa: S608  # our own words from the lines above
_SHOWN = """
    SELECT DISTINCT s.order_number FROM captures c JOIN sightings s ON s.journal_number = c.journal_number
    WHERE c.capture_id = ?
"""
_SEEN_IN = """
    SELECT DISTINCT c.capture_id FROM sightings s JOIN captures c ON c.journal_number = s.journal_number
    WHERE s.order_number = ?
"""


@dataclass(frozen=True, slots=True)
class OrderCaptures:
    """The captures of one order: its own, and those that show other orders too."""

    own: tuple[str, ...]
    shared: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RemovalPlan:
    """What taking these captures away means for orders.

    Attributes:
        capture_ids: what would be taken away.
        gone: orders that nothing else shows.
        poorer: orders that others still show, with less behind them.
        kept: captures of a named order that stay, because they show other orders too.
    """

    capture_ids: tuple[str, ...]
    gone: tuple[OrderKey, ...]
    poorer: tuple[OrderKey, ...]
    kept: tuple[str, ...] = ()


@dataclass(slots=True)
class _Around:
    """One capture near an order."""

    capture_id: str
    visit_id: str
    names_order: bool
    orders: frozenset[int]
    has_page: bool


@dataclass(slots=True)
class _Sorted:
    own: list[str] = field(default_factory=list)
    shared: list[str] = field(default_factory=list)


class RemovalPlans:
    """Looks ahead in one store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find_captures(self, key: OrderKey) -> OrderCaptures:
        """Find all captures that hold something of an order.

        Raises:
            NotFound: no capture has shown this order.
        """
        number = self._database.get_number(
            "SELECT order_number FROM orders WHERE marketplace = ? AND order_id = ? AND record IS NOT NULL",
            (key.marketplace, key.order_id),
        )
        if not number:
            raise NotFound(f"There is no order {key.order_id}.", "`orderproof orders` lists what is here.")
        around = self._read_around(number, key.order_id)
        shown_in_visit: dict[str, set[int]] = {}
        for one in around:
            shown_in_visit.setdefault(one.visit_id, set()).update(one.orders)
        found = _Sorted()
        for one in around:
            _sort(one, number, shown_in_visit[one.visit_id] == {number}, found)
        return OrderCaptures(tuple(found.own), tuple(found.shared))

    def plan_orders(
        self, keys: Iterable[OrderKey], capture_ids: Iterable[str] = (), *, with_shared: bool
    ) -> RemovalPlan:
        """Tell what taking orders and single captures away would mean.

        Raises:
            NotFound: there is no such order or capture.
        """
        found = [self.find_captures(key) for key in keys]
        own = [one for captures in found for one in captures.own]
        shared = [one for captures in found for one in captures.shared]
        plan = self.make_plan([*capture_ids, *own, *(shared if with_shared else ())])
        going = frozenset(plan.capture_ids)
        return replace(plan, kept=tuple(one for one in dict.fromkeys(shared) if one not in going))

    def make_plan(self, capture_ids: Iterable[str]) -> RemovalPlan:
        """Tell what taking captures away would mean.

        Raises:
            NotFound: there is no such capture.
        """
        wanted = tuple(dict.fromkeys(capture_ids))
        for capture_id in wanted:
            if not self._database.find_row("SELECT 1 FROM captures WHERE capture_id = ?", (capture_id,)):
                raise NotFound(
                    f"There is no capture {capture_id}.", "`orderproof orders` lists what is here."
                )
        shown = {whole(row[0]) for one in wanted for row in self._database.rows(_SHOWN, (one,))}
        going = frozenset(wanted)
        gone = {number for number in shown if self._seen_in(number) <= going}
        return RemovalPlan(wanted, self._name(gone), self._name(shown - gone))

    def _seen_in(self, number: int) -> frozenset[str]:
        return frozenset(text(row[0]) for row in self._database.rows(_SEEN_IN, (number,)))

    def _name(self, numbers: Iterable[int]) -> tuple[OrderKey, ...]:
        rows = (
            self._database.find_row(
                "SELECT marketplace, order_id FROM orders WHERE order_number = ?", (number,)
            )
            for number in numbers
        )
        return tuple(sorted(OrderKey(text(row[0]), text(row[1])) for row in rows if row is not None))

    def _read_around(self, number: int, order_id: str) -> list[_Around]:
        is_named = re.compile(rf"(?<![0-9A-Za-z]){re.escape(order_id)}(?![0-9A-Za-z])").search
        around = []
        for capture_id, visit_id, url, orders, has_page in self._database.rows(_AROUND, (order_id, number)):
            numbers = (text_or_none(orders) or "").split(",")
            around.append(
                _Around(
                    capture_id=text(capture_id),
                    visit_id=text(visit_id),
                    names_order=is_named(text(url)) is not None,
                    orders=frozenset(int(one) for one in numbers if one),
                    has_page=bool(has_page),
                )
            )
        return around


def _sort(one: _Around, number: int, is_alone_in_visit: bool, found: _Sorted) -> None:
    """Put a capture among the order's own, among the shared ones, or nowhere."""
    if one.orders:
        if one.orders == {number}:
            found.own.append(one.capture_id)
        elif number in one.orders:
            found.shared.append(one.capture_id)
    elif is_alone_in_visit or one.names_order:
        found.own.append(one.capture_id)
    elif one.has_page:
        # A frozen page of a visit that showed several orders shows them all, as far as anybody knows.
        found.shared.append(one.capture_id)
