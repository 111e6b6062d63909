"""`orderproof doctor`: whether everything works, and what to do where it does not."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from companion.client import find_companion
from companion.commands.arguments import add_json
from companion.commands.context import Context
from companion.doctor import Finding, State, Surroundings, examine
from companion.printing import Cell, Colour, Terminal

_COLOURS = {
    State.OK: Colour.NONE,
    State.WARNING: Colour.YELLOW,
    State.FAILED: Colour.ALARM,
    State.SKIPPED: Colour.DIM,
}
_EVERY = 50  # blobs between two words about progress


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--quick", action="store_true", help="read a sample of the stored bytes, not all")
    add_json(parser)


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Run every check; 1 when one failed."""
    terminal, config = context.terminal, context.make_config()

    def tell(done: int, total: int) -> None:
        if done % _EVERY == 0 or done == total:
            terminal.progress(f"Reading stored bytes: {done} of {total}")

    around = Surroundings(config, find_companion(config), context.clock(), arguments.quick, tell)
    findings = tuple(examine(around, context.open_store))
    terminal.finish_progress()
    if arguments.json:
        terminal.json(findings)
    else:
        _print(terminal, findings)
    return int(any(finding.state is State.FAILED for finding in findings))


def _print(terminal: Terminal, findings: Sequence[Finding]) -> None:
    rows = [
        (_make_state(finding), finding.check.replace("_", " "), _describe(finding)) for finding in findings
    ]
    terminal.table(("STATE", "CHECK", "WHAT WAS FOUND, AND WHAT TO DO"), rows, wrap=True)


def _make_state(finding: Finding) -> Cell:
    return Cell(finding.state, _COLOURS[finding.state])


def _describe(finding: Finding) -> str:
    return f"{finding.says.rstrip('.')}. → {finding.next_action}" if finding.next_action else finding.says
