"""Runs the benches that are asked for, one after the other, each in a folder of its own."""

from __future__ import annotations

import argparse
import asyncio
import importlib
import sys
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import cast

import msgspec

from bench.document import make_budget_row, make_machine, make_result, write_figures
from bench.machine import describe_machine
from bench.result import Report, Result
from environment import PROJECT

# By name, so that one that needs a package of its own does not keep the others from running.
BENCHES = (
    "pages",
    "sockets",
    "chat",
    "acknowledgement",
    "intake",
    "corpus",
    "daemon",
    "reading",
    "scale",
    "messages",
)
DOCUMENT = PROJECT / "BENCHMARKS.md"

Bench = Callable[[Path, bool], Awaitable[Result]]


def main(arguments: list[str]) -> int:
    """Run the benches."""
    chosen = _parse(arguments)
    if chosen.list:
        print("\n".join(BENCHES))
        return 0
    machine = describe_machine()
    print(make_machine(machine), flush=True)
    results = tuple(_run(name, quick=chosen.quick) for name in chosen.benches or BENCHES)
    report = Report(machine, chosen.quick, results)
    if chosen.json:
        chosen.json.write_bytes(msgspec.json.format(msgspec.json.encode(report), indent=1))
    if chosen.write:
        DOCUMENT.write_text(write_figures(DOCUMENT.read_text("utf-8"), report), "utf-8")
    return 0


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python3 scripts/bench.py", description=__doc__)
    parser.add_argument("benches", nargs="*", metavar="NAME", help="all when none is named")
    parser.add_argument("--quick", action="store_true", help="few rounds: rough, to see that a bench runs")
    parser.add_argument("--json", type=Path, metavar="FILE", help="keep the figures in a file")
    parser.add_argument("--write", action="store_true", help="write the figures into BENCHMARKS.md")
    parser.add_argument("--list", action="store_true", help="name the benches")
    chosen = parser.parse_args(arguments)
    for name in set(chosen.benches) - set(BENCHES):
        parser.error(f"there is no bench {name}; --list names them")
    if chosen.quick and chosen.write:
        parser.error("quick figures are no figures for BENCHMARKS.md")
    return chosen


def _run(name: str, *, quick: bool) -> Result:
    print(f"--- {name}", flush=True)
    measure = cast(Bench, importlib.import_module(f"bench.{name}").measure)
    with tempfile.TemporaryDirectory(prefix=f"bench-{name}-", ignore_cleanup_errors=True) as folder:
        result = asyncio.run(_await(measure, Path(folder), quick))
    print(make_result(result))
    for measured in result.measured:
        print(make_budget_row(result, measured), flush=True)
    return result


async def _await(measure: Bench, folder: Path, quick: bool) -> Result:
    return await measure(folder, quick)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
