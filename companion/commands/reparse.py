"""`orderproof reparse`: rebuild every record from the stored captures, or tell what that would change."""

from __future__ import annotations

import argparse
import tempfile
from dataclasses import dataclass
from pathlib import Path

import msgspec

from companion.commands.arguments import add_json
from companion.commands.context import Context
from companion.ingest import Ingest, ReparseReport
from companion.ingest.difference import Difference, FieldDifference, compare_records
from companion.printing import Terminal
from companion.store import Store
from companion.store.opening import open_scratch

_EXAMPLES = 3
_LONGEST_VALUE = 60


@dataclass(frozen=True, slots=True)
class _DryRun:
    captures: int
    orders: int
    changed: int
    fields: tuple[FieldDifference, ...]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--dry-run", action="store_true", help="change nothing; show what would change")
    add_json(parser)


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Read every capture again and tell what came of it, or what would."""
    with context.open_store() as store:
        if arguments.dry_run:
            result: _DryRun | ReparseReport = _try_out(store, context)
        else:
            result = _reparse(store, context)
    context.terminal.finish_progress()
    if arguments.json:
        context.terminal.json(result)
    elif isinstance(result, _DryRun):
        _print_dry_run(context.terminal, result)
    else:
        context.terminal.line(
            f"Read {result.captures} captures: {result.orders} orders, {result.changed} of them changed, "
            f"{result.problems} problems."
        )
    return 0


def _reparse(store: Store, context: Context) -> ReparseReport:
    with Ingest(store, context.clock) as ingest:
        return ingest.reparse(
            lambda done, total: context.terminal.progress(f"Reading capture {done} of {total}")
        )


def _try_out(store: Store, context: Context) -> _DryRun:
    """Do on a copy of the rows what a reparse does, and compare."""
    with tempfile.TemporaryDirectory(prefix="orderproof-try-") as folder:
        path = Path(folder, "orderproof.db")
        store.copies.write_database(path)
        with open_scratch(context.make_config(), path, clock=context.clock) as scratch:
            before = scratch.order_records()
            report = _reparse(scratch, context)
            fields = compare_records(before, scratch.order_records())
    changed = {(one.marketplace, one.order_id) for field in fields for one in field.differences}
    return _DryRun(report.captures, report.orders, len(changed), fields)


def _print_dry_run(terminal: Terminal, result: _DryRun) -> None:
    if not result.fields:
        terminal.line(f"Reading {result.captures} captures anew would change nothing.")
        return
    terminal.line(f"Reading {result.captures} captures anew would change {result.changed} orders:")
    for field in result.fields:
        terminal.line()
        terminal.line(f"{field.field}: {field.orders} {'order' if field.orders == 1 else 'orders'}")
        for one in field.differences[:_EXAMPLES]:
            values = f"{_render(one.before)} → {_render(one.after)}"
            terminal.line(f"    {one.order_id}: {values}{_place(one, field)}")
        if len(field.differences) > _EXAMPLES:
            terminal.line(f"    and {len(field.differences) - _EXAMPLES} more; --json lists all")
    terminal.line()
    terminal.note("Nothing was changed.")


def _place(one: Difference, field: FieldDifference) -> str:
    return "" if one.path == field.field else f"  ({one.path})"


def _render(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, list):
        return "1 entry" if len(value) == 1 else f"{len(value)} entries"
    text = value if isinstance(value, str) else msgspec.json.encode(value).decode()
    return text if len(text) <= _LONGEST_VALUE else f"{text[: _LONGEST_VALUE - 1]}…"
