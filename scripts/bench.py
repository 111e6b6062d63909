"""Measure Orderproof beside others, in one interleaved run per bench.

    python3 scripts/bench.py                         every bench; takes about three quarters of an hour
    python3 scripts/bench.py intake pages --quick    two of them, short and rough, to see that they run
    python3 scripts/bench.py --write                 every bench, and its figures into BENCHMARKS.md

`--list` names the benches, `--json FILE` keeps the figures. Needs Python 3.11, and browsers for `pages`,
`sockets`, `chat` and `corpus`.
"""

from __future__ import annotations

import os
import subprocess
import sys

from environment import PROJECT, make_environment


def main(arguments: list[str]) -> int:
    """Make the environment and hand over to `scripts/bench` inside it."""
    python = make_environment(["dev", "bench"])
    path = os.pathsep.join([str(PROJECT), str(PROJECT / "scripts")])
    environ = {**os.environ, "PYTHONPATH": path}
    return subprocess.run([str(python), "-m", "bench", *arguments], env=environ, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
