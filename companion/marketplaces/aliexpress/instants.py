"""Instants that an answer gives twice: as milliseconds, and as the text a reader sees."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from companion.marketplaces.aliexpress.fields import Reading
from companion.marketplaces.base import Node
from companion.when import parse_epoch, parse_moment

_MAX_DIFFERENCE = timedelta(days=1)  # between milliseconds and the text beside them


@dataclass(frozen=True, slots=True)
class Twofold:
    """One instant as both places say it."""

    field: str
    node: Node  # of the milliseconds
    text_at: datetime | None
    epoch_at: datetime | None

    @property
    def differs(self) -> bool:
        """Whether the two cannot both be true, whatever the zone of the text."""
        both = self.text_at is not None and self.epoch_at is not None
        return both and abs(self.text_at - self.epoch_at) > _MAX_DIFFERENCE  # type: ignore[operator]


def read_twofold(field: str, text: Node, epoch: Node, reading: Reading) -> Twofold:
    """Read an instant from both its places."""
    language, zone = reading.setting.language, reading.setting.zone or UTC
    shown = text.read(field, lambda said: parse_moment(said, language, zone))
    milliseconds = epoch.whole(field)
    return Twofold(field, epoch, shown, None if milliseconds is None else parse_epoch(milliseconds))


def choose_instants(found: Sequence[Twofold], reading: Reading) -> tuple[datetime | None, ...]:
    """Choose one instant for each: milliseconds are exact, but not beside a text that contradicts them.

    Where any of an answer's milliseconds contradict their text, the texts hold and none are believed (real
    answers of 2026-09 have such: golden refund_list/closed-returns).
    """
    wrong = [one for one in found if one.differs]
    if wrong:
        both = [one for one in found if one.text_at and one.epoch_at]
        excerpt = f"{len(wrong)} of {len(both)} times differ from their text by more than a day"
        wrong[0].node.problem(wrong[0].field, excerpt)
    chosen = tuple(_choose(one, is_exact=not wrong) for one in found)
    if reading.setting.zone is None and _rests_on_text(found, chosen):
        reading.problems.add("time_zone", "request.timeZone", "not named; times are read as UTC")
    return chosen


def _choose(one: Twofold, *, is_exact: bool) -> datetime | None:
    first, second = (one.epoch_at, one.text_at) if is_exact else (one.text_at, None)
    return first or second


def _rests_on_text(found: Iterable[Twofold], chosen: Iterable[datetime | None]) -> bool:
    return any(at is not None and at != one.epoch_at for one, at in zip(found, chosen, strict=True))
