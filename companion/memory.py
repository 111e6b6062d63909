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
_ARENA_MAX = -8  # the library's name for it, in malloc.h
_HEAPS = 2


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


def keep_heaps_few() -> bool:
    """Have all threads share a few heaps, so that less lies scattered; False where nothing can be set.

    Before any other thread is started. After twenty captures of 1 MB: 58 MB instead of 65 (2026-11-25).
    """
    library = _find_library()
    return library is not None and bool(library.mallopt(_ARENA_MAX, _HEAPS))


def give_memory_back() -> bool:
    """Have freed memory go back to the system; False where its C library knows no such thing."""
    library = _find_library()
    if library is None:
        return False
    library.malloc_trim(0)
    return True


def _find_library() -> ctypes.CDLL | None:
    if not sys.platform.startswith("linux"):
        return None
    try:
        library = ctypes.CDLL(None)
    except OSError:
        return None
    # Another C library, such as musl, has neither, and gives memory back anyway.
    return library if hasattr(library, "malloc_trim") and hasattr(library, "mallopt") else None
