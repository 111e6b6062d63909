"""The one next action for each field that could not be read."""

from __future__ import annotations

_AGAIN = "Open the page again; if this stays, update Orderproof and run `orderproof reparse`."
_ADVICE = {
    "ret": "Sign in on the site, or solve its puzzle, and open the page again.",
    "json": "Open the page again; the answer was cut on its way.",
    "frame": "Scroll through the conversation once, so that its rows are kept; update Orderproof, then run"
    " `orderproof reparse`.",
    "page_kind": "Nothing is lost; if it shows an order, update Orderproof and run `orderproof reparse`.",
    "time_zone": "Import the file again with --time-zone; the times of its events were read as UTC.",
    "events.at": "Nothing to do: where the page's own clock and its text disagree, the text is used.",
    "parser": "The page is kept, but unparsed: update Orderproof, then run `orderproof reparse`.",
    "site": "aliexpress.ru works differently and is not supported; the page is kept, nothing is read.",
    "opened_at": "Nothing to do: where the page's own clock and its text disagree, the text is used.",
    "data": "Open the page again and wait until it has loaded.",
}


def make_next_action(field: str) -> str:
    """Say what the user can do about a problem of this field."""
    return _ADVICE.get(field, _AGAIN)


def make_comparison(field: str, order_id: str) -> str:
    """Say which of two differing readings is used and why, and where both can be seen."""
    used = (
        "Both dates warn, the earlier one first"
        if field.startswith("disagreements[statements[")
        else "The site's own data is used, for it is exact"
    )
    return f"{used}; open order {order_id} here to see both, and look at the page."
