"""Values of a row with the type its STRICT column promises."""

from __future__ import annotations

from companion.store.database import Value


def text(value: Value) -> str:
    """Read a TEXT column."""
    if not isinstance(value, str):
        raise TypeError(f"text expected, found {type(value).__name__}")
    return value


def text_or_none(value: Value) -> str | None:
    """Read a TEXT column that may be empty."""
    return None if value is None else text(value)


def whole(value: Value) -> int:
    """Read an INTEGER column."""
    if not isinstance(value, int):
        raise TypeError(f"whole number expected, found {type(value).__name__}")
    return value


def whole_or_none(value: Value) -> int | None:
    """Read an INTEGER column that may be empty."""
    return None if value is None else whole(value)


def blob(value: Value) -> bytes:
    """Read a BLOB column."""
    if not isinstance(value, bytes):
        raise TypeError(f"bytes expected, found {type(value).__name__}")
    return value
