"""Which currencies a page names for certain, for a lone "$" does not say whose dollar it is.

The header's switcher ("EN/ USD") and `currencyCode` in the scripts of a saved page: seen 2022-2026 by readers
of the page; a code beside the sign ("CLP $1"): sample of a list card, 2023.
"""

from __future__ import annotations

import re

from companion.marketplaces.dom import Spot
from companion.money import find_amounts, find_codes, parse_money

_SWITCHER = '[class*="ship-to"], [class*="shipTo"], [class*="switcher"], [class*="currency"]'
_CODE = re.compile(r"""["']?currencyCode["']?\s{0,3}:\s{0,3}["']([A-Z]{3})["']""")
_MAX_AMOUNTS = 2_000


def find_currencies(root: Spot, text: str) -> frozenset[str]:
    """Find every currency that the page's scripts, its switcher or its other amounts name."""
    scripts = {code for source in root.scripts() for code in _CODE.findall(source)}
    switched = {code for spot in root.find_all(_SWITCHER) for code in find_codes(spot.see()[:200])}
    amounts = (parse_money(found.text, None) for found in find_amounts(text)[:_MAX_AMOUNTS])
    return frozenset(scripts | switched | {amount.currency for amount in amounts if amount})
