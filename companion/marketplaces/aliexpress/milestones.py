"""What a tracking event means, by the carrier network's codes, which are the same in every language.

Codes seen 2026-04 to 2026-09 (golden tracking/*). A code's second part names the leg: GWMS warehouse,
PICK_UP and GOT collection, SC sorting centre, LH long haul, CC customs, GTMS last mile. Only the signed
scan means delivered.
"""

from __future__ import annotations

from collections.abc import Mapping

from companion.model import Milestone

SIGNED = "AE_GTMS_SIGNED"

_CODES: Mapping[str, Milestone] = {
    "AE_ORDER_PLACED": Milestone.ORDERED,
    "AE_ORDER_PAID": Milestone.PAID,
    "AE_ORDER_SHIPPED": Milestone.ACCEPTED,
    "AE_GWMS_ACCEPT": Milestone.PACKED,
    "AE_GWMS_PACKAGE": Milestone.PACKED,
    "AE_GWMS_OUTBOUND": Milestone.ACCEPTED,
    "AE_PICK_UP_SUCCESS": Milestone.ACCEPTED,
    "AE_GOT": Milestone.ACCEPTED,
    "AE_GOT_SUCCESS": Milestone.ACCEPTED,
    "AE_LAST_MILE_HO_SUCCESS": Milestone.IN_TRANSIT,
    "AE_GTMS_ACCEPT": Milestone.IN_TRANSIT,
    "AE_GTMS_SC_ARRIVE": Milestone.IN_TRANSIT,
    "AE_GTMS_SC_DEPART": Milestone.IN_TRANSIT,
    "AE_GTMS_DO_ARRIVE": Milestone.IN_TRANSIT,
    "AE_GTMS_DO_DEPART": Milestone.OUT_FOR_DELIVERY,
    "AE_GTMS_DELIVERING": Milestone.OUT_FOR_DELIVERY,
    "AE_GTMS_ORDER_INFO_UPDATE": Milestone.OTHER,
    SIGNED: Milestone.DELIVERED,
}
# Whole legs whose every step means the same, as long as nothing went wrong in it.
_LEGS: tuple[tuple[str, Milestone], ...] = (
    ("AE_CC_", Milestone.CUSTOMS),
    ("AE_LH_", Milestone.IN_TRANSIT),
    ("AE_SC_", Milestone.IN_TRANSIT),
)
# Not seen; what the words within a code say, so that trouble never reads as progress.
_TROUBLE: tuple[tuple[str, Milestone], ...] = (
    ("RETURN", Milestone.RETURNED),
    ("FAIL", Milestone.EXCEPTION),
    ("EXCEPTION", Milestone.EXCEPTION),
    ("REJECT", Milestone.EXCEPTION),
    ("LOST", Milestone.EXCEPTION),
)
_LAST_MILE = "AE_GTMS_"


def find_milestone(*codes: str | None) -> Milestone:
    """Find what an event means by its codes, the first one known deciding.

    >>> str(find_milestone("AE_GTMS_DELIVERING", "AE_GTMS_DO_DEPART")), str(find_milestone("AE_LH_ARRIVE"))
    ('out_for_delivery', 'in_transit')
    >>> str(find_milestone("AE_GTMS_STA_SIGNED")), str(find_milestone("AE_GTMS_DELIVER_FAIL"))
    ('other', 'delivery_failed')
    """
    found = (_find(code) for code in codes if code)
    return next((milestone for milestone in found if milestone is not Milestone.OTHER), Milestone.OTHER)


def _find(code: str) -> Milestone:
    if code in _CODES:
        return _CODES[code]
    for word, milestone in _TROUBLE:
        if word in code:
            is_failed_visit = milestone is Milestone.EXCEPTION and code.startswith(_LAST_MILE)
            return Milestone.DELIVERY_FAILED if is_failed_visit else milestone
    return next((milestone for leg, milestone in _LEGS if code.startswith(leg)), Milestone.OTHER)
