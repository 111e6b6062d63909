"""Time zones as sites and browsers write them."""

from __future__ import annotations

import re
from datetime import UTC, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_OFFSET = re.compile(r"^(?:GMT|UTC)?\s?([+-])(\d{1,2})(?::?(\d{2}))?$", re.IGNORECASE)
_MAX_OFFSET_HOURS = 14


def parse_zone(text: str) -> tzinfo | None:
    """Read an offset from Greenwich or the name of a zone; None where it is neither.

    >>> str(parse_zone("GMT-07:00")), str(parse_zone("GMT+9")), str(parse_zone("America/Sao_Paulo"))
    ('UTC-07:00', 'UTC+09:00', 'America/Sao_Paulo')
    >>> parse_zone("Middle/Earth") is None
    True
    """
    name = text.strip()
    if name.upper() in {"GMT", "UTC", "Z"}:
        return UTC
    match = _OFFSET.match(name)
    if match is None:
        return _find_named(name)
    sign, hours, minutes = match.groups()
    if int(hours) > _MAX_OFFSET_HOURS or int(minutes or 0) > 59:
        return None
    offset = timedelta(hours=int(hours), minutes=int(minutes or 0))
    return timezone(-offset if sign == "-" else offset)


def _find_named(name: str) -> tzinfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: a name that is a folder or no file name
        return None
