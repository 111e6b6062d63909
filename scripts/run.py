"""Start Orderproof from a fresh clone: the companion, and a browser with the extension in it.

    python3 scripts/run.py                    the real thing, with your data folder and a browser found here
    python3 scripts/run.py --demo             invented orders in a replica shop, in a throw-away folder
    python3 scripts/run.py --demo --headless  the same without a screen: prints the flagged orders and ends

Needs only Python 3.11 and a browser. `--help` lists the rest.
"""

from __future__ import annotations

import sys

from environment import hand_over


def main(arguments: list[str]) -> int:
    """Make the environment and hand over to `scripts/launch` inside it."""
    return hand_over("launch", arguments, ["demo"] if "--demo" in arguments else [])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
