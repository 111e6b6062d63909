"""Reads days, spans, clocks and zones from texts in many languages; never a guess."""

from companion.when.days import FoundDay, find_days, parse_day, parse_days
from companion.when.durations import Stretch, parse_stretch
from companion.when.epochs import parse_epoch
from companion.when.moments import parse_moment, start_of_day
from companion.when.rows import RowTime, parse_row_time, resolve_rows
from companion.when.said import SaidTime, parse_said_time, resolve_day
from companion.when.zones import parse_zone

__all__ = [
    "FoundDay",
    "RowTime",
    "SaidTime",
    "Stretch",
    "find_days",
    "parse_day",
    "parse_days",
    "parse_epoch",
    "parse_moment",
    "parse_row_time",
    "parse_said_time",
    "parse_stretch",
    "parse_zone",
    "resolve_day",
    "resolve_rows",
    "start_of_day",
]
