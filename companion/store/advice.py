"""The one next action for each field that could not be read."""

from __future__ import annotations

_AGAIN = "Open the page again; if this stays, update Orderproof and run `orderproof reparse`."
_ADVICE = {
    "ret": "Sign in on the site, or solve its puzzle, and open the page again.",
    "json": "Open the page again; the answer was cut on its way.",
    "page_kind": "Nothing is lost; if it shows an order, update Orderproof and run `orderproof reparse`.",
    "time_zone": "Import the file again with --time-zone; the times of its events were read as UTC.",
    "events.at": "Nothing to do: where the page's own clock and its text disagree, the text is used.",
    "parser": "The page is kept, but unparsed: update Orderproof, then run `orderproof reparse`.",
    "site": "aliexpress.ru works differently and is not supported; the page is kept, nothing is read.",
    "opened_at": "Nothing to do: where the page's own clock and its text disagree, the text is used.",
    "data": "Open the page again and wait until it has loaded.",
}
_TWO_READINGS = (
    "The site's own answer is used, for it is exact; open the order here to see both, and look at the page."
)
_EARLIEST = "Both dates warn, the earlier one first; open the order here to see both, and look at the page."


def make_next_action(field: str) -> str:
    """Say what the user can do about a problem of this field."""
    if field.startswith("disagreements["):
        return _EARLIEST if field.startswith("disagreements[statements[") else _TWO_READINGS
    return _ADVICE.get(field, _AGAIN)
