"""The benches run, and BENCHMARKS.md has a place for what they find."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from bench.__main__ import BENCHES, DOCUMENT
from bench.document import write_figures
from bench.result import Measured, Report, Result, Verdict, judge, make_spread
from environment import PROJECT

# These need neither a browser nor the packages of the group `bench`.
EVERYWHERE = ("acknowledgement", "reading", "scale", "messages")
WITH_BROWSERS = ("sockets", "chat")


def run_quick(folder: Path, *names: str) -> Report:
    """Run some benches for a short time, and read what they found."""
    file = folder / "figures.json"
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join([str(PROJECT), str(PROJECT / "scripts")])}
    command = [sys.executable, "-m", "bench", *names, "--quick", "--json", str(file)]
    subprocess.run(command, env=environ, check=True, stdout=subprocess.DEVNULL)
    return msgspec.json.decode(file.read_bytes(), type=Report)


def make_report(name: str) -> Report:
    """Make the report of a run in which one bench found something unmistakable."""
    measured = Measured("invented", "≤ 1", "0.5678", Verdict.MISSED)
    result = Result(name, ("what", "ms"), (("invented row", 12.345),), (measured,), ("An invented note.",))
    return Report({"date": "an invented day", "load before": "0"}, False, (result,))


@pytest.mark.parametrize("name", BENCHES)
def test_figures_go_to_their_place(name: str) -> None:
    """A bench's table, its verdicts and the machine replace what an earlier run left, and nothing else."""
    before = DOCUMENT.read_text("utf-8")
    after = write_figures(before, make_report(name))

    assert "| invented row | 12.3 |" in after
    assert f"| invented | ≤ 1 | 0.5678 | **missed** | `{name}` |" in after
    assert after == write_figures(after, make_report(name))
    assert before.count("<!-- figures: ") == after.count("<!-- figures: ")


def test_the_far_end_of_few_figures_is_the_largest() -> None:
    """The p99 of a hundred figures leaves one out, that of fewer none."""
    hundred = make_spread([float(number) for number in range(1, 101)])

    assert (50.5, 99.0, 100.0) == (hundred.p50, hundred.p99, hundred.most)
    assert 3.0 == make_spread([3.0, 1.0, 2.0]).p99


def test_a_machine_that_takes_more_than_the_budget_tells_nothing() -> None:
    """A figure above its budget is missed only where the same run shows less than the budget without us."""
    verdicts = [
        judge("it", "≤ 2", figure, 2, without_us=bare).verdict for figure, bare in ((1, 3), (5, 3), (5, 1))
    ]

    assert [Verdict.MET, Verdict.UNTOLD, Verdict.MISSED] == verdicts


def test_benches_run_to_their_end(tmp_path: Path) -> None:
    """Short runs of the benches that need nothing special end, and leave their figures in a file."""
    report = run_quick(tmp_path, *EVERYWHERE)

    assert EVERYWHERE == tuple(result.name for result in report.results)
    assert [] == [result.name for result in report.results if not (result.rows and result.measured)]


@pytest.mark.browser
@pytest.mark.parametrize("name", WITH_BROWSERS)
def test_benches_with_browsers_run_to_their_end(name: str, tmp_path: Path) -> None:
    """A short run of a bench that watches pages ends, and has figures of both browsers."""
    [result] = run_quick(tmp_path, name).results
    judged = " ".join(measured.what for measured in result.measured)

    assert {"chromium", "firefox"} == {row[0] for row in result.rows}
    assert (True, True) == ("chromium" in judged, "firefox" in judged)


def test_quick_figures_are_not_written(capsys: pytest.CaptureFixture[str]) -> None:
    """Rough figures never reach the document."""
    from bench.__main__ import main

    with pytest.raises(SystemExit):
        main(["scale", "--quick", "--write"])
    assert "no figures for BENCHMARKS.md" in capsys.readouterr().err
