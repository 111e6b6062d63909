"""Memory that large bodies took is given back to the system.

The C library of most Linux systems learns from the first large block it frees: from then on blocks of that
size come from heaps that only shrink from their end, and a daemon that took a few pages of a megabyte stays
large for good. A threshold that is set never moves, so large blocks are mapped, and unmapped when freed.
"""

from __future__ import annotations

import ctypes
import sys

# The library's own first values, and its names for them in malloc.h.
_BYTES = 128 * 1024
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3


def give_memory_back() -> bool:
    """Have freed memory go back to the system; False where its C library knows no such setting."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        set_option = ctypes.CDLL(None).mallopt
    except (OSError, AttributeError):  # another C library, such as musl, which gives memory back anyway
        return False
    return bool(set_option(_MMAP_THRESHOLD, _BYTES) and set_option(_TRIM_THRESHOLD, _BYTES))
