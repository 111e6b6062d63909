"""Frames of the messenger's WebSocket, opened.

Seen 2026-09 and 2026-10 on the seller's side: JSON of `{type: "DATA", serviceId, compressType, data}`, where
`data` is base64 of JSON, plain or gzip. A frame may also be JSON itself, or hold some after a line of its
own. A frame without anything in it is only a bell: something has come, and is fetched by a call of its own.
"""

from __future__ import annotations

from companion.marketplaces.base import Node, Problems
from companion.marketplaces.frames import unpack_frame
from companion.model import Part


def open_frame(part: Part, problems: Problems) -> Node | None:
    """Open a frame; None and a problem where what it carries cannot be decoded."""
    unpacked = unpack_frame(part.body or b"")
    if unpacked is None:
        problems.add("frame", "frame", f"{len(part.body or b'')} bytes that cannot be decoded")
        return None
    return Node(unpacked, "frame", problems)
