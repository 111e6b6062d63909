"""Arguments that several commands take, and how their text becomes a value."""

from __future__ import annotations

import argparse
import re
from datetime import UTC, datetime

from companion.errors import InputError

_EARLIEST_YEAR, _LATEST_YEAR = 1990, 2200  # beyond them no order was placed, and dates run out of room
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*")


def add_json(parser: argparse.ArgumentParser) -> None:
    """Add `--json`."""
    parser.add_argument("--json", action="store_true", help="print records as JSON")


def add_now(parser: argparse.ArgumentParser) -> None:
    """Add `--now`."""
    parser.add_argument("--now", metavar="T", type=parse_instant, help="as if it were this instant")


def add_origin(parser: argparse.ArgumentParser, captured_at_help: str) -> None:
    """Add what a saved file may not tell by itself: where, when and in which language it was seen."""
    parser.add_argument(
        "--url", type=parse_url, help="address of the page, or of the call that gave the answer"
    )
    parser.add_argument("--captured-at", metavar="T", type=parse_instant, help=captured_at_help)
    parser.add_argument(
        "--time-zone", metavar="Z", type=parse_time_zone, help="zone of the browser, e.g. Europe/Berlin"
    )
    parser.add_argument(
        "--language", metavar="L", type=parse_language, help="language of the page, e.g. pt-BR"
    )


def parse_instant(text: str) -> datetime:
    """Read an instant that says its offset from UTC.

    >>> parse_instant("2026-09-20T02:00:00+02:00").isoformat()
    '2026-09-20T00:00:00+00:00'
    """
    try:
        instant = datetime.fromisoformat(text)
    except ValueError as error:
        raise InputError(f"{text!r} is no instant.", "Write it like 2026-09-20T00:00:00Z.") from error
    if instant.tzinfo is None:
        raise InputError(
            f"{text!r} does not say its time zone.",
            "Add Z for UTC or an offset: 2026-09-20T00:00:00Z, 2026-09-20T02:00:00+02:00.",
        )
    if not _EARLIEST_YEAR <= instant.year <= _LATEST_YEAR:
        raise InputError(f"{text!r} is too far away.", f"Years go from {_EARLIEST_YEAR} to {_LATEST_YEAR}.")
    return instant.astimezone(UTC)


def parse_url(text: str) -> str:
    """Check that a text is the address of a page."""
    if not re.match(r"https?://[^/\s]+", text) or re.search(r"\s", text):
        raise InputError(f"{text!r} is no address.", "Give all of it, from https:// on.")
    return text


def parse_time_zone(text: str) -> str:
    """Check that a text names a time zone of the IANA database."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # few calls name a zone

    try:
        ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise InputError(
            f"There is no time zone {text!r}.", "Name it like Europe/Berlin or America/Sao_Paulo."
        ) from error
    return text


def parse_language(text: str) -> str:
    """Check that a text is a language tag, as the page's `lang` has it."""
    if not _LANGUAGE.fullmatch(text):
        raise InputError(f"{text!r} is no language.", "Write it like en, pt-BR or zh-Hant.")
    return text


def parse_port(text: str) -> int:
    """Read the number of a port; 0 means any free one."""
    if not re.fullmatch(r"[0-9]{1,5}", text) or int(text) > 65_535:
        raise InputError(f"{text!r} is no port.", "Ports go from 1 to 65535; 0 takes any free one.")
    return int(text)
