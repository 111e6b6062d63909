"""What every test run says first: which browsers it has, and whether the real samples are there."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from launch.finding import NoBrowser, find_browser

REAL_SAMPLES = Path(__file__).resolve().parents[2] / "shared" / "fixtures"
BROWSERS = ("chromium", "firefox")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a run rewrite what the golden pages are expected to say."""
    parser.addoption(
        "--golden-update", action="store_true", help="rewrite expected.json of every golden page"
    )


def pytest_report_header() -> list[str]:
    """Name the browsers with their versions, so that a run says what it was run with."""
    samples = REAL_SAMPLES if REAL_SAMPLES.is_dir() else "not here (their tests are skipped)"
    return [*(f"{name}: {_find_version(name)}" for name in BROWSERS), f"real samples: {samples}"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip the tests over the real samples where these are not, and say why."""
    if not REAL_SAMPLES.is_dir():
        reason = "the real samples (../shared/fixtures) are not on this machine"
        for item in items:
            if item.get_closest_marker("samples"):
                item.add_marker(pytest.mark.skip(reason=reason))


def _find_version(name: str) -> str:
    try:
        executable = find_browser(name).executable
    except NoBrowser:
        return "not on this machine (its tests fail)"
    answer = subprocess.run([executable, "--version"], capture_output=True, text=True, check=False)
    return f"{answer.stdout.strip()} ({executable})"
