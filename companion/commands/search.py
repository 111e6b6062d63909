"""`orderproof search`: orders, products, parcels, disputes, messages, promises and pages by their words."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from companion.commands.arguments import add_json, parse_instant
from companion.commands.context import Context
from companion.commands.listing import format_text, format_word
from companion.errors import InputError
from companion.model import PageKind
from companion.printing import Terminal
from companion.store import Hit, ItemKind, Piece, Wish, is_searchable

_DEFAULT_LIMIT, _MOST = 20, 500
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("text", nargs="+", help="words that all have to be there; beginnings are enough")
    parser.add_argument("--seller", metavar="NAME", help="only of a seller whose name holds this")
    parser.add_argument("--order", metavar="ID", help="only this order, its pages and messages")
    parser.add_argument("--kind", choices=[kind.value for kind in ItemKind], help="only this kind of thing")
    parser.add_argument("--from", dest="since", metavar="DAY", type=parse_start, help="not before this day")
    parser.add_argument("--to", dest="until", metavar="DAY", type=parse_end, help="not after this day")
    parser.add_argument(
        "--limit",
        metavar="N",
        type=parse_limit,
        default=_DEFAULT_LIMIT,
        help=f"at most this many, {_MOST} at most",
    )
    add_json(parser)


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Find and list, newest first."""
    text = " ".join(arguments.text)
    if not is_searchable(text):
        raise InputError("There is no word to search for.", "Give at least one letter or digit.")
    wish = Wish(
        text=text,
        kind=ItemKind(arguments.kind) if arguments.kind else None,
        order_id=arguments.order,
        seller=arguments.seller,
        since=arguments.since,
        until=arguments.until,
        limit=arguments.limit,
    )
    with context.open_store() as store:
        found = store.search.find(wish)
    if arguments.json:
        context.terminal.json(found.hits)
    elif found.hits:
        _print(context.terminal, found.hits)
    else:
        context.terminal.note("Nothing holds all of these words.")
    if found.has_more:
        context.terminal.note("Older ones are left out: --limit shows more, --to goes back further.")
    return 0


def parse_start(text: str) -> datetime:
    """Read the instant from which on is searched: a day of this computer's zone, or an instant."""
    return _parse_day(text) if _DAY.fullmatch(text) else parse_instant(text)


def parse_end(text: str) -> datetime:
    """Read the instant up to which is searched; a day is meant with all its hours."""
    if not _DAY.fullmatch(text):
        return parse_instant(text)
    return _parse_day((_parse_day(text).astimezone() + timedelta(days=1, hours=3)).date().isoformat())


def parse_limit(text: str) -> int:
    """Read how many are wanted."""
    if not re.fullmatch(r"[0-9]{1,4}", text) or not 1 <= int(text) <= _MOST:
        raise InputError(f"{text!r} is no number of results.", f"Give one from 1 to {_MOST}.")
    return int(text)


def _parse_day(text: str) -> datetime:
    try:
        midnight = datetime.fromisoformat(text).astimezone()
    except (ValueError, OverflowError) as error:
        raise InputError(f"{text!r} is no day.", "Write it like 2026-09-20.") from error
    return midnight.astimezone(UTC)


def _print(terminal: Terminal, hits: Iterable[Hit]) -> None:
    rows = [
        (
            _describe_day(hit),
            _describe_kind(hit),
            format_text(hit.order_id),
            _describe(hit),
        )
        for hit in hits
    ]
    terminal.table(("WHEN", "WHAT", "ORDER", "FOUND"), rows, wrap=True)


def _describe_day(hit: Hit) -> str:
    day_only = hit.kind in {ItemKind.ORDER, ItemKind.LINE}  # a day of the shop, which no zone moves
    return (hit.at if day_only else hit.at.astimezone()).date().isoformat()


def _describe_kind(hit: Hit) -> str:
    if hit.kind is not ItemKind.PAGE or hit.page_kind in {None, PageKind.UNKNOWN}:
        return format_word(hit.kind)
    return f"{format_word(hit.page_kind)} page"


def _describe(hit: Hit) -> str:
    title, snippet = _mark(hit.title), _mark(hit.snippet)
    return f"{title}: {snippet}" if snippet else title


def _mark(pieces: Iterable[Piece]) -> str:
    return "".join(f"[{piece.text}]" if piece.is_hit else piece.text for piece in pieces)
