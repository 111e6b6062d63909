"""Small bodies that inflate to something huge."""

from __future__ import annotations

import zlib

MEGABYTE = 1024 * 1024


def make_bomb(megabytes: int) -> bytes:
    """Make a gzip body of about a kilobyte per megabyte of nothing.

    One flushed block is repeated, so that making it costs nothing; its check sum is wrong, at an end that
    nobody may reach.
    """
    stream = zlib.compressobj(9, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    head = stream.compress(b"") + stream.flush(zlib.Z_FULL_FLUSH)
    block = stream.compress(b"\0" * MEGABYTE) + stream.flush(zlib.Z_FULL_FLUSH)
    return head + block * megabytes + stream.flush()
