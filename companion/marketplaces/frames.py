"""Frames of WebSockets, unpacked: JSON as it is, or packed within another as base64, plain or gzip."""

from __future__ import annotations

import base64
import binascii
import zlib

from companion.marketplaces.jsonp import NotJson, decode_text

_MAX_BYTES = 16 * 1024 * 1024
_GZIP = b"\x1f\x8b"
_PAYLOADS = ("data", "payload", "body", "content")


def unpack_frame(data: bytes) -> object:
    """Unpack a frame; None where it holds no JSON.

    >>> unpack_frame(b'{"type": "DATA", "data": "eyJ4IjogMX0="}')
    {'type': 'DATA', 'data': {'x': 1}}
    """
    decoded = _decode(data)
    return None if decoded is None else _open_payload(decoded)


def _open_payload(decoded: object) -> object:
    """Give what lies packed in a frame, beside what is around it."""
    if not isinstance(decoded, dict):
        return decoded
    return {key: _unpack(value) if key in _PAYLOADS else value for key, value in decoded.items()}


def _unpack(value: object) -> object:
    if not isinstance(value, str) or value.lstrip()[:1] in {"{", "["}:
        return value
    try:
        packed = base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        return value
    inner = _decode(packed)
    return value if inner is None else inner


def _decode(data: bytes) -> object:
    """Decode JSON, plain or gzip, alone or behind a line that is none; None for anything else."""
    if data.startswith(_GZIP):
        inflated = _inflate(data)
        if inflated is None:
            return None
        data = inflated
    text = data.decode("utf-8", "replace")
    for start in sorted({max(text.find("{"), 0), max(text.find("["), 0)}):
        try:
            found = decode_text(text[start:])
        except NotJson:
            continue
        return found if isinstance(found, dict | list) else None
    return None


def _inflate(data: bytes) -> bytes | None:
    stream = zlib.decompressobj(wbits=31)
    try:
        inflated = stream.decompress(data, _MAX_BYTES)
    except zlib.error:
        return None
    return inflated if stream.eof else None
