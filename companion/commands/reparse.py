"""`orderproof reparse`: rebuild every record from the stored captures."""

from __future__ import annotations

import argparse

from companion.commands.context import Context
from companion.ingest import Ingest


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """This command takes none."""


def run(_arguments: argparse.Namespace, context: Context) -> int:
    """Read every capture again and tell what came of it."""
    terminal = context.terminal
    with context.open_store() as store, Ingest(store, context.clock) as ingest:
        report = ingest.reparse(lambda done, total: terminal.progress(f"Reading capture {done} of {total}"))
    terminal.finish_progress()
    terminal.line(
        f"Read {report.captures} captures: {report.orders} orders, {report.changed} of them changed, "
        f"{report.problems} problems."
    )
    return 0
