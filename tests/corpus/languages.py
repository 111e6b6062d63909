"""The languages the invented buyers read the site in: one file each in `languages/`.

A language says how its pages write days, and its words for states, labels and promises. What was seen on the
site and what is a dictionary word stands at the top of each file.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from pathlib import Path

import msgspec

_FOLDER = Path(__file__).with_name("languages")


class States(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an order's state is called."""

    unpaid: str
    to_ship: str
    on_way: str
    completed: str
    cancelled: str
    closed: str


class Labels(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What stands before a value, or on a tab."""

    all: str
    order_date: str
    order_id: str
    total: str
    placed_on: str
    paid_on: str
    shipped_on: str
    completed_on: str
    payment: str
    subtotal: str
    shipping: str
    free: str
    coupon: str
    delivered: str
    fast_delivery: str
    free_returns: str


class Sentences(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What pages say about rights; `{day}` and `{amount}` stand for what is filled in."""

    refund_if: str
    coupon_if: str
    damaged: str
    estimated: str
    paid_node: str
    refund_node: str
    on_way: str
    completed: str
    returns: str


class Language(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A language with the country, currency and zone of the buyer who reads it.

    Attributes:
        tag: as the site's requests name it, for example "pt_BR".
        zone: the zone that the requests name.
        months: the twelve names that the short forms of days use, parted by blanks.
        list_day: the form of a day in the order list; `detail_day` on the order page.
        short_day: the form of a day without its year; `span` that of two days in one month.
        nouns: what articles are called, parted by blanks.
    """

    tag: str
    direction: str
    country: str
    currency: str
    zone: str
    months: str
    week_days: str
    list_day: str
    detail_day: str
    short_day: str
    span: str
    nouns: str
    states: States
    labels: Labels
    sentences: Sentences

    @property
    def html_tag(self) -> str:
        """The language as a document names it."""
        return self.tag.replace("_", "-")

    def write_list_day(self, on: date) -> str:
        """Write a day as the order list does."""
        return self._write(self.list_day, on)

    def write_day(self, on: date) -> str:
        """Write a day as the order page does."""
        return self._write(self.detail_day, on)

    def write_short(self, on: date) -> str:
        """Write a day without its year."""
        return self._write(self.short_day, on)

    def write_span(self, first: date, last: date) -> str:
        """Write two days without their year; two that lie in two months are written one after the other."""
        if first.month != last.month:
            return f"{self.write_short(first)} - {self.write_short(last)}"
        return self.span.format(month=self._month(last), number=last.month, first=first.day, last=last.day)

    def write_row(self, at: datetime) -> str:
        """Write the time of a tracking row: a week day, a day without its year, a clock."""
        week_day = self.week_days.split()[at.weekday()]
        return f"{week_day} | {self.write_short(at.date())} {at:%H:%M}"

    def _write(self, form: str, on: date) -> str:
        return form.format(day=on.day, month=self._month(on), number=on.month, year=on.year)

    def _month(self, on: date) -> str:
        return self.months.split()[on.month - 1]


@cache
def load_languages() -> tuple[Language, ...]:
    """Load every language, in the order of the files' names."""
    return tuple(
        msgspec.toml.decode(path.read_bytes(), type=Language) for path in sorted(_FOLDER.glob("*.toml"))
    )
