"""Addresses made fit to be shown: where they lead stays, whom they name does not."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote, quote_plus, unquote, unquote_plus, urlsplit

from companion.marketplaces.privacy import Private
from companion.redaction.ledger import Ledger, Trust

# Takes the name and the value of a parameter.
RedactValue = Callable[[str, str], str]

_NUMBERED = frozenset({"store", "item", "i"})  # steps before a number, however short it is
_SLUG = re.compile(r"[-+%\s]")
_PICTURE = re.compile(
    r"(?P<stem>.+?)(?P<rest>\.(?:jpe?g|png|webp|gif|avif|heic|mp4|webm|mov|m3u8)(?:\W.*|_.*)?)", re.IGNORECASE
)
_PLAIN = re.compile(r"[\w.~-]*")


def is_address(text: str) -> bool:
    """Tell an address from other texts; shops leave the scheme out."""
    return text.startswith(("https://", "http://", "//")) and not re.search(r"\s", text)


def redact_url(text: str, ledger: Ledger, redact_value: RedactValue) -> str:
    """Replace what an address tells of the buyer: numbers, names in its path, values of its query."""
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ledger.redact(text, None)
    place = ledger.redact(f"{host}:{port}" if port else host, None, Trust.MACHINES)
    head = f"{parts.scheme}:" if parts.scheme else ""
    steps = parts.path.split("/")
    path = "/".join(
        _redact_step(step, before, ledger) for before, step in zip(["", *steps], steps, strict=False)
    )
    query = redact_query(parts.query, redact_value)
    fragment = parts.fragment if _PLAIN.fullmatch(parts.fragment) else ""
    return (
        f"{head}{'//' + place if place else ''}{path}"
        f"{'?' + query if query else ''}{'#' + ledger.redact(fragment, None) if fragment else ''}"
    )


def redact_query(query: str, redact_value: RedactValue) -> str:
    """Redact the values of a query or a form, each by its name; one without a secret stays as written."""
    return "&".join(_redact_pair(pair, redact_value) for pair in query.split("&"))


def _redact_pair(pair: str, redact_value: RedactValue) -> str:
    name, sign, written = pair.partition("=")
    value = unquote_plus(written)
    redacted = redact_value(unquote_plus(name), value)
    return pair if redacted == value else f"{name}{sign}{quote_plus(redacted)}"


def _redact_step(step: str, before: str, ledger: Ledger) -> str:
    """Redact one step of a path: a name made of several words tells what was bought, a number where."""
    shown = unquote(step)
    if picture := _PICTURE.fullmatch(shown):  # people call their files as they like
        stem = ledger.redact(picture["stem"], None, Trust.NOBODY)
        return _quote(f"{stem}{ledger.redact(picture['rest'], None, Trust.MACHINES)}")
    trust = Trust.NOBODY if _SLUG.search(step) else Trust.MACHINES
    kind = Private.ID if before in _NUMBERED else None
    redacted = ledger.redact(shown, kind, trust)
    return step if redacted == shown else _quote(redacted)


def _quote(step: str) -> str:
    return quote(step, safe="$-_.+!*'(),;:@=~")
