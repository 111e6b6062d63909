"""What has to be done on a dispute until when: sentences with a day or a time left, as statements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from companion.marketplaces.aliexpress.dispute_meaning import (
    BUYER,
    PLATFORM,
    SELLER,
    counts_down,
    find_actor,
    find_duty,
)
from companion.marketplaces.aliexpress.sentences import find_first_day
from companion.marketplaces.base import Setting
from companion.model import Statement, StatementKind
from companion.when import parse_moment, parse_stretch

_A_DAY = timedelta(days=1)
_NOBODY_ELSE = frozenset({BUYER, None})  # where it is not said who must act, the buyer is warned


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing to be done in time.

    Attributes:
        actor: who has to; None where the page does not say.
        at: the very instant, where the page shows one or what is left until it.
        on: the day, where the page shows no more.
        within_days: a period from something that happened, which is not named.
    """

    actor: str | None
    kind: StatementKind
    quote: str
    at: datetime | None = None
    on: date | None = None
    within_days: int | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose turn it is on a dispute, and until when."""

    answer_from: str | None
    answer_by: datetime | None


def find_duties(sentences: Iterable[str], setting: Setting) -> Iterator[Duty]:
    """Find the sentences that say what has to be done in time."""
    for sentence in sentences:
        actor = find_actor(sentence, setting.language)
        kind = find_duty(sentence, setting.language)
        if kind is None and actor in {SELLER, PLATFORM, BUYER} and counts_down(sentence, setting.language):
            kind = StatementKind.OFFER_RESPONSE_BY  # "time left for the seller": nothing else is waited for
        duty = _read_time(sentence, actor, kind, setting) if kind else None
        if duty is not None:
            yield duty


def make_turn(duties: Sequence[Duty], answer_from: str | None) -> Turn:
    """Tell whose turn it is: the buyer's, where the buyer has anything to do; else by the page's state."""
    mine = [duty for duty in duties if duty.actor in _NOBODY_ELSE]
    theirs = [duty for duty in duties if duty.actor not in _NOBODY_ELSE]
    who = BUYER if mine else theirs[0].actor if theirs else answer_from
    instants = [duty.at for duty in mine or theirs if duty.at]
    return Turn(who, min(instants, default=None))


def make_duty_statements(
    duties: Iterable[Duty], order_id: str, dispute_id: str, setting: Setting
) -> tuple[Statement, ...]:
    """Make a statement of each thing the buyer has to do; of two of a kind the earlier one warns."""
    kept: dict[StatementKind, Statement] = {}
    place = f"dispute[{dispute_id}]"  # an order may have several, each with its own clocks
    for duty in duties:
        if duty.actor not in _NOBODY_ELSE:
            continue
        on = duty.at.astimezone(setting.zone or UTC).date() if duty.at else duty.on
        said = Statement(order_id, duty.kind, on, None if on else duty.within_days, None, duty.quote, place)
        if duty.kind not in kept or _is_earlier(said, kept[duty.kind]):
            kept[duty.kind] = said
    return tuple(kept.values())


def _is_earlier(new: Statement, old: Statement) -> bool:
    if new.on and old.on:
        return new.on < old.on
    return new.on is not None and old.on is None


def _read_time(sentence: str, actor: str | None, kind: StatementKind, setting: Setting) -> Duty | None:
    day = find_first_day(sentence, setting.language)
    if day is not None and day < setting.captured_at.date() - _A_DAY:
        return None  # what happened, not what has to be done
    if day is not None:
        at = parse_moment(sentence, setting.language, setting.zone) if setting.zone else None
        return Duty(actor, kind, sentence, at=at, on=day)
    stretch = parse_stretch(sentence)
    if stretch is None:
        return None
    if stretch.in_days and not counts_down(sentence, setting.language):
        return Duty(actor, kind, sentence, within_days=stretch.length.days)
    return Duty(actor, kind, sentence, at=add_stretch(setting.captured_at, stretch.length))


def add_stretch(captured_at: datetime, length: timedelta) -> datetime:
    """Add what is left to the moment it was seen, rounded down to the minute."""
    return (captured_at + length).replace(second=0, microsecond=0)
