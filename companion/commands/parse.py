"""`orderproof parse`: what one file says, as JSON; touches no store."""

from __future__ import annotations

import argparse
from pathlib import Path

from companion.commands.arguments import add_origin
from companion.commands.context import Context
from companion.commands.reading import FileOrigin, read_bytes, read_capture
from companion.ingest import join_readings, parse_parts
from companion.model import Capture, PageKind, Parsed


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", metavar="FILE", type=Path, help="the file to read")
    add_origin(parser, "when the page was seen (else the file's own time, else now)")


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Read the file and print its records."""
    origin = FileOrigin(arguments.url, arguments.captured_at, arguments.time_zone, arguments.language)
    capture = read_capture(read_bytes(arguments.file), origin, context.clock())
    context.terminal.json(_merge(capture, parse_parts(capture)))
    return 0


def _merge(capture: Capture, parsed: tuple[Parsed, ...]) -> dict[str, object]:
    """Join what the parts of a capture say; a part that is understood names the page kind."""
    joined = join_readings(capture, parsed)
    known = [one for one in parsed if one.page_kind is not PageKind.UNKNOWN] or list(parsed)
    return {
        "marketplace": known[0].marketplace if known else None,
        "page_kind": known[0].page_kind if known else PageKind.UNKNOWN,
        "orders": joined.orders,
        "shipments": joined.shipments,
        "threads": [record for one in parsed for record in one.threads],
        "disputes": joined.disputes,
        "listings": [record for one in parsed for record in one.listings],
        "statements": [record for one in parsed for record in one.statements],
        "problems": joined.problems,
    }
