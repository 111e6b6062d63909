"""What a run ran on."""

from __future__ import annotations

import os
import platform
import sqlite3
import subprocess
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from launch.finding import NoBrowser, find_browser

PACKAGES = (
    "aiohttp", "fastapi", "lxml", "msgspec", "psutil", "starlette", "uvicorn", "warcio", "zstandard"
)  # fmt: skip


def describe_machine() -> dict[str, str]:
    """Describe the machine and what is installed on it, before anything was measured."""
    load = " ".join(f"{figure:.2f}" for figure in os.getloadavg())
    return {
        "date": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        "load before": load,
        "cores": f"{os.cpu_count()} × {_find_processor()}",
        "system": f"{platform.system()} {platform.release()}",
        "Python": platform.python_version(),
        "SQLite": sqlite3.sqlite_version,
        **{name: _find_version(name) for name in PACKAGES},
        **{name: _find_browser_version(name) for name in ("chromium", "firefox")},
    }


def _find_processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())


def _find_browser_version(name: str) -> str:
    try:
        executable = find_browser(name).executable
    except NoBrowser:
        return "not here"
    answer = subprocess.run([executable, "--version"], capture_output=True, text=True, check=False)
    words = [word for word in answer.stdout.split() if word[:1].isdigit()]
    return words[0] if words else "unknown"


def _find_version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not here"
