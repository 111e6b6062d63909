"""Which states of an order stand behind the tabs of a shop's list, by the tab's code."""

from __future__ import annotations

from collections.abc import Mapping

from companion.marketplaces.aliexpress.kinds import NAME as ALIEXPRESS
from companion.model import OrderState

# Codes of the order count and of the list's tabs, seen 2026-09 (golden unknown/order-count; facts of the
# list's header). "all" and "completed" are not counted by the site.
TAB_STATES: Mapping[str, Mapping[str, frozenset[OrderState]]] = {
    ALIEXPRESS: {
        "unpaid": frozenset({OrderState.UNPAID}),
        "processing": frozenset({OrderState.PROCESSING, OrderState.AWAITING_SHIPMENT}),
        "shipped": frozenset({OrderState.AWAITING_DELIVERY, OrderState.DELIVERED}),
    }
}
