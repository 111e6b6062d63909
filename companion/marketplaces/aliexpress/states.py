"""Where an order stands: from buttons and codes, which are the same in every language, before label words.

Buttons seen 2026-09: CONFIRM_GOODS stands on every order on its way; REPURCHASE with DELETE on one that has
ended, whichever way. Codes seen 2026-04 and 2026-09: 8 and 9. Golden order_list/en-brl, order_list/ko-krw.
"""

from __future__ import annotations

from collections.abc import Mapping

from companion.marketplaces.aliexpress.words import find_labelled_state
from companion.model import OrderState

_CODES: Mapping[str, OrderState] = {"8": OrderState.AWAITING_DELIVERY, "9": OrderState.COMPLETED}
_TABS: Mapping[str, OrderState] = {
    "unpaid": OrderState.UNPAID,
    "processing": OrderState.PROCESSING,
    "shipped": OrderState.AWAITING_DELIVERY,
}
# Ended otherwise than by a received parcel: the day it ended is no day of completion.
NOT_COMPLETED = frozenset({OrderState.CANCELLED, OrderState.CLOSED, OrderState.REFUNDED})
_ENDED = frozenset({OrderState.COMPLETED, OrderState.CANCELLED, OrderState.CLOSED, OrderState.REFUNDED})


def find_state(
    buttons: frozenset[str], code: str | None, label: str | None, tab: str | None = None
) -> OrderState | None:
    """Find an order's state; None where the page shows none, unknown where it says what we cannot read.

    Args:
        buttons: the types of the order's buttons.
        code: the site's number for the state.
        label: the state in the site's words.
        tab: the tab of the list that the page asked for.
    """
    if not (buttons or code or label):
        return None
    labelled = find_labelled_state(label) if label else None
    coded = _CODES.get(code or "")
    if "CONFIRM_GOODS" in buttons:
        return OrderState.AWAITING_DELIVERY
    if buttons >= {"REPURCHASE", "DELETE"}:
        # Ended. The words say how, where they are known: a cancelled order may share its code with a
        # completed one.
        return labelled if labelled in _ENDED else coded if coded in _ENDED else OrderState.UNKNOWN
    return coded or labelled or _TABS.get(tab or "") or OrderState.UNKNOWN
