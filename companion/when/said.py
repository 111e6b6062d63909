"""Times as messengers say them: "18:39", "Yesterday 18:39", "Mon", "Nov 3, 18:40", and nothing beside.

A text that holds more than a time is none, so that a message about Monday is never taken for one. What a day
is depends on when the text was seen: see `resolve_day`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time, timedelta

from companion.text import clean
from companion.when.days import find_days, find_month_days, to_ascii_digits
from companion.when.names import find_week_day, is_day_first
from companion.when.said_words import AFTERNOON, BETWEEN, MORNING, find_days_back, fold

_LONGEST = 60
_HALVES = "|".join(sorted(map(re.escape, (*MORNING, *AFTERNOON)), key=len, reverse=True))
_CLOCK = re.compile(
    rf"(?:(?P<before>{_HALVES})\s?)?(?<![\d:.])(?P<hour>\d{{1,2}})(?:\s?[:：]\s?|\s?h\s?)(?P<minute>\d{{2}})"
    rf"(?:[:：](?P<second>\d{{2}}))?(?![\d:])(?:\s?(?P<after>{_HALVES}|[ap]\.\s?m\.)(?!\w))?"
)
_NUMBERS = re.compile(r"(?<![\d/.-])(\d{1,2})([/.-])\s?(\d{1,2})\.?(?![\d/-])")
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*\.?")
_YEARS_BACK = 5  # within five years a week day and a day of the month name one year
_LEAP_YEARS_BACK = 8


@dataclass(frozen=True, slots=True)
class SaidTime:
    """What a text says of a time; None for what it leaves out.

    Attributes:
        on: a day with its year.
        month_day: month and day of one without.
        days_back: 1 for yesterday.
        is_unclear: a day is named, and which one is not certain ("3/4").
    """

    clock: time | None = None
    on: date | None = None
    month_day: tuple[int, int] | None = None
    days_back: int | None = None
    week_day: int | None = None
    is_unclear: bool = False

    @property
    def names_day(self) -> bool:
        """Whether any day is named, certain or not."""
        return self.is_unclear or any(
            one is not None for one in (self.on, self.month_day, self.days_back, self.week_day)
        )


def parse_said_time(text: str, language: str | None = None) -> SaidTime | None:
    """Read a text that is a time and nothing else; None for any other.

    >>> found = parse_said_time("Yesterday 18:39")
    >>> found.clock, found.days_back
    (datetime.time(18, 39), 1)
    >>> parse_said_time("—— 3. Nov., 7:05 ——", "de").month_day, parse_said_time("11月3日 下午6:39").clock
    ((11, 3), datetime.time(18, 39))
    >>> parse_said_time("Monday").week_day, parse_said_time("Please wait until Monday")
    (0, None)
    """
    if len(text) > _LONGEST:
        return None
    folded = fold(to_ascii_digits(clean(text)))
    clocks = list(_CLOCK.finditer(folded))
    if len(clocks) > 1:
        return None
    clock = _make_clock(clocks[0]) if clocks else None
    if clocks and clock is None:
        return None
    rest = folded[: clocks[0].start()] + " " + folded[clocks[0].end() :] if clocks else folded
    day = _read_day(rest, clock, language)
    return day if day and (clock or day.names_day) else None


def resolve_day(said: SaidTime, today: date, latest: date) -> date | None:
    """Give the day that is meant; None where it is not certain, and for days after `today`.

    Args:
        said: what was said.
        today: the day on which the text was seen.
        latest: the day of what was said later; one without its year is the last such day until then.

    >>> said = SaidTime(month_day=(12, 30))
    >>> str(resolve_day(said, date(2027, 1, 5), date(2027, 1, 5)))
    '2026-12-30'
    >>> resolve_day(SaidTime(week_day=1), date(2027, 1, 5), date(2027, 1, 5))
    """
    if said.on is not None:
        return said.on if said.on <= today else None
    if said.days_back is not None:
        return today - timedelta(days=said.days_back)
    if said.month_day is not None:
        return _find_latest(*said.month_day, said.week_day, min(latest, today))
    if said.week_day is not None:
        back = (today.weekday() - said.week_day) % 7
        return today - timedelta(days=back) if back else None  # today or a week ago: not certain
    return None


def _read_day(rest: str, clock: time | None, language: str | None) -> SaidTime | None:
    """Read what stands beside the clock, all of it."""
    days = find_days(rest, language)
    shorts = find_month_days(rest, language) if not days else ()
    numbers = _NUMBERS.search(rest) if not days and not shorts else None
    if len(days) + len(shorts) > 1:
        return None
    if days:
        left = rest[: days[0].start] + " " + rest[days[0].end :]
        on = days[0].day
        return _join(left, SaidTime(clock, on=on, is_unclear=on is None), language)
    if shorts:
        left = rest[: shorts[0].start] + " " + rest[shorts[0].end :]
        return _join(left, SaidTime(clock, month_day=(shorts[0].month, shorts[0].day)), language)
    if numbers:
        left = rest[: numbers.start()] + " " + rest[numbers.end() :]
        found = _read_numbers(numbers, language)
        return _join(left, SaidTime(clock, month_day=found, is_unclear=found is None), language)
    return _read_words(rest, clock, language)


def _join(left: str, day: SaidTime, language: str | None) -> SaidTime | None:
    """Join a day with what stands beside it, which may be a week day and nothing else."""
    words = _list_words(left)
    if words is None or len(words) > 1:
        return None
    if not words:
        return day
    week_day = _find_week_day(words[0], language)
    if week_day is None or (day.on and day.on.weekday() != week_day):
        return None
    return SaidTime(day.clock, day.on, day.month_day, None, week_day, day.is_unclear)


def _read_words(rest: str, clock: time | None, language: str | None) -> SaidTime | None:
    phrase = " ".join(_WORD.findall(rest)).rstrip(".")
    words = _list_words(rest)
    if words is None:
        return None
    if not words:
        return SaidTime(clock)
    for one in (phrase, " ".join(words)):
        back = find_days_back(one, language)
        if back is not None:
            return SaidTime(clock, days_back=back)
    week_day = _find_week_day(words[0], language) if len(words) == 1 else None
    return None if week_day is None else SaidTime(clock, week_day=week_day)


def _find_week_day(word: str, language: str | None) -> int | None:
    return find_week_day(word.removesuffix("-feira").rstrip("."), language)  # "terça-feira" is Portuguese


def _list_words(text: str) -> list[str] | None:
    """List the words that say something; None where numbers are left over."""
    if any(sign.isdigit() for sign in text):
        return None
    return [word for word in _WORD.findall(text) if word not in BETWEEN and word.rstrip(".") not in BETWEEN]


def _read_numbers(match: re.Match[str], language: str | None) -> tuple[int, int] | None:
    """Read "03/11"; None where the language does not say which of the two is the month."""
    one, two = int(match[1]), int(match[3])
    pairs = {(month, day) for month, day in ((one, two), (two, one)) if 1 <= month <= 12 and 1 <= day <= 31}
    if len(pairs) == 1:
        return pairs.pop()
    day_first = True if match[2] == "." else is_day_first(language)
    if not pairs or day_first is None:
        return None
    return (two, one) if day_first else (one, two)


def _make_clock(match: re.Match[str]) -> time | None:
    hour = int(match["hour"])
    half = (match["before"] or match["after"] or "").replace(" ", "")
    if half:
        is_late = half in AFTERNOON
        if hour > 12:
            return None if not is_late else _make_time(match, hour)
        hour = hour % 12 + (12 if is_late else 0)
    return _make_time(match, hour)


def _make_time(match: re.Match[str], hour: int) -> time | None:
    try:
        return time(hour, int(match["minute"]), int(match["second"] or 0))
    except ValueError:
        return None


def _find_latest(month: int, day: int, week_day: int | None, latest: date) -> date | None:
    """Find the last such day that fits its week day; without one, the last there was."""
    years = _YEARS_BACK if week_day is not None else _LEAP_YEARS_BACK
    for year in range(latest.year, latest.year - years, -1):
        try:
            found = date(year, month, day)
        except ValueError:
            continue  # 29 February of a common year
        if found <= latest and week_day in {None, found.weekday()}:
            return found
    return None
