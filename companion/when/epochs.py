"""Instants as counts of milliseconds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_EARLIEST = datetime(2005, 1, 1, tzinfo=UTC)
_LATEST = datetime(2100, 1, 1, tzinfo=UTC)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def parse_epoch(milliseconds: int) -> datetime | None:
    """Read milliseconds since 1970 as an instant; None outside the years of online shops.

    >>> str(parse_epoch(1785274783000))
    '2026-07-28 21:39:43+00:00'
    >>> parse_epoch(1785274783) is None
    True
    """
    try:
        at = _EPOCH + timedelta(milliseconds=milliseconds)
    except OverflowError:
        return None
    return at if _EARLIEST <= at <= _LATEST else None
