"""The registry of marketplaces: which one a part belongs to, and everything a capture says.

To add a marketplace: a folder beside `aliexpress`, one line in `ADAPTERS`, its hosts in the extension's
manifest.
"""

from __future__ import annotations

from companion.errors import CompanionError
from companion.marketplaces.aliexpress import AliExpress
from companion.marketplaces.base import Marketplace
from companion.model import Capture, PageKind, Parsed, Part, PartRole

ADAPTERS: tuple[Marketplace, ...] = (AliExpress(),)

_READABLE = frozenset({PartRole.API, PartRole.FRAME, PartRole.PAGE})


def identify(
    capture: Capture, part: Part, adapters: tuple[Marketplace, ...] = ADAPTERS
) -> tuple[Marketplace, PageKind] | None:
    """Find the marketplace a part belongs to, and what the part is; None where it is nobody's.

    Raises:
        CompanionError: two marketplaces claim the part, which is a fault of the adapters.
    """
    if part.role not in _READABLE or part.body is None:
        return None
    claims = [
        (adapter, kind) for adapter in adapters if (kind := adapter.identify(capture, part)) is not None
    ]
    if len(claims) > 1:
        names = " and ".join(adapter.name for adapter, _ in claims)
        raise CompanionError(
            f"{names} claim the same page.", "Report this: one of them knows its pages badly."
        )
    return claims[0] if claims else None


def parse_capture(capture: Capture) -> tuple[Parsed, ...]:
    """Read every part that a marketplace claims, in the order of the capture."""
    claims = ((part, identify(capture, part)) for part in capture.parts)
    return tuple(claim[0].parse(capture, part) for part, claim in claims if claim)
