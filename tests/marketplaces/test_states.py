"""Where an order stands, by buttons and codes before words."""

from __future__ import annotations

import pytest

from companion.marketplaces.aliexpress.states import find_state

MOVING = ("CONFIRM_GOODS", "TRACKING")
ENDED = ("REPURCHASE", "DELETE")

CASES = [
    (MOVING, None, "Awaiting delivery", None, "awaiting_delivery"),
    (MOVING, None, "слово", None, "awaiting_delivery"),
    (ENDED, "9", "слово", None, "completed"),
    (ENDED, None, "Completed", None, "completed"),
    (ENDED, None, "Cancelled", None, "cancelled"),
    (ENDED, "9", "환불 완료", None, "refunded"),
    (ENDED, None, "Expired", None, "closed"),
    (ENDED, None, "слово", None, "unknown"),
    (ENDED, "8", "слово", None, "unknown"),
    ((), "8", "слово", None, "awaiting_delivery"),
    ((), "9", None, None, "completed"),
    ((), "77", "To pay", None, "unpaid"),
    ((), None, "CONCLUÍDO", None, "completed"),
    ((), None, "слово", "processing", "processing"),
    ((), None, "слово", "completed", "unknown"),  # the tab of ended orders may hold cancelled ones
    ((), None, "слово", None, "unknown"),
    ((), None, None, "shipped", None),
    ((), None, None, None, None),
]


@pytest.mark.parametrize(("buttons", "code", "label", "tab", "expected"), CASES)
def test_a_state_is_found_without_its_words(
    buttons: tuple[str, ...], code: str | None, label: str | None, tab: str | None, expected: str | None
) -> None:
    """Buttons and codes decide in every language; words only where they are known; else it is unknown."""
    found = find_state(frozenset(buttons), code, label, tab)

    assert expected == (str(found) if found else None)
