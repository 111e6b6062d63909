"""Stretches of time that are left: "2 days 5 hours", "2d 05:11:20". Summed as shown, so never too long.

Units are dictionary words in the languages the sites speak, not seen on the sites in all of them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

# In each unit every form that stands behind a number; a letter alone only where no letter follows.
_UNITS: Mapping[str, str] = {
    "days": "days?|d|d[ií]as?|jours?|j|tagen?|tage?|t|giorn[oi]|gg?|dag(?:en)?|dni|dzień|"
    "дн(?:[яійів]{0,2}|ей)|день|д|gün|يوم|أيام|ימים|יום|dn[íyů]|den",
    "hours": "hours?|hrs?|h|horas?|heures?|stunden?|std|or[ae]|uur|uren|u|godz(?:in[ay]?)?|час(?:ов|а)?|ч|"
    "год(?:ин[аи]?)?|saat|ساع(?:ة|ات)|שעות|שעה|hod(?:in[ay]?)?",
    "minutes": "minutes?|mins?|m|minut[oi]s?|minut(?:en|a|y)?|мин(?:ут[аы]?)?|м|хв(?:илин[аи]?)?|dakika|"
    "dk|دقيق[ةه]|دقائق|דקות|דקה",
    "seconds": "seconds?|secs?|s|segundos?|secondes?|sekunden?|sek|second[oi]|seconden|sekund[ay]?|"
    "сек(?:унд[аы]?)?|с|saniye|sn|ثاني[ةه]|ثوان|שניות|שנייה",
}
_LONGEST = timedelta(days=400)  # no clock of a shop runs longer
# Words stand apart; East Asian units run on into the next word, and "9월 15일" is a day, not a stretch.
_EAST_ASIAN = {"days": "일|日", "hours": "시간|時間", "minutes": "분|分", "seconds": "초|秒"}
_UNIT = {
    name: re.compile(
        rf"(?<![\d.,:/月월-])(?<![月월]\s)(\d{{1,3}})\s?(?:(?:{forms})(?![^\W\d_])|{_EAST_ASIAN[name]})",
        re.IGNORECASE,
    )
    for name, forms in _UNITS.items()
}
_CLOCK = re.compile(r"(?<![\d:])(\d{1,3}):(\d{2})(?::(\d{2}))?(?![\d:])")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of time as a text shows it; `in_days` says that it names whole days and nothing finer."""

    length: timedelta
    in_days: bool


def parse_stretch(text: str) -> Stretch | None:
    """Read the one stretch of time a text names; None where it names none, or a unit twice.

    >>> str(parse_stretch("2 days 5 hours").length), parse_stretch("within 5 days").in_days
    ('2 days, 5:00:00', True)
    >>> str(parse_stretch("noch 1 Tag 03:20:10").length), str(parse_stretch("3 дня").length)
    ('1 day, 3:20:10', '3 days, 0:00:00')
    >>> parse_stretch("Sep 3, 2026") is None, parse_stretch("2 days or 3 days") is None
    (True, True)
    >>> str(parse_stretch("残り2日5時間以内").length), parse_stretch("9월 15일까지")
    ('2 days, 5:00:00', None)
    """
    folded = "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)
    found = {name: {int(count) for count in pattern.findall(folded)} for name, pattern in _UNIT.items()}
    if any(len(counts) > 1 for counts in found.values()):
        return None
    length = timedelta(**{name: counts.pop() for name, counts in found.items() if counts})
    has_units = {name for name, pattern in _UNIT.items() if pattern.search(folded)}
    clock = _CLOCK.search(folded) if not has_units - {"days"} else None
    if clock:
        hours, minutes, seconds = clock.groups()
        # Two numbers beside nothing may be a time of day as well as what is left.
        if seconds is None and not has_units:
            return None
        length += timedelta(hours=int(hours), minutes=int(minutes), seconds=int(seconds or 0))
    if not (has_units or clock) or length > _LONGEST:
        return None
    return Stretch(length, in_days=has_units == {"days"} and clock is None)
