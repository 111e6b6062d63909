"""The real command line, in this process and as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest

from companion.cli import main

PROJECT = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True, slots=True)
class Result:
    """What one call came to."""

    code: int
    out: str
    err: str

    def read(self) -> object:
        """Read the printed JSON."""
        return msgspec.json.decode(self.out)

    def read_list(self) -> list[dict[str, object]]:
        """Read the printed JSON as a list of records."""
        return msgspec.json.decode(self.out, type=list[dict[str, object]])

    def read_record(self) -> dict[str, object]:
        """Read the printed JSON as one record."""
        return msgspec.json.decode(self.out, type=dict[str, object])


Call = Callable[..., Result]


@pytest.fixture
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the calls of a test a data folder of their own."""
    folder = tmp_path / "data"
    monkeypatch.setenv("ORDERPROOF_HOME", str(folder))
    return folder


@pytest.fixture
def call(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> Call:
    """Call the command line in this process."""

    def call_main(*argv: str | Path) -> Result:
        code = main([str(argument) for argument in argv])
        out, err = capsys.readouterr()
        return Result(code, out, err)

    return call_main


@pytest.fixture
def start(data_dir: Path) -> Call:
    """Call the command line as a process, the way a user does."""

    def run_process(*argv: str | Path, **environ: str) -> Result:
        done = subprocess.run(
            [sys.executable, "-m", "companion", *map(str, argv)],
            cwd=PROJECT,
            env={**os.environ, "PYTHONIOENCODING": "utf-8", **environ},
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
        return Result(done.returncode, done.stdout, done.stderr)

    return run_process
