"""What is worked out of an order depends on what its pages say, and not on how their captures are named."""

from __future__ import annotations

from dataclasses import replace

from companion.model import PageKind, SeenStatement, StatementKind
from companion.protection.deadlines import make_deadlines
from tests.protection.made import SEEN_AT, order, record, seen

ESTIMATES = (
    seen(StatementKind.ESTIMATED_DELIVERY, "2026-09-20", quote="Estimated delivery date: Sep 20, 2026"),
    seen(
        StatementKind.LATE_COUPON_FROM, "2026-09-20", page=PageKind.TRACKING, quote="Coupon from Sep 20, 2026"
    ),
    seen(StatementKind.LATE_COUPON_FROM, "2026-09-20", quote="Coupon from Sep 20, 2026"),
)


def read_quotes(*names: str) -> list[tuple[str | None, str]]:
    """Read quotes and reasons in the order of the deadlines, where captures have these names."""
    named: list[SeenStatement] = [
        replace(one, capture_id=name) for one, name in zip(ESTIMATES, names, strict=True)
    ]
    return [(one.quote, one.reason) for one in make_deadlines(record(order(), *named), SEEN_AT) if one.quote]


def test_the_names_of_captures_order_nothing() -> None:
    """Dates that fall on one day stand in the same order, whatever their captures are called."""
    assert read_quotes("a", "b", "c") == read_quotes("c", "b", "a") == read_quotes("b", "c", "a")
    assert 3 == len(read_quotes("a", "b", "c"))
