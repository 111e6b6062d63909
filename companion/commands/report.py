"""`orderproof report`: a redacted report of what is no longer understood, as one ZIP file."""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path

from companion.commands.context import Context
from companion.errors import InputError
from companion.model import PageKind
from companion.redaction.report import make_report
from companion.reporting import make_report_wish


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--kind", metavar="KIND", type=_parse_kind, help="only pages of this kind")
    parser.add_argument("--to", metavar="FILE", type=Path, help="where to (else a new file here)")


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Make the report and write it."""
    target = arguments.to or Path(_name_file(context.clock()))
    if target.exists():
        raise InputError(f"{target} is there already.", "Choose another file with --to.")
    with context.open_store() as store:
        wish = make_report_wish(store, arguments.kind)
    target.write_bytes(make_report(wish))
    terminal = context.terminal
    terminal.line(f"Wrote {target}: {len(wish.captures)} redacted pages, {len(wish.problems)} problems.")
    terminal.line("Read it before you share it: a machine cannot know everything that is private.")
    return 0


def _name_file(now: datetime) -> str:
    return f"orderproof-report-{now:%Y-%m-%d}.zip"


def _parse_kind(text: str) -> PageKind:
    try:
        return PageKind(text)
    except ValueError as error:
        known = ", ".join(kind.value for kind in PageKind)
        raise InputError(f"There is no kind of page {text!r}.", f"Kinds are: {known}.") from error
