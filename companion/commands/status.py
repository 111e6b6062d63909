"""`orderproof status`: what is kept, whether the companion runs, and what needs care."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from companion import __version__
from companion.client import CompanionClient, find_companion
from companion.commands.arguments import add_json, add_now
from companion.commands.browsers import list_paired
from companion.commands.condition import print_drift, print_gaps
from companion.commands.context import Context
from companion.commands.listing import format_word, is_live, print_deadlines
from companion.completeness import make_completeness
from companion.config import PRODUCT
from companion.drift import find_drifts
from companion.errors import CompanionError
from companion.ingest import RereadProgress, find_progress
from companion.lookout import Lookout
from companion.model import Completeness, CountedProblem, Deadline, Drift
from companion.printing import Colour, Terminal
from companion.protection.deadlines import sort_deadlines
from companion.web.pairing_list import Paired, make_browser_words

_MOST_URGENT = 5


class _Live(msgspec.Struct, frozen=True):
    """What only the running companion knows; the rest of its answer is in the store too."""

    channel: str
    read_only: bool


@dataclass(frozen=True, slots=True)
class _Status:
    product: str
    version: str
    data_dir: str
    running: bool
    port: int | None
    archive_port: int | None
    channel: str | None
    read_only: bool | None
    captures: int
    captured_today: int
    orders: int
    unparsed: int
    journal_number: int
    problems: tuple[CountedProblem, ...]
    deadlines: tuple[Deadline, ...]
    browsers: tuple[Paired, ...]
    coverage: Completeness
    drift: tuple[Drift, ...]
    rereading: RereadProgress | None


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_json(parser)
    add_now(parser)


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Show the state of the data folder and of its companion."""
    status = _make_status(context, arguments.now or context.clock())
    if arguments.json:
        context.terminal.json(status)
    else:
        _print(context.terminal, status, context.clock())
    return 0


def _make_status(context: Context, now: datetime) -> _Status:
    config = context.make_config()
    client = find_companion(config)
    live = _find_live(client) if client else None
    with context.open_store() as store:
        counts = store.counts(_start_of_day(now))
        problems = store.counted_problems()
        completeness, drifts = make_completeness(store), find_drifts(store)
        running = Lookout().look(store.watch, now).running
        rereading = find_progress(store)
    deadlines = sort_deadlines(one for order in running for one in order.deadlines if is_live(one))
    return _Status(
        product=PRODUCT,
        version=__version__,
        data_dir=str(config.data_dir),
        running=client is not None,
        port=client.running.port if client else None,
        archive_port=client.running.archive_port if client else None,
        channel=live.channel if live else None,
        read_only=live.read_only if live else None,
        captures=counts.captures,
        captured_today=counts.captured_today,
        orders=counts.orders,
        unparsed=counts.unparsed,
        journal_number=counts.journal_number,
        problems=tuple(problems),
        deadlines=tuple(deadlines[:_MOST_URGENT]),
        browsers=tuple(one for one in list_paired(context, client) if one.revoked_at is None),
        coverage=completeness,
        drift=drifts,
        rereading=rereading,
    )


def _find_live(client: CompanionClient) -> _Live | None:
    try:
        return client.get("/v1/status", _Live)
    except CompanionError:
        return None  # it stopped between two questions; what the store says still holds


def _start_of_day(now: datetime) -> datetime:
    local = now.astimezone()
    return datetime(local.year, local.month, local.day, tzinfo=local.tzinfo).astimezone(UTC)


def _print(terminal: Terminal, status: _Status, now: datetime) -> None:
    where = f"runs on port {status.port}, archive on {status.archive_port}"
    terminal.line(f"Companion    {where if status.running else 'is not running: orderproof serve'}")
    terminal.line(f"Data folder  {Path(status.data_dir)}")
    terminal.line(f"Captures     {status.captures}, {status.captured_today} of them today")
    terminal.line(f"Orders       {status.orders}")
    for browser in status.browsers:
        terminal.line(f"Browser      {browser.name}: {make_browser_words(browser, now)}")
    if status.unparsed:
        terminal.line(f"Unread       {status.unparsed} captures: orderproof reparse", Colour.YELLOW)
    if status.rereading is not None:
        terminal.line(_say_rereading(status.rereading, status.running))
    if status.read_only:
        terminal.line("The store is read-only: a write to disk failed. Nothing more is kept.", Colour.ALARM)
    if status.channel == "none":
        terminal.line("Warnings have no way to you: neither desktop nor extension shows them.", Colour.ALARM)
    print_drift(terminal, status.drift)
    print_gaps(terminal, status.coverage)
    if status.problems:
        terminal.line()
        _print_problems(terminal, status.problems)
    if status.deadlines:
        terminal.line()
        print_deadlines(terminal, status.deadlines)


def _say_rereading(rereading: RereadProgress, is_running: bool) -> str:
    done = f"{rereading.done:,} of {rereading.total:,} kept pages are read anew after the update"
    return f"Rereading    {done}{'' if is_running else '; it goes on with orderproof serve'}"


def _print_problems(terminal: Terminal, problems: tuple[CountedProblem, ...]) -> None:
    rows = [
        (str(problem.count), format_word(problem.page_kind), problem.field, problem.next_action)
        for problem in problems
    ]
    terminal.table(("TIMES", "PAGE", "PROBLEM WITH", "WHAT TO DO"), rows)
