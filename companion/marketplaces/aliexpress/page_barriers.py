"""Pages that are not what their address says: a login form, a puzzle, an empty shell, an error.

Login and puzzle addresses seen 2023-2026 in links of the site; the form's and the puzzle's own elements are
those of the shop's family of sites, not seen here.
"""

from __future__ import annotations

from collections.abc import Callable

from companion.marketplaces.aliexpress.page import PageReading
from companion.marketplaces.dom import Spot

_LOGIN = (
    "input[type=password], #fm-login-id, #fm-login-submit, form[action*=login], "
    'iframe[src*="passport.aliexpress"], iframe[src*="login.aliexpress"]'
)
_LOGIN_LINK = 'a[href*="login.aliexpress"], a[href*="passport.aliexpress"], a[href*="ug-login-page"]'
_PUZZLE = (
    '[src*="_____tmd_____"], [href*="_____tmd_____"], [action*="_____tmd_____"], #nocaptcha, .nc-container'
)
_FRAME = "header, footer, nav, script, style"  # what stands around every page of the site


def note_unread(reading: PageReading, content: str, is_empty: Callable[[Spot], bool] | None = None) -> None:
    """Say why a page gave no record.

    A page whose scripts have not drawn anything yet says nothing, and so do we: a drawn one follows.

    Args:
        reading: the page.
        content: what was looked for, in our words.
        is_empty: tells a page that shows on purpose that there is nothing.
    """
    barrier = find_barrier(reading)
    if barrier is not None:
        reading.problems.add("ret", "page", barrier)
    elif reading.root.find("body").see(_FRAME) and not (is_empty and is_empty(reading.root)):
        reading.problems.add("data", "page", f"no {content} on it")


def find_barrier(reading: PageReading) -> str | None:
    """Tell what stands in the place of a page; None where it is the page itself."""
    body = reading.root.find("body")
    if "_____tmd_____" in reading.url or body.find(_PUZZLE).is_present:
        return "a puzzle instead of the page"
    if body.find(_LOGIN).is_present or body.find(_LOGIN_LINK).is_present:
        return "a login form instead of the page"
    return None
