"""Check format, lint, strict types and the extension's types: what the tests run first."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from environment import PROJECT, make_environment

EXTENSION = PROJECT / "extension"


def main() -> int:
    """Run every check, also after one failed, and return how many did."""
    python = str(make_environment(["dev"]))
    failed = [name for name, command, folder in _make_checks(python) if not _passes(name, command, folder)]
    for name in failed:
        print(f"check failed: {name}")
    return len(failed)


def _make_checks(python: str) -> list[tuple[str, list[str], Path]]:
    return [
        ("format", [python, "-m", "ruff", "format", "--check", "--quiet", "."], PROJECT),
        ("lint", [python, "-m", "ruff", "check", "--quiet", "."], PROJECT),
        ("types", [python, "-m", "mypy"], PROJECT),
        *_make_extension_checks(),
    ]


def _make_extension_checks() -> list[tuple[str, list[str], Path]]:
    npm = shutil.which("npm")
    if npm is None:
        sys.exit("The extension's types cannot be checked without npm. Hint: install Node.js 20 or newer.")
    if not (EXTENSION / "node_modules" / "typescript").exists():
        subprocess.run([npm, "ci", "--no-audit", "--no-fund", "--silent"], cwd=EXTENSION, check=True)
    return [("extension types", [npm, "exec", "--offline", "tsc", "--", "-p", "jsconfig.json"], EXTENSION)]


def _passes(name: str, command: list[str], folder: Path) -> bool:
    print(f"checking {name} …", flush=True)
    return subprocess.run(command, cwd=folder, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
