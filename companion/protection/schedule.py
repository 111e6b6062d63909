"""The escalation schedule: for each kind when it becomes soon, urgent and critical, and in which words.

Rows live in `schedule.toml`; a kind without a row, or a word that is none of ours, is refused at loading.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Literal

import msgspec

from companion.errors import InputError
from companion.model import DeadlineKind, Role

Hours = int | Literal["always"] | None


class Levels(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Hours before the first instant of the day at which each level begins; None: never."""

    notice: Hours = None
    warning: Hours = None
    urgent: Hours = None
    critical: Hours = None


class Actions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The next thing to do at each level; `open` stands in for the ones without words."""

    open: str
    soon: str | None = None
    urgent: str | None = None
    critical: str | None = None
    overdue: str | None = None
    claimable: str | None = None
    moot: str | None = None
    over: str | None = None
    done: str | None = None


class Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How one kind of deadline escalates."""

    role: Role
    closing: bool
    grace_days: int
    levels: Levels
    title: str
    actions: Actions
    overdue_title: str | None = None
    claimable_title: str | None = None


Schedule = Mapping[DeadlineKind, Row]


def parse_schedule(text: str, file_name: str) -> Schedule:
    """The rows of a schedule file.

    Raises:
        InputError: for a file that is no TOML, an unknown kind, level or field, or a kind without a row.
    """
    hint = "Correct the schedule and start again."
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as broken:
        raise InputError(f"{file_name} is not TOML: {broken}.", hint) from broken
    rows: dict[DeadlineKind, Row] = {}
    for name, table in tables.items():
        try:
            rows[DeadlineKind(name)] = msgspec.convert(table, Row)
        except ValueError as broken:  # msgspec's ValidationError is one, too
            raise InputError(f"{file_name}, [{name}]: {broken}.", hint) from broken
    missing = [kind.value for kind in DeadlineKind if kind not in rows]
    if missing:
        raise InputError(f"{file_name} has no row for {', '.join(missing)}.", hint)
    return rows


@cache
def load_schedule() -> Schedule:
    """The schedule that comes with the program."""
    file = resources.files("companion.protection").joinpath("schedule.toml")
    return parse_schedule(file.read_text("utf-8"), file.name)
