"""Instants as whole microseconds since 1970 in UTC: exact, and they sort as they passed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_START = datetime(1970, 1, 1, tzinfo=UTC)
_STEP = timedelta(microseconds=1)


def to_micros(moment: datetime) -> int:
    """Turn an aware instant into the number the database holds."""
    return (moment - _START) // _STEP


def to_instant(micros: int) -> datetime:
    """Turn a number of the database back into an instant."""
    return _START + micros * _STEP


def to_micros_or_none(moment: datetime | None) -> int | None:
    """Like `to_micros`, for an instant nobody may know."""
    return None if moment is None else to_micros(moment)


def to_instant_or_none(micros: int | None) -> datetime | None:
    """Like `to_instant`, for a number that may be missing."""
    return None if micros is None else to_instant(micros)
