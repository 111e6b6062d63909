"""Records in the reader's words: dates, amounts, names of things."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache

from babel import Locale
from babel.dates import format_skeleton, format_time
from babel.numbers import format_currency

from companion.model import (
    Anchor,
    Deadline,
    DeadlineKind,
    Money,
    OrderState,
    Statement,
    StatementKind,
    Urgency,
)
from companion.protection.moments import first_day, last_day
from companion.protection.wording import age_words
from companion.text import clean

make_age_words = age_words  # the one phrase that terminal and dashboard share

KIND_WORDS = {
    DeadlineKind.NOT_DELIVERED_REFUND: "Refund if not delivered",
    DeadlineKind.PROTECTION_END: "Buyer protection ends",
    DeadlineKind.AUTO_CONFIRM: "The order confirms itself",
    DeadlineKind.DISPUTE_OPENS: "A dispute can be opened",
    DeadlineKind.DISPUTE_CLOSE: "Last day to open a dispute",
    DeadlineKind.FREE_RETURN_END: "Free return ends",
    DeadlineKind.BUYER_RESPONSE: "Your answer is due",
    DeadlineKind.EVIDENCE_DUE: "Your evidence is due",
    DeadlineKind.RETURN_SHIP: "The return must be posted",
    DeadlineKind.DELIVERY_PROMISE: "Promised delivery",
    DeadlineKind.PAY_BY: "Payment is due",
    DeadlineKind.SHIP_DEADLINE: "The seller must ship",
    DeadlineKind.NO_DATE_KNOWN: "No date known",
}

URGENCY_WORDS = {
    Urgency.OVERDUE: "Overdue",
    Urgency.CRITICAL: "Last chance",
    Urgency.URGENT: "Urgent",
    Urgency.SOON: "Soon",
    Urgency.LATER: "Later",
}

STATEMENT_WORDS = {
    StatementKind.REFUND_IF_NOT_DELIVERED_BY: "Refund if not delivered by",
    StatementKind.LATE_COUPON_FROM: "Coupon if delayed, from",
    StatementKind.ESTIMATED_DELIVERY: "Estimated delivery",
    StatementKind.PROTECTION_ENDS: "Buyer protection ends",
    StatementKind.AUTO_CONFIRM_ON: "The order confirms itself on",
    StatementKind.PAY_BY: "To be paid by",
    StatementKind.SHIP_BY: "To be shipped by",
    StatementKind.RETURN_WITHIN: "Free return",
    StatementKind.DISPUTE_WITHIN: "A dispute can be opened",
    StatementKind.OFFER_RESPONSE_BY: "Answer to the offer by",
    StatementKind.EVIDENCE_BY: "Evidence by",
    StatementKind.RETURN_SHIP_BY: "Return to be posted by",
}

_ANCHOR_WORDS = {
    Anchor.ORDER_PLACED: "after the order was placed",
    Anchor.ORDER_PAID: "after the order was paid",
    Anchor.SHIPPED: "after the order was shipped",
    Anchor.DELIVERED: "after delivery",
    Anchor.ORDER_COMPLETED: "after the order was completed",
    Anchor.DISPUTE_OPENED: "after the dispute was opened",
}

_DAYS_IN_WORDS = {-1: "yesterday", 0: "today", 1: "tomorrow"}
_LONGEST_NAME = 120
_STATEMENT_FIELD = re.compile(r"statements\[(\w+)")
_LOCALES = ("en_US", "en_GB", "en_AU", "en_CA", "en_IE", "en_IN", "en_NZ", "en_ZA")
_OTHER_LOCALE = "en_GB"  # day before month, as nearly everybody outside the USA reads it


def find_locale(accepted: str) -> Locale:
    """Choose how dates and amounts are written from a browser's Accept-Language."""
    for entry in accepted.split(","):
        tag = entry.partition(";")[0].strip().replace("-", "_")
        if tag in _LOCALES:
            return Locale.parse(tag)
    return Locale.parse(_OTHER_LOCALE)


