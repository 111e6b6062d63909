"""Memory that large bodies took is given back to the system.

The C library of most Linux systems keeps what it once had: blocks of a size it has seen come from heaps that
only shrink from their end, so a daemon that took a few pages of a megabyte stays large for good. It can be
told to let go. To do so with every block (`M_MMAP_THRESHOLD`) costs more than reading the body itself:
measured 2026-11-25, a capture of 1 MB then waits 13 ms instead of 9. So it is told when nothing has come for
a moment.
"""

from __future__ import annotations

import asyncio
import ctypes
import sys

_QUIET_SECONDS = 2.0


class FreedMemory:
    """Gives memory back some time after it was used. Use it within one event loop."""

    def __init__(self, quiet_seconds: float = _QUIET_SECONDS) -> None:
        self._quiet_seconds = quiet_seconds
        self._timer: asyncio.TimerHandle | None = None

    def note_use(self) -> None:
        """Say that something large was held and let go of."""
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(self._quiet_seconds, self._give_back)

    def close(self) -> None:
        """Give nothing back any more."""
        if self._timer is not None:
            self._timer.cancel()

    def _give_back(self) -> None:
        self._timer = None
        # In a thread: it looks through all heaps, some milliseconds for a large one.
        asyncio.get_running_loop().run_in_executor(None, give_memory_back)


def give_memory_back() -> bool:
    """Have freed memory go back to the system; False where its C library knows no such thing."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        trim = ctypes.CDLL(None).malloc_trim
    except (OSError, AttributeError):  # another C library, such as musl, which gives memory back anyway
        return False
    trim(0)
    return True
