"""Work on Orderproof with everything running: companion, invented orders, browsers, the fake marketplace.

    python3 scripts/dev.py                    every browser found here that can be driven
    python3 scripts/dev.py --browser firefox  this one alone

The companion starts again whenever its source changes; the browsers stay open. All of it lives in a folder
that is thrown away at Ctrl-C; your own data is never touched.
"""

from __future__ import annotations

import sys

from environment import hand_over


def main(arguments: list[str]) -> int:
    """Make the environment and hand over to `scripts/launch/dev.py` inside it."""
    return hand_over("launch.dev", arguments, ["demo"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
