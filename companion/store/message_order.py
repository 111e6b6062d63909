"""Pure: in which order messages were written, and between which of them some may be missing.

Times order them; within one minute, where a page shows no seconds, the order in which readings show them.
Where clocks disagree by some minutes with the order in which a page shows its rows, that order holds.
A reading speaks for all that lies between the first and the last message it shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from heapq import heappop, heappush
from itertools import pairwise

from companion.model import MessageGap
from companion.store.instants import to_instant_or_none

_MINUTE = 60_000_000
_UNKNOWN = 2**62  # later than anything
_CLOCKS_DIFFER = 10 * _MINUTE  # by more than that they are not about the same


@dataclass(frozen=True, slots=True)
class Stamp:
    """What of a message tells its place: when it was sent, in microseconds, and the site's id of it."""

    at: int | None
    message_id: str | None


@dataclass(frozen=True, slots=True)
class MessageRun:
    """The messages one reading shows, by their numbers and in its order.

    Attributes:
        visit_id: the visit it was read in.
        is_pushed: sent by the messenger by itself, as it was written.
        is_page: shown by a page, whose order is that of the conversation whatever its clocks say.
    """

    messages: tuple[int, ...]
    visit_id: str
    captured_at: datetime
    is_pushed: bool
    is_page: bool = False


@dataclass(frozen=True, slots=True)
class Bell:
    """The messenger said, without saying what, that something had come."""

    visit_id: str
    captured_at: datetime


def sort_messages(stamps: Mapping[int, Stamp], runs: Sequence[MessageRun]) -> tuple[int, ...]:
    """Sort messages as they were written; what nothing tells apart stays as it is given."""
    times = _follow_pages(_find_times(stamps, runs), runs)
    ids = {number: (stamp.message_id or "").rjust(40) for number, stamp in stamps.items()}
    minutes: dict[int, list[int]] = {}
    for number in sorted(stamps, key=lambda number: (times[number], ids[number])):
        minutes.setdefault(times[number] // _MINUTE, []).append(number)
    followers = _find_followers(times, runs)
    return tuple(
        number
        for minute in sorted(minutes)
        for number in _sort_minute(minutes[minute], stamps, followers.get(minute, {}))
    )


def find_gaps(
    order: Sequence[int],
    stamps: Mapping[int, Stamp],
    runs: Sequence[MessageRun],
    bells: Sequence[Bell],
) -> tuple[MessageGap, ...]:
    """Find between which messages some may be missing."""
    places = {number: place for place, number in enumerate(order)}
    spans = [(min(found), max(found)) for run in runs if (found := [places[one] for one in run.messages])]
    is_open = [True] * max(0, len(order) - 1)
    reached = 0
    for first, last in sorted((*spans, *_find_continued(places, runs, bells))):
        for place in range(max(first, reached), last):
            is_open[place] = False
        reached = max(reached, last)
    return tuple(
        MessageGap(place, *(to_instant_or_none(stamps[one].at) for one in order[place : place + 2]))
        for place, is_gap in enumerate(is_open)
        if is_gap
    )


def _find_continued(
    places: Mapping[int, int], runs: Sequence[MessageRun], bells: Sequence[Bell]
) -> Iterator[tuple[int, int]]:
    """Find what follows within a visit on the newest message it had shown.

    A message that the messenger pushes does, unless something else was announced before it; and so does the
    answer that an announcement led to.
    """
    newest: dict[str, int] = {}
    announced: set[str] = set()
    events: list[MessageRun | Bell] = [*runs, *bells]
    for event in sorted(events, key=lambda one: one.captured_at):
        visit = event.visit_id
        if isinstance(event, Bell):
            announced.add(visit)
            continue
        found = [places[one] for one in event.messages]
        if not found:
            continue
        before = newest.get(visit)
        if before is not None and min(found) > before and event.is_pushed != (visit in announced):
            yield before, max(found)
        newest[visit] = max(found) if before is None else max(before, *found)
        announced.discard(visit)


def _find_times(stamps: Mapping[int, Stamp], runs: Iterable[MessageRun]) -> dict[int, int]:
    """Tell when each message was sent; one without a time, when the one beside it was."""
    times = {number: stamp.at for number, stamp in stamps.items() if stamp.at is not None}
    beside = dict(times)
    for run in runs:
        for numbers in (run.messages, run.messages[::-1]):
            for number, following in pairwise(numbers):
                if number in beside:
                    beside.setdefault(following, beside[number])
    return {number: beside.get(number, _UNKNOWN) for number in stamps}


def _follow_pages(times: dict[int, int], runs: Iterable[MessageRun]) -> dict[int, int]:
    """Put a message that a page shows after another one after it, where clocks differ a little about that."""
    followed = dict(times)
    for run in (run for run in runs if run.is_page):
        latest = 0
        for number in run.messages:
            is_other_minute = followed[number] // _MINUTE < latest // _MINUTE  # pages show no finer ones
            if is_other_minute and latest - followed[number] <= _CLOCKS_DIFFER:
                followed[number] = latest + 1
            if followed[number] != _UNKNOWN:
                latest = followed[number]
    return followed


def _find_followers(
    times: Mapping[int, int], runs: Iterable[MessageRun]
) -> dict[int, dict[int, dict[int, None]]]:
    """Find, minute by minute, which message a reading shows after which."""
    followers: dict[int, dict[int, dict[int, None]]] = {}
    for run in runs:
        last: dict[int, int] = {}
        for number in run.messages:
            minute = times[number] // _MINUTE
            if minute in last:
                followers.setdefault(minute, {}).setdefault(last[minute], {})[number] = None
            last[minute] = number
    return followers


def _sort_minute(
    numbers: list[int], stamps: Mapping[int, Stamp], followers: Mapping[int, Mapping[int, None]]
) -> list[int]:
    """Sort the messages of one minute by who follows whom; where readings contradict each other, by time."""
    if all(stamps[number].message_id for number in numbers):
        return numbers
    waits_for = dict.fromkeys(numbers, 0)
    for following in followers.values():
        for number in following:
            waits_for[number] += 1
    rank = {number: place for place, number in enumerate(numbers)}
    ready = [rank[number] for number in numbers if not waits_for[number]]
    rest, done = dict.fromkeys(numbers), []
    while rest:
        number = numbers[heappop(ready)] if ready else next(iter(rest))
        if number not in rest:
            continue
        del rest[number]
        done.append(number)
        for follower in followers.get(number, {}):
            waits_for[follower] -= 1
            if not waits_for[follower]:
                heappush(ready, rank[follower])
    return done
