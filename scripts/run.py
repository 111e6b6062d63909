"""Start Orderproof from a fresh clone: the companion, and a browser with the extension in it.

    python3 scripts/run.py                    the real thing, with your data folder and a browser found here
    python3 scripts/run.py --demo             invented orders in a replica shop, in a throw-away folder
    python3 scripts/run.py --demo --headless  the same without a screen: prints the flagged orders and ends

Needs only Python 3.11 and a browser. `--help` lists the rest.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys

from environment import PROJECT, make_environment


def main(arguments: list[str]) -> int:
    """Make the environment and hand over to `scripts/launch` inside it."""
    python = make_environment(["demo"] if "--demo" in arguments else [])
    path = os.pathsep.join([str(PROJECT), str(PROJECT / "scripts")])
    environ = {**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}
    command = [str(python), "-m", "launch", *arguments]
    if os.name == "posix":
        os.execve(python, command, environ)  # noqa: S606 - signals then reach the one who has to clean up
    child = subprocess.Popen(command, env=environ)
    while True:  # Ctrl-C reaches the child too, which needs a moment to put everything away
        with contextlib.suppress(KeyboardInterrupt):
            return child.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
