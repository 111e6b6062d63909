"""What would change in the records, field by field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import msgspec

from companion.model import OrderRecord
from companion.store import OrderKey

_WHOLE = "order"  # the field under which an order that comes or goes is listed


@dataclass(frozen=True, slots=True)
class Difference:
    """One value of one order, before and after; None is a value that is not there.

    Attributes:
        path: where it stands in the record, such as `lines[1].quantity`.
    """

    marketplace: str
    order_id: str
    path: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """All differences of one field: `lines[].quantity` stands for that of every line."""

    field: str
    orders: int
    differences: tuple[Difference, ...]


def compare_records(
    before: Iterable[OrderRecord], after: Iterable[OrderRecord]
) -> tuple[FieldDifference, ...]:
    """Compare records; the field that differs in most orders comes first."""
    old, new = _by_key(before), _by_key(after)
    found: dict[str, list[Difference]] = {}
    for key in sorted(old.keys() | new.keys()):
        for field, difference in _compare(key, old.get(key), new.get(key)):
            found.setdefault(field, []).append(difference)
    fields = [_make_field(field, differences) for field, differences in found.items()]
    return tuple(sorted(fields, key=lambda one: (-one.orders, one.field)))


def _make_field(field: str, differences: list[Difference]) -> FieldDifference:
    orders = {(one.marketplace, one.order_id) for one in differences}
    return FieldDifference(field, len(orders), tuple(differences))


def _by_key(records: Iterable[OrderRecord]) -> dict[OrderKey, OrderRecord]:
    return {OrderKey(record.marketplace, record.order.order_id): record for record in records}


def _compare(
    key: OrderKey, before: OrderRecord | None, after: OrderRecord | None
) -> Iterator[tuple[str, Difference]]:
    if before is None or after is None:
        was, will_be = (None if record is None else "known" for record in (before, after))
        yield _WHOLE, Difference(key.marketplace, key.order_id, _WHOLE, was, will_be)
    elif before != after:
        for field, path, old, new in _walk("", "", msgspec.to_builtins(before), msgspec.to_builtins(after)):
            yield field, Difference(key.marketplace, key.order_id, path, old, new)


def _walk(field: str, path: str, before: object, after: object) -> Iterator[tuple[str, str, object, object]]:
    """Go through two values side by side, down to what differs: its field, its path, before and after."""
    if before == after:
        return
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        dot = "." if path else ""
        for name in dict.fromkeys((*before, *after)):
            yield from _walk(f"{field}{dot}{name}", f"{path}{dot}{name}", before.get(name), after.get(name))
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for index, (old, new) in enumerate(zip(before, after, strict=True)):
            yield from _walk(f"{field}[]", f"{path}[{index}]", old, new)
    else:
        yield field, path, before, after
