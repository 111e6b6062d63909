"""BENCHMARKS.md: the figures of a run between its markers, everything else as people wrote it."""

from __future__ import annotations

import re

from bench.result import Measured, Report, Result, Verdict, format_cell

_MARKED = r"(<!-- figures: {name} -->\n).*?(<!-- end -->)"


def write_figures(text: str, report: Report) -> str:
    """Put the figures of a run in the place of earlier ones; benches that did not run keep theirs."""
    for result in report.results:
        stamp = f"Measured {report.machine['date']}, load before {report.machine['load before']}."
        text = _replace(text, result.name, f"{make_result(result)}\n\n{stamp}\n")
        text = _merge_budgets(text, result)
    return _replace(text, "machine", make_machine(report.machine))


def make_result(result: Result) -> str:
    """Write the table and the notes of a bench."""
    table = _make_table(result.columns, [[format_cell(cell) for cell in row] for row in result.rows])
    return "\n".join([table, *(f"\n{note}" for note in result.notes)])


def make_machine(machine: dict[str, str]) -> str:
    """Write what a run ran on."""
    return "; ".join(f"{name} {value}" for name, value in machine.items()) + ".\n"


def make_budget_row(result: Result, measured: Measured) -> str:
    """Write how a figure stands to its budget."""
    verdict = f"**{measured.verdict}**" if measured.verdict is Verdict.MISSED else measured.verdict
    return f"| {measured.what} | {measured.budget} | {measured.figure} | {verdict} | `{result.name}` |"


def _merge_budgets(text: str, result: Result) -> str:
    rows = "".join(f"{make_budget_row(result, one)}\n" for one in result.measured)
    return _replace(text, f"budgets of {result.name}", rows) if rows else text


def _make_table(columns: tuple[str, ...], rows: list[list[str]]) -> str:
    lines = [list(columns), ["---"] * len(columns), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _replace(text: str, name: str, figures: str) -> str:
    pattern = re.compile(_MARKED.format(name=re.escape(name)), re.DOTALL)
    if not pattern.search(text):
        raise ValueError(f"BENCHMARKS.md has no place for the figures of {name}")
    return pattern.sub(lambda found: f"{found.group(1)}{figures}{found.group(2)}", text)
