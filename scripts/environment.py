"""Make the project's own Python environment in `.venv`, in step with pyproject.toml. Needs only Python."""

from __future__ import annotations

import contextlib
import hashlib
import os
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
ENVIRONMENT = PROJECT / ".venv"

_HINT = "Hint: see that Python has its venv and pip (Debian: python3-venv) and that packages can be fetched."


def make_environment(groups: Sequence[str] = ()) -> Path:
    """Make or refresh the environment and return its Python; quick when nothing changed."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this runs on whatever Python the newcomer has
        sys.exit("Orderproof needs Python 3.11 or newer. Hint: start this script with a newer python3.")
    python = _find_python()
    wanted = _make_stamp(groups)
    stamp = ENVIRONMENT / "-".join(["orderproof-stamp", *groups])  # groups add up: each has a stamp
    if not (python.exists() and stamp.exists() and stamp.read_text() == wanted):
        print("Making the Python environment in .venv …", flush=True)
        try:
            venv.create(ENVIRONMENT, with_pip=True, clear=not python.exists())
            _install(python, groups)
        except (subprocess.CalledProcessError, OSError) as error:
            sys.exit(f"The environment in .venv could not be made: {error}. {_HINT}")
        stamp.write_text(wanted)
    return python


def hand_over(module: str, arguments: Sequence[str], groups: Sequence[str] = ()) -> int:
    """Go on with a module of `scripts/launch` inside the environment, which is made where it is missing."""
    python = make_environment(groups)
    path = os.pathsep.join([str(PROJECT), str(PROJECT / "scripts")])
    environ = {**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}
    command = [str(python), "-m", module, *arguments]
    if os.name == "posix":
        os.execve(python, command, environ)  # noqa: S606 - signals then reach the one who has to clean up
    child = subprocess.Popen(command, env=environ)
    while True:  # Ctrl-C reaches the child too, which needs a moment to put everything away
        with contextlib.suppress(KeyboardInterrupt):
            return child.wait()


def _find_python() -> Path:
    return ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _make_stamp(groups: Sequence[str]) -> str:
    parts = [(PROJECT / "pyproject.toml").read_bytes(), sys.version.encode(), str(PROJECT).encode()]
    return hashlib.sha256(b"\0".join([*parts, *(group.encode() for group in groups)])).hexdigest()


def _install(python: Path, groups: Sequence[str]) -> None:
    import tomllib  # not there before 3.11, where the sentence above must still be said

    declared = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["dependency-groups"]
    extra = [requirement for group in groups for requirement in declared[group]]
    command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*command, "--editable", str(PROJECT), *extra], check=True)
