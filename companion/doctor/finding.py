"""What a check finds: how it stands, in one sentence, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How a check came out."""

    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one check says."""

    state: State
    says: str
    next_action: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A verdict under the name of its check."""

    check: str
    state: State
    says: str
    next_action: str | None


def make_ok(says: str) -> Verdict:
    """All is well."""
    return Verdict(State.OK, says)


def make_warning(says: str, next_action: str) -> Verdict:
    """Something wants looking after; nothing is lost."""
    return Verdict(State.WARNING, says, next_action)


def make_failed(says: str, next_action: str) -> Verdict:
    """Something does not work, or is damaged."""
    return Verdict(State.FAILED, says, next_action)


def make_skipped(says: str) -> Verdict:
    """It could not be looked at."""
    return Verdict(State.SKIPPED, says)
