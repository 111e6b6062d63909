"""Where the rows of a virtual list lie on the screen; its elements are used again, their order tells nothing.

Such a list gives each row its place by its own style, as `top` or as a shift; how the buyer's page does it is
not evidenced. Rows of which one has no such place stand in the order of the document.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from companion.marketplaces.aliexpress.chat_page_boxes import Box

_LENGTH = r"(-?\d+(?:\.\d+)?)(?:px)?"
# Of a style without blanks. `top` alone, not `margin-top`; a part of a whole ("50%") is no place.
_PLACES = (
    re.compile(rf"(?:^|;)top:{_LENGTH}(?=;|$|!)"),
    re.compile(rf"translatey\({_LENGTH}\)"),
    re.compile(rf"translate(?:3d)?\([^,()]+,{_LENGTH}[,)]"),
)


def sort_by_place(rows: Sequence[Box]) -> list[Box]:
    """Give rows in the order in which they are seen, from above."""
    places = [_find_place(row) for row in rows]
    if any(place is None for place in places):
        return list(rows)
    return [row for _, row in sorted(zip(places, rows, strict=True), key=lambda one: one[0] or 0.0)]


def _find_place(row: Box) -> float | None:
    """Find how far down a row lies; a list may move it from where it is put."""
    found = [float(match[1]) for pattern in _PLACES if (match := pattern.search(row.style))]
    return sum(found) if found else None
