"""Which shop's pages are made fit to be shown by which rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from companion.marketplaces.aliexpress.kinds import NAME as ALIEXPRESS
from companion.marketplaces.aliexpress.private import make_privacy
from companion.marketplaces.privacy import STRICTEST, Privacy

_PRIVACIES: Mapping[str, Callable[[], Privacy]] = {ALIEXPRESS: make_privacy}


def find_privacy(marketplace: str) -> Privacy:
    """Find the rules of a shop; the strictest for one that nobody described."""
    make = _PRIVACIES.get(marketplace)
    return make() if make else STRICTEST
