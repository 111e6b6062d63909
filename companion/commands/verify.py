"""`orderproof verify`: check that everything in the data folder is as it was written."""

from __future__ import annotations

import argparse

from companion.commands.arguments import add_json
from companion.commands.context import Context
from companion.printing import Colour, Terminal
from companion.store import IntegrityReport


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_json(parser)


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Check rows, journal and every byte; fail when anything is wrong."""
    terminal = context.terminal
    with context.open_store() as store:
        report = store.integrity.check_all(
            lambda done, total: terminal.progress(f"Checking file {done:,} of {total:,}")
        )
    terminal.finish_progress()
    if arguments.json:
        terminal.json(report)
    else:
        print_integrity(terminal, report)
    return 1 if report.findings else 0


def print_integrity(terminal: Terminal, report: IntegrityReport) -> None:
    """Say how much was checked, and what is wrong."""
    removed = f", {report.removed_captures:,} removed ones accounted for" if report.removed_captures else ""
    terminal.line(
        f"Checked {report.captures:,} captures{removed}, {report.journal_entries:,} journal entries "
        f"and {report.blobs:,} files."
    )
    if not report.findings:
        terminal.line("Everything is as it was written.")
        return
    terminal.line(f"Wrong: {len(report.findings):,}.", Colour.ALARM)
    terminal.table(
        ("CHECK", "WHAT IS WRONG"), [(one.check.value, one.says) for one in report.findings], wrap=True
    )