@lru_cache(maxsize=2048)
def make_money_words(money: Money | None, locale: Locale) -> str | None:
    """Write an amount."""
    return format_currency(money.amount, money.currency, locale=locale) if money else None


def make_state_words(state: OrderState | None) -> str:
    """Name an order's state."""
    return (state or OrderState.UNKNOWN).value.replace("_", " ").capitalize()


def make_says_words(said: Statement, today: date, locale: Locale) -> str:
    """Write the day a statement names, or the period it gives."""
    if said.on is not None:
        return make_day_words(said.on, today, locale)
    after = _ANCHOR_WORDS[said.after] if said.after else ""
    return f"within {said.within_days} days {after}".strip()


def make_country_words(code: str | None, locale: Locale) -> str | None:
    """Name a country."""
    return locale.territories.get(code, code) if code else None


def make_name_words(name: str | None) -> str | None:
    """Write a name that somebody chose for themselves: on one line, and no longer than a name is.

    >>> make_name_words("Vega\\u202e\\nStore"), make_name_words("a" * 200) == "a" * 119 + "…"
    ('Vega Store', True)
    """
    cleaned = clean(name or "")
    return (cleaned if len(cleaned) <= _LONGEST_NAME else f"{cleaned[: _LONGEST_NAME - 1]}…") or None


def make_field_words(field: str) -> str:
    """Name a field: `completed_on`, `statements[kind/page kind/place]`, `disagreements[total]`."""
    if field.startswith("disagreements["):
        inner = make_field_words(field.removeprefix("disagreements[").removesuffix("]"))
        return f"Two values of “{inner}”"
    kind = _STATEMENT_FIELD.match(field)
    if kind and kind.group(1) in set(StatementKind):
        return STATEMENT_WORDS[StatementKind(kind.group(1))]
    words = field.rpartition(".")[2].removesuffix("[]").replace("_", " ")
    return words[:1].upper() + words[1:]


@lru_cache(maxsize=1024)  # a dashboard shows few days, many times
def make_day_words(day: date, today: date, locale: Locale) -> str:
    """Write a day; the year only where it is not this one."""
    skeleton = "MMMEd" if day.year == today.year else "yMMMd"
    return format_skeleton(skeleton, day, locale=locale)


def make_moment_words(moment: datetime, zone: tzinfo, locale: Locale) -> str:
    """Write an instant as a day and a time."""
    local = moment.astimezone(zone)
    return f"{format_skeleton('yMMMd', local, locale=locale)}, {format_time(local, 'short', locale=locale)}"


def make_distance_words(day: date, today: date) -> str:
    """Say how far a day is: today, in 3 days, 2 days ago."""
    days = (day - today).days
    if days in _DAYS_IN_WORDS:
        return _DAYS_IN_WORDS[days]
    return f"in {days} days" if days > 0 else f"{-days} days ago"


def find_days(deadline: Deadline, zone: tzinfo) -> tuple[date, date] | None:
    """Find the first and the last day a deadline may fall on; the same for most."""
    if deadline.earliest_at is None or deadline.latest_at is None:
        return None
    if deadline.latest_at - deadline.earliest_at < timedelta(days=1):  # an instant, not a day
        return (deadline.earliest_at.astimezone(zone).date(), deadline.latest_at.astimezone(zone).date())
    return (first_day(deadline.earliest_at), last_day(deadline.latest_at))


def find_zone(now: datetime) -> tzinfo:
    """Find the zone of this computer."""
    return now.astimezone().tzinfo or UTC


def make_keeping_words(days: int) -> str:
    """Say how long product pages stay that no order came of.

    >>> make_keeping_words(60)
    'Product pages that no order comes of go after 60 days.'
    """
    if days == 0:
        return "Nothing goes by itself."
    return f"Product pages that no order comes of go after {'a day' if days == 1 else f'{days} days'}."
