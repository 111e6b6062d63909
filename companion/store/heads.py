"""Lists of captures: who came when, and which no parser has seen yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from companion.model import PageKind, PartRole, Trigger
from companion.store.database import Database, Value
from companion.store.instants import to_instant, to_micros
from companion.store.rows import text, text_or_none, whole

_CHUNK = 500
_HEADS = """
    SELECT c.capture_id, c.visit_id, c.captured_at, c.received_at, c.url, c.title, c.trigger, r.page_kind,
        (SELECT group_concat(DISTINCT p.role) FROM parts p WHERE p.journal_number = c.journal_number),
        c.journal_number
    FROM captures c LEFT JOIN readings r ON r.journal_number = c.journal_number
    WHERE (c.captured_at, c.capture_id) > (?, ?) AND (r.journal_number IS NULL OR NOT ?)
    ORDER BY c.captured_at, c.capture_id LIMIT ?
"""
_HAS_PAGE = "EXISTS (SELECT 1 FROM parts p WHERE p.journal_number = c.journal_number AND p.role = 'page')"


@dataclass(frozen=True, slots=True)
class CaptureHead:
    """What a list of captures shows; `page_kind` is unknown until the capture is parsed."""

    capture_id: str
    visit_id: str
    captured_at: datetime
    received_at: datetime
    url: str
    title: str
    trigger: Trigger
    page_kind: PageKind
    part_roles: tuple[PartRole, ...]
    journal_number: int


class Heads:
    """The captures of one store, seen from afar."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self, *, unparsed_only: bool) -> Iterator[CaptureHead]:
        """Read heads in the order they were captured; a few at a time, so the store may change meanwhile."""
        after: tuple[Value, Value] = (-(2**62), "")
        while rows := self._database.rows(_HEADS, (*after, int(unparsed_only), _CHUNK)):
            yield from map(_read_head, rows)
            after = (rows[-1][2], rows[-1][0])

    def ids(
        self, *, unparsed_only: bool, limit: int | None = None, with_page: bool | None = None
    ) -> tuple[str, ...]:
        """Name captures in the order they were captured."""
        unparsed = "JOIN unparsed u ON u.journal_number = c.journal_number" if unparsed_only else ""
        chosen = "" if with_page is None else f"WHERE {_HAS_PAGE} = ?"
        rows = self._database.rows(
            f"SELECT c.capture_id FROM captures c {unparsed} {chosen}"  # noqa: S608  # constants
            " ORDER BY c.captured_at, c.capture_id LIMIT ?",
            (*(() if with_page is None else (int(with_page),)), -1 if limit is None else limit),
        )
        return tuple(text(row[0]) for row in rows)

    def count(self) -> int:
        """Count all captures."""
        return self._database.get_number("SELECT count(*) FROM captures")

    def count_since(self, start: datetime) -> int:
        """Count the captures taken from `start` on."""
        return self._database.get_number(
            "SELECT count(*) FROM captures WHERE captured_at >= ?", (to_micros(start),)
        )

    def count_unparsed(self) -> int:
        """Count the captures no parser has seen yet."""
        return self._database.get_number("SELECT count(*) FROM unparsed")


def _read_head(row: tuple[Value, ...]) -> CaptureHead:
    capture_id, visit_id, captured_at, received_at, url, title, trigger, page_kind, roles, number = row
    present = set(text(roles).split(","))
    return CaptureHead(
        capture_id=text(capture_id),
        visit_id=text(visit_id),
        captured_at=to_instant(whole(captured_at)),
        received_at=to_instant(whole(received_at)),
        url=text(url),
        title=text(title),
        trigger=Trigger(text(trigger)),
        page_kind=PageKind(text_or_none(page_kind) or PageKind.UNKNOWN),
        part_roles=tuple(role for role in PartRole if role.value in present),
        journal_number=whole(number),
    )
