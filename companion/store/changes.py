"""Which capture each field comes from, and which fields a newer capture showed with another value."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from enum import Enum
from typing import TypeVar

from companion.model import DateRange, Money, OrderChange, Source
from companion.store.sightings import FieldSource, Sighting

Record = TypeVar("Record")

# A change of these is news. URLs, pictures and other words (or another language) for the same thing are not.
_WATCHED = frozenset(
    {"state", "placed_on", "paid_on", "shipped_on", "completed_on", "total", "seller.name", "seller.store_id"}
    | {"ship_to_country", "lines[].quantity", "lines[].unit_price"}
    | {"shipments[].carrier", "shipments[].estimated_delivery"}
    | {"disputes[].site_state", "disputes[].is_open", "disputes[].amount", "disputes[].closed_at"}
    | {"disputes[].answer_by", "disputes[].offers"}
)
_ID = re.compile(r"\[.*\]")


class Changes:
    """Chooses between the value known and the value shown, and takes notes, for one sighting.

    Pages may differ about the same fact for a while (a list that lags behind the detail page). So a value
    counts as changed only when the same kind of page said something else before, or nothing at all.
    """

    def __init__(
        self,
        order_id: str,
        sighting: Sighting,
        sources: dict[str, FieldSource],
        shown: dict[str, str],
    ) -> None:
        self.found: list[OrderChange] = []
        self._order_id = order_id
        self._sighting = sighting
        self._source = FieldSource(sighting.capture_id, sighting.captured_at, sighting.source)
        self._sources = sources
        self._shown = shown

    @property
    def source(self) -> Source:
        """Which of the two readings speaks."""
        return self._source.source

    def rename(self, before: str, after: str) -> None:
        """Carry what is noted of a record over to the id it is known by from now on."""
        sources, shown = self._sources, self._shown
        for path in [path for path in sources if path.startswith(before)]:
            sources[after + path.removeprefix(before)] = sources.pop(path)
        for key in [key for key in shown if key.partition(":")[2].startswith(before)]:
            kind, _, path = key.partition(":")
            shown[f"{kind}:{after}{path.removeprefix(before)}"] = shown.pop(key)

    def forget(self, before: str) -> None:
        """Drop what is noted of a record that turned out to be none."""
        for noted in (self._sources, self._shown):
            for path in [path for path in noted if path.rpartition(":")[2].startswith(before)]:
                del noted[path]

    def merge(self, known: Record, shown: Record, names: Iterable[str], path: str = "") -> Record:
        """Take over, field by field, what is shown; what is not shown stays as it is known."""
        values = {
            name: self.choose(f"{path}{name}", getattr(known, name), getattr(shown, name)) for name in names
        }
        return replace(known, **values)  # type: ignore[type-var]  # always one of the model's dataclasses

    def choose(self, path: str, known: object, shown: object) -> object:
        """Choose the value of one field and note where it comes from."""
        if shown is None or shown == ():
            return known
        self._sources[path] = self._source
        if _ID.sub("[]", path) in _WATCHED:
            self.note(path, None if known is None else render(known), render(shown))
        return shown

    def has_shown(self, path: str) -> bool:
        """Whether this kind of page said something watched of a record before."""
        return any(key.startswith(f"{self._sighting.page_kind.value}:{path}") for key in self._shown)

    def note(self, path: str, before: str | None, after: str) -> None:
        """Note a change when there is one."""
        key = f"{self._sighting.page_kind.value}:{path}"
        if before is not None and before != after and self._shown.get(key) != after:
            self.found.append(
                OrderChange(
                    order_id=self._order_id,
                    field=path,
                    before=before,
                    after=after,
                    capture_id=self._source.capture_id,
                    captured_at=self._source.captured_at,
                )
            )
        self._shown[key] = after


def render(value: object) -> str:
    """Write a value the way it is compared and shown in a change."""
    if isinstance(value, Money):
        return f"{value.amount} {value.currency}"
    if isinstance(value, DateRange):
        return value.start.isoformat() if value.start == value.end else f"{value.start} – {value.end}"
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, Mapping):
        return json.dumps(dict(value), ensure_ascii=False, sort_keys=True)
    return str(value)
