"""Make the environment, find or install what the tests need, and run everything.

Arguments are handed to pytest: `python3 scripts/test.py -k money` runs a part, without the checks.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from environment import PROJECT, make_environment

# What a real run needs beside Python: the program, and the Debian package that brings it.
PROGRAMS = {
    "chromium": "chromium",
    "firefox-esr": "firefox-esr",
    "dbus-daemon": "dbus",
    "node": "nodejs",
    "npm": "npm",
}


def main(arguments: list[str]) -> int:
    """Run the checks, the extension's tests and the companion's; return the worst exit code."""
    python = str(make_environment(["dev"]))
    missing = _find_missing()
    if missing:
        _install(missing)
    for program in _find_missing():
        print(f"NOT HERE: {program}; the tests that need it fail and say so.", flush=True)
    codes = [] if arguments else [_run("checks", [python, "scripts/check.py"]), _run_extension_tests()]
    codes.append(_run("tests", [python, "-m", "pytest", *arguments]))
    return max(codes)


def _find_missing() -> list[str]:
    return [program for program in PROGRAMS if shutil.which(program) is None]


def _install(missing: list[str]) -> None:
    if not (shutil.which("apt-get") and os.geteuid() == 0):
        print(f"Please install: {', '.join(PROGRAMS[name] for name in missing)}", flush=True)
        return
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-qq", "-y", "--no-install-recommends"]
    subprocess.run(["apt-get", "update", "-qq"], check=True, env=environment, stdout=subprocess.DEVNULL)
    packages = [*(PROGRAMS[name] for name in missing), "fonts-noto-core"]
    subprocess.run([*install, *packages], check=True, env=environment, stdout=subprocess.DEVNULL)


def _run_extension_tests() -> int:
    tests = sorted(str(path) for path in (PROJECT / "extension" / "test").glob("*.test.mjs"))
    return _run("extension tests", ["node", "--test", *tests])


def _run(name: str, command: list[str]) -> int:
    print(f"--- {name}", flush=True)
    return subprocess.run(command, cwd=PROJECT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
