"""Product pictures for the fake marketplace: small PNGs drawn from simple shapes, without any library."""

from __future__ import annotations

import functools
import hashlib
import math
import struct
import zlib
from collections.abc import Callable

SIZE = 160
_Shape = Callable[[float, float], bool]  # x and y from -1 to 1
_Colour = tuple[int, int, int]


def _is_ring(x: float, y: float) -> bool:
    return 0.42 < math.hypot(x, y) < 0.62 or (abs(x) > 0.4 and abs(x) < 0.72 and -0.05 < y < 0.5)


def _is_box(x: float, y: float) -> bool:
    return abs(x) < 0.5 and abs(y) < 0.5 and not (abs(x) < 0.14 and abs(abs(y) - 0.22) < 0.08)


def _is_lamp(x: float, y: float) -> bool:
    shade = -0.6 < y < -0.1 and abs(x) < 0.25 + 0.5 * (y + 0.6)
    return shade or (abs(x) < 0.05 and -0.1 <= y < 0.55) or (0.5 < y < 0.62 and abs(x) < 0.36)


def _is_cable(x: float, y: float) -> bool:
    return abs(x) < 0.72 and abs(y - 0.35 * math.sin(5 * x)) < 0.09


def _is_mug(x: float, y: float) -> bool:
    cup = abs(y) < 0.5 and -0.55 < x < 0.3
    return cup or (x >= 0.3 and 0.2 < math.hypot(x - 0.3, y) < 0.34)


def _is_book(x: float, y: float) -> bool:
    return abs(y) < 0.6 and abs(x) < 0.44 and not -0.34 < x < -0.28


def _is_bag(x: float, y: float) -> bool:
    return (abs(x) < 0.46 and -0.3 < y < 0.62) or (y <= -0.3 and 0.22 < math.hypot(x, y + 0.3) < 0.34)


_SHAPES: dict[str, _Shape] = {
    "ring": _is_ring,
    "box": _is_box,
    "lamp": _is_lamp,
    "cable": _is_cable,
    "mug": _is_mug,
    "book": _is_book,
    "bag": _is_bag,
}


@functools.cache
def make_picture(name: str) -> bytes:
    """Make the PNG of a name: a name that holds a shape's name shows that shape, in colours of its own."""
    digest = hashlib.sha256(name.encode()).digest()
    shape = (
        next((_SHAPES[key] for key in _SHAPES if key in name), None) or list(_SHAPES.values())[digest[0] % 7]
    )
    ground = _mix(digest[1] / 255, 0.92)
    rows = [
        b"\0" + b"".join(_make_row(shape, ground, _mix(digest[1] / 255 + 0.08, 0.55), y)) for y in range(SIZE)
    ]
    header = struct.pack(">IIBBBBB", SIZE, SIZE, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"".join(rows), 9)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_make_chunk(kind, data) for kind, data in chunks)


def _make_row(shape: _Shape, ground: _Colour, ink: _Colour, row: int) -> list[bytes]:
    y = (row - SIZE / 2) / (SIZE / 2)
    steps = ((column - SIZE / 2) / (SIZE / 2) for column in range(SIZE))
    return [bytes(ink if shape(x, y) else ground) for x in steps]


def _mix(hue: float, light: float) -> _Colour:
    wave = [light + (1 - light) * 0.9 * math.sin(2 * math.pi * (hue + third / 3)) for third in range(3)]
    red, green, blue = (max(0, min(255, round(255 * one))) for one in wave)
    return red, green, blue


def _make_chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
