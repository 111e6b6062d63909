"""`orderproof deadlines`: every date at which the buyer gains or loses a right."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from companion.commands.arguments import add_json, add_now
from companion.commands.context import Context
from companion.commands.listing import is_live, make_sorted_deadlines, print_deadlines
from companion.model import Deadline
from companion.printing import Terminal


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_json(parser)
    add_now(parser)
    parser.add_argument("--all", action="store_true", help="also those that are moot, over or done")


def run(arguments: argparse.Namespace, context: Context) -> int:
    """List the deadlines of every order."""
    with context.open_store() as store:
        records = store.order_records()
    deadlines = make_sorted_deadlines(records, arguments.now or context.clock())
    if arguments.json:
        context.terminal.json(deadlines)
    else:
        _print(context.terminal, deadlines, arguments.all)
    return 0


def _print(terminal: Terminal, deadlines: Sequence[Deadline], with_all: bool) -> None:
    shown = [deadline for deadline in deadlines if with_all or is_live(deadline)]
    if shown:
        print_deadlines(terminal, shown)
    else:
        terminal.note("No deadline is open.")
    hidden = len(deadlines) - len(shown)
    if hidden:
        terminal.note(f"{hidden} more are moot, over or done: orderproof deadlines --all")
